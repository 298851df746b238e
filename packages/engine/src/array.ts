/**
 * An array node under way (execution.md §4.5): it begins its sub-nodes in order, as far as its parallelism lets it,
 * until all have succeeded, enough have, or too many have failed.
 *
 * What happens to one of them is in sub-node.ts. A step begins or ends only so many at once, so that a hundred
 * thousand of them hold nothing up; the rest follows by the array's timer.
 */
import { nextDue, takeDue } from "./agenda.ts";
import { type ArrayPlan, minSuccesses } from "./array-plan.ts";
import { type ArrayState, isLost, makeArrayState, SubNodeState, setSubNode, underWay } from "./array-state.ts";
import { fail } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { markRunning } from "./running.ts";
import type { LiveNode } from "./scope.ts";
import { succeedTask } from "./start-task.ts";
import { expire, startSubNode, stopSubNode } from "./sub-node.ts";
import { summaryOf } from "./sub-node-errors.ts";
import { beginExecutionDeadline, clearDeadlines, wakeArray } from "./timers.ts";
import { recordSubNodes, recordTask, type Turn } from "./turn.ts";

/** Sub-nodes that one step begins, or ends by time. */
const chunk = 1000;
/** Sub-nodes that are handed out at once where the array sets no limit: far more than one machine runs. */
const mostHanded = 256;

export function startArray(turn: Turn, node: LiveNode): void {
  const { finding } = node;
  const { target } = node.plan;
  if (target.kind !== "array") return;
  if (finding?.kind === "refused") fail(turn, node, finding.error);
  if (finding?.kind !== "array") return;
  node.stage = "subNodes";
  node.array = makeArrayState(finding.size, minSuccesses(target.array.success, finding.size));
  node.task = { phase: undefined, version: 0, reason: "", recordedAt: 0 };
  recordTask(turn, node, "QUEUED");
  markRunning(turn, node);
  recordTask(turn, node, "RUNNING");
  recordSubNodes(turn, node);
  beginExecutionDeadline(turn, node);
  advance(turn, node);
}

/** Begins what may begin; ends the array where nothing is left to wait for. One that is stopped ends elsewhere. */
export function advance(turn: Turn, node: LiveNode): void {
  const { array, plan } = node;
  if (array === undefined || node.ending !== undefined || plan.target.kind !== "array") return;
  if (array.failing === undefined) startSome(turn, node, array, plan.target.array);
  if (array.failing === undefined && isLost(array)) giveUp(turn, node, array);
  if (underWay(array) > 0) {
    arm(turn, node, array, plan.target.array);
  } else if (array.failing !== undefined) {
    recordTask(turn, node, "FAILED", array.failing);
    fail(turn, node, array.failing);
  } else if (array.next === array.size) {
    gather(turn, node, plan.target.array);
  } else {
    arm(turn, node, array, plan.target.array);
  }
}

/** The time of some sub-nodes has come, or of beginning more. */
export function arrayDue(turn: Turn, node: LiveNode): void {
  const { array } = node;
  if (array === undefined || node.stage !== "subNodes" || node.ending !== undefined) return;
  for (let taken = 0; taken < chunk; taken += 1) {
    const due = takeDue(array.agenda, turn.at);
    if (due === undefined) break;
    expire(turn, node, array, due);
  }
  advance(turn, node);
}

/** Ends what is under way. The array has ended when all of it is gone. */
export function stopSubNodes(turn: Turn, node: LiveNode, reason: string): void {
  const { array } = node;
  if (array === undefined) return;
  wakeArray(turn, node, undefined);
  for (const each of array.live) stopSubNode(turn, each, { kind: "abort", reason });
  // All are made outside, or all are made here; those are gone at once.
  if (array.live.size > 0 || underWay(array) === 0) return;
  for (let index = 0; index < array.next; index += 1) {
    if (array.state[index] === SubNodeState.running) setSubNode(array, index, SubNodeState.aborted);
  }
  recordSubNodes(turn, node).areAborted = true;
}

function startSome(turn: Turn, node: LiveNode, array: ArrayState, plan: ArrayPlan): void {
  for (let begun = 0; begun < chunk && hasRoom(array, plan) && !isLost(array); begun += 1) {
    array.next += 1;
    startSubNode(turn, node, array, array.next - 1);
  }
}

function hasRoom(array: ArrayState, plan: ArrayPlan): boolean {
  return array.next < array.size && underWay(array) < mostUnderWay(plan);
}

/** What the engine carries out itself can all be under way at once. */
function mostUnderWay({ parallelism, each: { target } }: ArrayPlan): number {
  const isHanded = target.kind !== "task" || target.work.kind === "container";
  const most = isHanded ? mostHanded : Number.POSITIVE_INFINITY;
  return parallelism > 0 ? Math.min(parallelism, most) : most;
}

function giveUp(turn: Turn, node: LiveNode, array: ArrayState): void {
  const summary = summaryOf(array.errors);
  const few = `${array.minSuccesses} of ${array.size} elements must succeed, which cannot be.`;
  array.failing = { kind: "UNKNOWN", code: "", message: summary === "" ? few : summary };
  if (node.task !== undefined) node.task.reason = array.failing.message;
  stopSubNodes(turn, node, "array node failing");
}

/** Wakes the array when the next thing is to happen by time: at once, where more may begin. */
function arm(turn: Turn, node: LiveNode, array: ArrayState, plan: ArrayPlan): void {
  const isMore = array.failing === undefined && hasRoom(array, plan);
  wakeArray(turn, node, array.failing === undefined ? (isMore ? turn.at : nextDue(array.agenda)) : undefined);
}

/** All have ended, enough of them well: what they wrote becomes the array's outputs. */
function gather(turn: Turn, node: LiveNode, { outputs }: ArrayPlan): void {
  clearDeadlines(turn, node);
  if (outputs?.length === 0) {
    succeedTask(turn, node);
    return;
  }
  node.stage = "copying";
  turn.run.copies.set(node.key, node);
  issueAwaited(turn, node);
}
