/** Keeps what an attempt uses while its container runs: as often as its series has room for, and never in its way. */
import type { Millis } from "@skein/engine/run";
import { appendUsage, readUsage, writeUsage } from "../usage-file.ts";
import { addLook, emptySeries, endSeries, isDue, type UsageEnd, type UsageSeries } from "../usage-series.ts";

export interface Figures {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

export interface UsageSampler {
  /** Until the next figures are wanted. */
  intervalMs(): number;
  /** May come more often than wanted: then only the highest memory is remembered. */
  offer(figures: Figures): void;
  /** The container has ended; said once more, it changes nothing. */
  end(end: UsageEnd): Promise<void>;
}

/**
 * Goes on with what was kept before a restart.
 *
 * @param logPath the attempt's log; its folder is there
 * @param startedAt of the container, as far as it is known
 */
export async function openUsageSampler(logPath: string, startedAt: Millis, now: () => Millis): Promise<UsageSampler> {
  let series: UsageSeries = (await readUsage(logPath)) ?? emptySeries(startedAt);
  let highest = 0;
  // What is on disk may end in half a line: the first writing, and the one after a failed one, is of the whole.
  let isWhole = false;
  let writing: Promise<void> = Promise.resolve();

  function keep(next: UsageSeries): Promise<void> {
    if (next === series) return writing;
    const added = next.points.at(-1);
    const isLonger = next.points.length === series.points.length + 1 && next.startedAt === series.startedAt;
    series = next;
    const write = () => (isLonger && isWhole && added ? appendUsage(logPath, added) : writeUsage(logPath, next));
    writing = writing.then(write).then(
      () => {
        isWhole = true;
      },
      () => {
        isWhole = false; // a full disk: the attempt goes on without figures
      },
    );
    return writing;
  }

  return {
    intervalMs: () => series.intervalMs,
    offer({ cpuSeconds, memoryBytes }) {
      highest = Math.max(highest, memoryBytes);
      const at = now();
      if (!isDue(series, at)) return;
      void keep(addLook(series, { at, cpuSeconds, memoryBytes: highest }));
      highest = 0;
    },
    end: (end) => keep(endSeries(series, end)),
  };
}
