import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsage, parseUsage } from "./usage-file.ts";
import { addLook, emptySeries, endSeries, isDue, MOST_POINTS, spansOf, type UsageSeries } from "./usage-series.ts";

const start = 1_700_000_000_000;
const look = (series: UsageSeries, afterMs: number, cpuSeconds: number, memoryBytes = 100) =>
  addLook(series, { at: start + afterMs, cpuSeconds, memoryBytes });

/** Looks as often as the series wants them: so much CPU time and memory each. */
function watched(uses: readonly { readonly cpu: number; readonly memory: number }[]): UsageSeries {
  let series = emptySeries(start);
  let [at, total] = [0, 0];
  for (const { cpu, memory } of uses) {
    at += series.intervalMs;
    total += cpu;
    series = look(series, at, total, memory);
  }
  return series;
}

const uses = fc.array(fc.record({ cpu: fc.double({ min: 0, max: 8, noNaN: true }), memory: fc.nat() }), {
  maxLength: 1200,
});

test("a series is bounded, and its times and counters never go back", () => {
  fc.assert(
    fc.property(uses, (each) => {
      const { points } = watched(each);
      expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
      for (const [index, point] of points.entries()) {
        const before = points[index - 1];
        expect(point.at).toBeGreaterThan(before?.at ?? start);
        expect(point.cpuSeconds).toBeGreaterThanOrEqual(before?.cpuSeconds ?? 0);
      }
    }),
    { numRuns: 30 },
  );
});

test("merging keeps the total of the CPU time and the peak of the memory", () => {
  fc.assert(
    fc.property(uses, (each) => {
      const spans = spansOf(watched(each));
      const total = spans.reduce((sum, { from, to, cpu }) => sum + (cpu * (to - from)) / 1000, 0);
      expect(total).toBeCloseTo(
        each.reduce((sum, { cpu }) => sum + cpu, 0),
        3,
      );
      const peak = Math.max(0, ...spans.map(({ memoryBytes }) => memoryBytes ?? 0));
      expect(peak).toBe(Math.max(0, ...each.map(({ memory }) => memory)));
    }),
    { numRuns: 30 },
  );
});

test("when it is full, neighbours become one and the interval doubles", () => {
  const full = watched(Array.from({ length: MOST_POINTS }, (_, at) => ({ cpu: 0.5, memory: at })));
  expect([full.points.length, full.intervalMs]).toEqual([240, 1000]);
  const merged = look(full, 241_000, 121, 7);
  expect([merged.points.length, merged.intervalMs]).toEqual([121, 2000]);
  expect(merged.points[0]).toEqual({ at: start + 2000, cpuSeconds: 1, memoryBytes: 1 });
  expect(isDue(merged, start + 242_000)).toBe(false);
  expect(isDue(merged, start + 243_000)).toBe(true);
});

test("the average between two looks is drawn from the one to the other", () => {
  const series = look(look(emptySeries(start), 1000, 0.5), 2000, 2.5, 400);
  expect(spansOf(series)).toEqual([
    { from: 0, to: 1000, cpu: 0.5, memoryBytes: 100 },
    { from: 1000, to: 2000, cpu: 2, memoryBytes: 400 },
  ]);
});

test("a counter that is read again, or goes back, changes nothing", () => {
  const series = look(emptySeries(start), 1000, 2);
  expect(look(series, 1000, 3)).toBe(series);
  expect(look(series, 500, 3)).toBe(series);
  expect(look(series, 2000, 1).points.at(-1)?.cpuSeconds).toBe(2);
});

test("of a time when nobody looked the CPU time is known, and not the memory", () => {
  const series = look(look(emptySeries(start), 1000, 1), 61_000, 31, 900);
  expect(spansOf(series)[1]).toEqual({ from: 1000, to: 61_000, cpu: 0.5, memoryBytes: undefined });
});

const ended = (endedAfterMs: number, cpuSeconds: number) => ({
  startedAt: start,
  endedAt: start + endedAfterMs,
  cpuSeconds,
  peakMemoryBytes: 4096,
});

test("one that ended before the first look is known as a whole", () => {
  const series = endSeries(emptySeries(start + 20), ended(400, 0.1));
  expect(spansOf(series)).toEqual([{ from: 0, to: 400, cpu: 0.25, memoryBytes: 4096 }]);
});

test("the end closes the series once", () => {
  const series = endSeries(look(emptySeries(start), 1000, 1), ended(1600, 1.3));
  expect(spansOf(series)[1]).toMatchObject({ from: 1000, to: 1600, memoryBytes: undefined });
  expect(endSeries(series, ended(1600, 1.3))).toEqual(series);
});

test("a last stretch too short for a rate joins the one before", () => {
  const series = endSeries(look(emptySeries(start), 1000, 1), ended(1010, 1.2));
  expect(series.points).toEqual([{ at: start + 1010, cpuSeconds: 1.2, memoryBytes: 100 }]);
});

test("a container that never ran has no end", () => {
  const never = { startedAt: -62_135_596_800_000, endedAt: -62_135_596_800_000, cpuSeconds: 0, peakMemoryBytes: 0 };
  const series = emptySeries(start);
  expect(endSeries(series, never)).toBe(series);
});

test("a file holds it all; half a line is not counted, and no series comes of what is none", () => {
  const series = endSeries(look(emptySeries(start), 1000, 0.25), ended(1600, 1.25));
  expect(parseUsage(formatUsage(series))).toEqual(series);
  expect(parseUsage(`${formatUsage(series)}170000`)).toEqual(series);
  for (const text of ["", "1000", "log\n", "-5 7\n"]) expect(parseUsage(text)).toBeUndefined();
});
