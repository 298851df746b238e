/** A node as it stood at a time, from the phases it went through. */
import { create } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type Attempt,
  AttemptSchema,
  type NodeSummary,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";

/**
 * Undefined before anything of it was visible; the summary itself once it had ended, or when nothing came after.
 *
 * What was under way then ends at that time, so that its durations stand still.
 */
export function nodeAt(summary: NodeSummary, at: number): NodeSummary | undefined {
  const ended = msOf(summary.endedAt);
  if (ended !== undefined && ended <= at) return summary;
  const began = Math.min(
    ...[summary.queuedAt, summary.startedAt, summary.attempts[0]?.createdAt].map(
      (time) => msOf(time) ?? Number.POSITIVE_INFINITY,
    ),
  );
  if (began > at) return undefined;
  const attempts = summary.attempts.flatMap((attempt) => attemptAt(attempt, at) ?? []);
  const newest = attempts.at(-1);
  const started = msOf(summary.startedAt);
  const isStarted = started !== undefined && started <= at;
  const { id, path, maxAttempts, isParent, queuedAt, startedAt } = summary;
  return create(NodeSummarySchema, {
    id,
    path,
    maxAttempts,
    isParent,
    attempt: newest?.attempt ?? 0,
    phase: isStarted ? Phase.RUNNING : Phase.QUEUED,
    taskPhase: newest?.phase ?? TaskPhase.UNDEFINED,
    ...(queuedAt ? { queuedAt } : {}),
    ...(isStarted && startedAt ? { startedAt } : {}),
    endedAt: timestampFromMs(at),
    attempts,
  });
}

function attemptAt(attempt: Attempt, at: number): Attempt | undefined {
  const created = msOf(attempt.createdAt) ?? Number.POSITIVE_INFINITY;
  if (created > at) return undefined;
  const ended = msOf(attempt.endedAt);
  if (ended !== undefined && ended <= at) return attempt;
  const history = attempt.history.filter((change) => (msOf(change.at) ?? 0) <= at);
  const started = msOf(attempt.startedAt);
  return create(AttemptSchema, {
    attempt: attempt.attempt,
    phase: history.at(-1)?.phase ?? TaskPhase.UNDEFINED,
    history,
    ...(attempt.createdAt ? { createdAt: attempt.createdAt } : {}),
    ...(started !== undefined && started <= at && attempt.startedAt ? { startedAt: attempt.startedAt } : {}),
    endedAt: timestampFromMs(at),
  });
}

const msOf = (time: Timestamp | undefined): number | undefined => (time ? timestampMs(time) : undefined);
