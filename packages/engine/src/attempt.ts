/**
 * What the runner says about the attempts of task nodes.
 *
 * Only the live attempt of a node can be spoken of: everything about another, or after its end, is late.
 */
import { durationFromMs, formatGoDuration } from "@skein/spec/duration";
import { rankOf } from "./attempt-order.ts";
import { keepOutputs } from "./caching.ts";
import { enterDynamic } from "./enter-dynamic.ts";
import type { RunError, RunEvent, Verdict } from "./event.ts";
import { fail } from "./finish.ts";
import type { NodeKey } from "./run.ts";
import { markRunning } from "./running.ts";
import type { LiveNode } from "./scope.ts";
import { conclude, stopNode } from "./stop.ts";
import { beginExecutionDeadline } from "./timers.ts";
import { judgeRetry, retryOrFail } from "./try-again.ts";
import { recordNode, recordTask, type Turn } from "./turn.ts";

type Reported = Extract<RunEvent, { kind: "taskReported" }>;

/** Upstream gives up on a task that cannot settle on a phase (nodes/task/handler.go). */
const maxPhaseVersions = 100_000;

export function taskReported(turn: Turn, { node: key, attempt, phase, reason }: Reported): void {
  const node = liveAttempt(turn, key, attempt);
  const task = node?.task;
  const rank = rankOf(phase);
  if (node === undefined || task === undefined || node.ending !== undefined || rank === undefined) return;
  const isNew = task.phase === undefined;
  if (!isNew && rank < (rankOf(task.phase ?? "QUEUED") ?? 0)) return;
  if (task.phase === phase && task.reason === reason) return;
  if (task.phase === phase && task.version >= maxPhaseVersions) {
    const message = `Phase ${phase} was reported with more than ${maxPhaseVersions} different reasons.`;
    failAfterStop(turn, node, { kind: "SYSTEM", code: "TooManyPluginPhaseVersions", message });
    return;
  }
  task.reason = reason;
  // Upstream's handler sends the task's event, then the node's; but no task runs in a node that does not.
  if (phase === "RUNNING") markRunning(turn, node);
  recordTask(turn, node, phase);
  markRunning(turn, node);
  if (isNew) beginExecutionDeadline(turn, node);
}

/** The container is gone, by itself; its verdict counts unless we had asked for its end before. */
export function taskEnded(turn: Turn, key: NodeKey, attempt: number, verdict: Verdict): void {
  const node = liveAttempt(turn, key, attempt);
  if (node === undefined) return;
  if (node.ending !== undefined) {
    gone(turn, node);
    return;
  }
  turn.commands.push({ kind: "removeTask", node: key, attempt });
  if (node.task !== undefined) node.task.reason = verdict.kind === "failed" ? verdict.error.message : "";
  if (verdict.kind === "succeeded") {
    recordTask(turn, node, "SUCCEEDED");
    keepOutputs(turn, node);
    return;
  }
  if (verdict.kind === "dynamic") {
    recordTask(turn, node, "SUCCEEDED");
    enterDynamic(turn, node, verdict.futures);
    return;
  }
  recordTask(turn, node, "FAILED", verdict.error);
  if (verdict.retryable) retryOrFail(turn, node, verdict.error);
  else fail(turn, node, verdict.error);
}

/** The container we wanted to end is gone. */
export function taskStopped(turn: Turn, key: NodeKey, attempt: number): void {
  const node = liveAttempt(turn, key, attempt);
  if (node?.ending !== undefined) gone(turn, node);
}

/** The attempt's deadline has passed: a retryable failure of the user's (execution.md §2.4). */
export function executionDeadlinePassed(turn: Turn, node: LiveNode): void {
  if (node.ending !== undefined) return;
  const judged = judgeRetry(node, {
    kind: "USER",
    code: "TimeoutExpired",
    message: `task execution timeout [${formatGoDuration(durationFromMs(node.plan.timeoutMs))}] expired`,
  });
  if (judged.retry) stopNode(turn, node, { kind: "retry", reason: "node failed" });
  else failAfterStop(turn, node, judged.error);
}

/** The deadline over all attempts has passed: the node is timed out, whatever it still may try. */
export function activeDeadlinePassed(turn: Turn, node: LiveNode): void {
  if (node.ending !== undefined && node.ending.kind !== "retry") return;
  const message = `task active timeout [${formatGoDuration(durationFromMs(2 * node.plan.timeoutMs))}] expired`;
  // Upstream's event carries no error; without one nobody could tell why.
  recordNode(turn, node, "TIMED_OUT", { error: { kind: "USER", code: "Timeout", message } });
  stopNode(turn, node, { kind: "timeOut", reason: "node timed out" });
}

/** Fails a node that still has something going: the record at once, as upstream; the end when all is gone. */
function failAfterStop(turn: Turn, node: LiveNode, error: RunError): void {
  recordNode(turn, node, "FAILED", { error });
  stopNode(turn, node, { kind: "fail", reason: "node failing", failure: { error, node: node.key } });
}

function gone(turn: Turn, node: LiveNode): void {
  const { ending } = node;
  if (ending === undefined) return;
  if (node.task !== undefined) node.task.reason = ending.reason;
  recordTask(turn, node, "ABORTED");
  turn.commands.push({ kind: "removeTask", node: node.key, attempt: node.attempt });
  conclude(turn, node, ending);
}

function liveAttempt(turn: Turn, key: NodeKey, attempt: number): LiveNode | undefined {
  const node = turn.run.live.get(key);
  return node?.stage === "attempt" && node.attempt === attempt ? node : undefined;
}
