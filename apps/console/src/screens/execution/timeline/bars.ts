/**
 * What a node's row of the timeline draws: every attempt as the phases it went through, retries joined by a line.
 *
 * Waiting is told apart by kind, because the remedies differ: queued (its turn has not come), waiting for resources
 * (the machine is full), pulling (the image is not here yet).
 */
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { Attempt, GraphNode, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type PhaseLook, taskLook } from "../../../flyte/phase-look.ts";
import { isTicking, lookOf } from "../../../graph/node-face.ts";

export type BarKind = "queued" | "waiting" | "pulling" | "ran";

export interface Bar {
  readonly kind: BarKind;
  /** Server's milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly look: PhaseLook;
  /** From 0; a node that runs no task has one. */
  readonly attempt: number;
  /** It goes on. */
  readonly isOpen: boolean;
}

const kinds: Partial<Record<TaskPhase, BarKind>> = {
  [TaskPhase.QUEUED]: "queued",
  [TaskPhase.WAITING_FOR_RESOURCES]: "waiting",
  [TaskPhase.INITIALIZING]: "pulling",
  [TaskPhase.RUNNING]: "ran",
};

/**
 * @param now the server's clock: what goes on reaches to there
 * @param node as in the graph: a gate's bar says that it waits for somebody
 */
export function barsOf(
  summary: NodeSummary | undefined,
  now: number,
  node?: Pick<GraphNode, "kind" | "target">,
): Bar[] {
  if (!summary || summary.phase === Phase.SKIPPED) return [];
  const { attempts, queuedAt, startedAt, endedAt } = summary;
  const end = endedAt ? timestampMs(endedAt) : now;
  const first = attempts[0];
  const begun = first ? msOf(first.createdAt) : msOf(startedAt);
  const bars = between("queued", msOf(queuedAt), begun ?? end, taskLook(TaskPhase.QUEUED), 0, begun === undefined);
  if (first) return [...bars, ...attempts.flatMap((attempt) => attemptBars(attempt, end))];
  if (begun === undefined) return bars;
  return [...bars, ...between("ran", begun, end, lookOf(summary, node), 0, isTicking(summary))];
}

function attemptBars(attempt: Attempt, nodeEnd: number): Bar[] {
  const { history, endedAt, phase, attempt: number } = attempt;
  const isOpen = endedAt === undefined;
  const end = endedAt ? timestampMs(endedAt) : nodeEnd;
  const bars = history.flatMap((change, at): Bar[] => {
    const kind = kinds[change.phase];
    if (!kind) return [];
    const next = history[at + 1]?.at;
    const look = kind === "ran" && !isOpen ? taskLook(phase) : taskLook(change.phase);
    return between(kind, msOf(change.at), next ? timestampMs(next) : end, look, number, isOpen && !next);
  });
  const ran = bars.some(({ kind }) => kind === "ran");
  // An attempt that failed before it ran is seen all the same.
  return ran || isOpen ? bars : [...bars, ...between("ran", end, end, taskLook(phase), number, false)];
}

function between(
  kind: BarKind,
  from: number | undefined,
  to: number,
  look: PhaseLook,
  attempt: number,
  isOpen: boolean,
): Bar[] {
  if (from === undefined || (kind !== "ran" && to <= from)) return [];
  return [{ kind, from, to: Math.max(from, to), look, attempt, isOpen }];
}

/** From the end of one attempt to the beginning of the next. */
export function joinsOf(bars: readonly Bar[]): { readonly from: number; readonly to: number }[] {
  return bars.flatMap((bar, at) => {
    const before = bars[at - 1];
    return before && before.attempt !== bar.attempt && bar.from > before.to ? [{ from: before.to, to: bar.from }] : [];
  });
}

const msOf = (time: Timestamp | undefined) => (time ? timestampMs(time) : undefined);
