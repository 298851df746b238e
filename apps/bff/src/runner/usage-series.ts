/**
 * What one attempt used, over time: a bounded series of what its counters stood at.
 *
 * A point holds the CPU time since the start, not a rate, so leaving one out loses nothing of the total. When there are
 * too many, neighbours become one and the interval doubles: a short attempt is known by the second, a long one by the
 * minute. Kept in usage-file.ts; fed by docker/usage-sampler.ts.
 */
import type { Millis } from "@skein/engine/run";

export const MOST_POINTS = 240;
const FIRST_INTERVAL_MS = 1_000;
/** Whoever gives figures at its own pace is not always on time. */
const EARLY = 0.9;
/** A last stretch that is shorter, as a part of the interval, gives no rate one could trust. */
const SHORTEST_STRETCH = 0.25;
/** Counters that were not read for so many intervals: nobody was there to read them. */
const GAP_INTERVALS = 2.5;

export interface UsagePoint {
  readonly at: Millis;
  /** Since the start of the container. */
  readonly cpuSeconds: number;
  /** The most that was seen since the point before; undefined when nobody looked. */
  readonly memoryBytes: number | undefined;
}

export interface UsageSeries {
  readonly startedAt: Millis;
  readonly intervalMs: number;
  /** In order of time, at most MOST_POINTS. */
  readonly points: readonly UsagePoint[];
}

/** What the attempt used between two times. */
export interface UsageSpan {
  /** Milliseconds since the start. */
  readonly from: number;
  readonly to: number;
  /** On average, in cores. */
  readonly cpu: number;
  readonly memoryBytes: number | undefined;
}

export const emptySeries = (startedAt: Millis): UsageSeries => ({
  startedAt,
  intervalMs: FIRST_INTERVAL_MS,
  points: [],
});

/** Whether figures of this time are worth a point. */
export function isDue({ startedAt, intervalMs, points }: UsageSeries, at: Millis): boolean {
  return at - (points.at(-1)?.at ?? startedAt) >= intervalMs * EARLY;
}

/** A look at the counters. After a time when nobody looked, it tells the CPU time since, and nothing of the memory. */
export function addLook(series: UsageSeries, look: UsagePoint): UsageSeries {
  const isGap = look.at - (series.points.at(-1)?.at ?? series.startedAt) > series.intervalMs * GAP_INTERVALS;
  return addPoint(series, isGap ? { ...look, memoryBytes: undefined } : look);
}

/** One more point; what is not later than the last one changes nothing, and no counter goes back. */
function addPoint(series: UsageSeries, point: UsagePoint): UsageSeries {
  const last = series.points.at(-1);
  if (point.at <= (last?.at ?? series.startedAt)) return series;
  const cpuSeconds = Math.max(point.cpuSeconds, last?.cpuSeconds ?? 0);
  const points = [...series.points, { ...point, cpuSeconds }];
  return points.length > MOST_POINTS
    ? { ...series, intervalMs: series.intervalMs * 2, points: mergePairs(points) }
    : { ...series, points };
}

export interface UsageEnd {
  /** As the engine says. */
  readonly startedAt: Millis;
  readonly endedAt: Millis;
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

/** With what the counters stood at in the end; of one without a point the whole becomes one. */
export function endSeries(series: UsageSeries, end: UsageEnd): UsageSeries {
  const { startedAt, endedAt, cpuSeconds, peakMemoryBytes } = end;
  if (endedAt <= startedAt) return series;
  const known = { ...series, startedAt: Math.min(startedAt, series.points[0]?.at ?? startedAt) };
  const last = known.points.at(-1);
  if (!last) return addPoint(known, { at: endedAt, cpuSeconds, memoryBytes: peakMemoryBytes });
  const isShort = endedAt > last.at && endedAt - last.at < known.intervalMs * SHORTEST_STRETCH;
  if (!isShort) return addPoint(known, { at: endedAt, cpuSeconds, memoryBytes: undefined });
  const shorter = { ...known, points: known.points.slice(0, -1) };
  return addPoint(shorter, { ...last, at: endedAt, cpuSeconds });
}

/** As it is drawn: what was used from one time to the next. */
export function spansOf({ startedAt, points }: UsageSeries): UsageSpan[] {
  return points.map(({ at, cpuSeconds, memoryBytes }, index) => {
    const before = points[index - 1] ?? { at: startedAt, cpuSeconds: 0 };
    return {
      from: before.at - startedAt,
      to: at - startedAt,
      cpu: (Math.max(0, cpuSeconds - before.cpuSeconds) * 1000) / Math.max(1, at - before.at),
      memoryBytes,
    };
  });
}

function mergePairs(points: readonly UsagePoint[]): UsagePoint[] {
  const merged: UsagePoint[] = [];
  for (let at = 0; at < points.length; at += 2) {
    const [first, second] = [points[at], points[at + 1]];
    if (first) merged.push(second ? { ...second, memoryBytes: most(first.memoryBytes, second.memoryBytes) } : first);
  }
  return merged;
}

function most(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
