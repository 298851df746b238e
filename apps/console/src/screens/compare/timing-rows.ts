/** How long nodes waited and ran, side by side, the largest change first. */
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatDuration } from "../../flyte/duration.ts";
import { isTicking } from "../../graph/node-face.ts";
import type { NodeRow } from "./node-rows.ts";

export const measures = ["both", "ran", "queued"] as const;
export type Measure = (typeof measures)[number];

export interface Timing {
  readonly queuedMs: number;
  readonly ranMs: number;
  /** It goes on: so long up to now. */
  readonly isOpen: boolean;
}

export interface TimingRow {
  readonly row: NodeRow;
  /** One per execution; undefined where it did not begin. */
  readonly timings: readonly (Timing | undefined)[];
  /** Of what is measured: last less first, milliseconds; undefined where one of them has no such figure yet. */
  readonly change: number | undefined;
}

/** @param now the server's clock: what goes on has taken so long up to then */
export function timingRows(rows: readonly NodeRow[], measure: Measure, now: number): TimingRow[] {
  const size = ({ change }: TimingRow) => (change === undefined ? -1 : Math.abs(change));
  return rows.map((row) => timingRow(row, measure, now)).sort((a, b) => size(b) - size(a));
}

/** Of what is measured, milliseconds. */
export function msOf({ queuedMs, ranMs }: Timing, measure: Measure): number {
  return (measure === "ran" ? 0 : queuedMs) + (measure === "queued" ? 0 : ranMs);
}

/** The change as a sentence would have it: "3m 24s longer". */
export function changeText({ row, timings, change }: TimingRow, sides: readonly string[]): string {
  const { cells } = row.node;
  const present = sides.filter((_, side) => cells[side]?.inGraph);
  if (present.length < sides.length) return `only in ${present.join(", ")}`;
  const open = sides.filter((_, side) => timings[side]?.isOpen);
  if (open.length > 0) return `still runs in ${open.join(", ")}`;
  const idle = sides.filter((_, side) => timings[side] === undefined);
  if (idle.length === sides.length) return "did not run";
  if (idle.length > 0) return `did not run in ${idle.join(", ")}`;
  if (change === undefined || Math.round(change) === 0) return "no change";
  return `${formatDuration(Math.abs(change))} ${change > 0 ? "longer" : "shorter"}`;
}

function timingRow(row: NodeRow, measure: Measure, now: number): TimingRow {
  const timings = row.node.cells.map(({ summary }) => timingOf(summary, now));
  const [first] = timings;
  const last = timings.at(-1);
  const isKnown = first && last && !first.isOpen && !last.isOpen;
  return { row, timings, change: isKnown ? msOf(last, measure) - msOf(first, measure) : undefined };
}

function timingOf(summary: NodeSummary | undefined, now: number): Timing | undefined {
  if (!summary || summary.phase === Phase.SKIPPED) return undefined;
  const queuedAt = summary.queuedAt && timestampMs(summary.queuedAt);
  const startedAt = summary.startedAt && timestampMs(summary.startedAt);
  const isQueuing = startedAt === undefined && waits.has(summary.phase);
  const isOpen = isTicking(summary) || isQueuing;
  const end = summary.endedAt ? timestampMs(summary.endedAt) : isOpen ? now : undefined;
  if (end === undefined || (queuedAt ?? startedAt) === undefined) return undefined;
  const begun = startedAt ?? end;
  return {
    queuedMs: Math.max(0, begun - (queuedAt ?? begun)),
    ranMs: startedAt === undefined ? 0 : Math.max(0, end - startedAt),
    isOpen,
  };
}

const waits: ReadonlySet<Phase> = new Set([Phase.UNDEFINED, Phase.QUEUED]);
