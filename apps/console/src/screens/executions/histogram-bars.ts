import { timestampMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { Histogram } from "@skein/spec/gen/skein/console/v1/console_pb";

/** Drawn from the ground up: what is quiet at the bottom, what failed on top. */
const stacked = [
  Phase.SUCCEEDED,
  Phase.SUCCEEDING,
  Phase.RUNNING,
  Phase.QUEUED,
  Phase.UNDEFINED,
  Phase.ABORTING,
  Phase.ABORTED,
  Phase.TIMED_OUT,
  Phase.FAILING,
  Phase.FAILED,
] as const;

export interface Bar {
  /** UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly parts: readonly { readonly phase: Phase; readonly count: number }[];
}

export function barsOf({ from, barMs, bars }: Histogram): Bar[] {
  const start = from ? timestampMs(from) : 0;
  const span = Number(barMs);
  return bars.map(({ counts }, at) => {
    const parts = stacked.flatMap((phase) => {
      const count = Number(counts.find((each) => each.phase === phase)?.count ?? 0n);
      return count > 0 ? [{ phase, count }] : [];
    });
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    return { from: start + at * span, to: start + (at + 1) * span, total, parts };
  });
}

/** What is drawn around a range: as much again before it, so that one sees where it begins; without one, everything. */
export function windowOf(
  range: { readonly from?: number; readonly to?: number },
  now: number,
): { from: number | undefined; to: number | undefined } {
  if (range.from === undefined) return { from: undefined, to: undefined };
  const to = range.to ?? now;
  const span = Math.max(60_000, to - range.from);
  // In steps, so that the passing of time does not ask anew each second.
  const step = Math.max(1000, Math.floor(span / 48));
  const end = range.to === undefined ? undefined : Math.min(range.to + span / 2, now);
  return { from: Math.floor((range.from - span) / step) * step, to: end };
}

/** A moment as the filter writes it: "2026-11-23T06:00Z", with seconds where it has them. */
function formatMoment(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${ms % 60_000 === 0 ? text.slice(0, 16) : text.slice(0, 19)}Z`;
}

/** The range of some bars as a value of `started:`; one that reaches to the last bar goes on with the time. */
export function rangeValue(bars: readonly Bar[], first: number, last: number, isUntilNow: boolean): string | undefined {
  const from = bars[first];
  const to = bars[last];
  if (!from || !to) return undefined;
  if (isUntilNow && last === bars.length - 1) return `>=${formatMoment(from.from)}`;
  return `${formatMoment(from.from)}..${formatMoment(to.to)}`;
}
