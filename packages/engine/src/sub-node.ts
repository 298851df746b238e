/**
 * One sub-node of an array: its attempts, each a container, an execution, or made here; and what is said of them.
 *
 * As for nodes, only the newest attempt can be spoken of, and another begins only when it is gone for certain. What
 * follows for the array is the caller's (array.ts, sub-node-answers.ts).
 */
import { durationFromMs, formatGoDuration } from "@skein/spec/duration";
import { assertNever } from "@skein/spec/never";
import { type Due, plan } from "./agenda.ts";
import {
  type ArrayState,
  isUnderWay,
  type SubNode,
  type SubNodeEnding,
  SubNodeState,
  setSubNode,
} from "./array-state.ts";
import { cacheOfSubNode, isSubNodeCacheAsked } from "./caching.ts";
import type { RunError } from "./event.ts";
import { badSleep } from "./in-process-task.ts";
import { subNodeCommand } from "./issue.ts";
import { subNodeKey } from "./node-id.ts";
import type { NodePlan } from "./plan.ts";
import type { CacheRecord } from "./record.ts";
import { judgeRetry, type RetryVerdict } from "./retry.ts";
import type { LiveNode } from "./scope.ts";
import { collectError } from "./sub-node-errors.ts";
import { noteSubNode, type Turn } from "./turn.ts";

/** Begins the newest attempt of a sub-node; the first one of a cached task asks the cache before. */
export function startSubNode(turn: Turn, node: LiveNode, array: ArrayState, index: number): void {
  const each = eachOf(node);
  if (each === undefined) return;
  const { target, timeoutMs } = each;
  const attempt = array.attempt[index] ?? 0;
  if (timeoutMs > 0) {
    plan(array.agenda, { at: turn.at + timeoutMs, kind: "execution", index, attempt });
    if (attempt === 0) plan(array.agenda, { at: turn.at + 2 * timeoutMs, kind: "active", index, attempt });
  }
  if (target.kind === "launchPlan" || (target.kind === "task" && target.work.kind === "container")) {
    hand(turn, node, array, index);
  } else if (target.kind === "task") {
    switch (target.work.kind) {
      case "sleep":
        sleep(turn, node, array, index);
        return;
      case "echo": // Its outputs are its inputs; they are gathered from there.
        succeedSubNode(turn, node, array, index);
        return;
      case "refused":
        failSubNode(turn, node, array, index, target.work.error);
        return;
      case "container":
        return;
      default:
        assertNever(target.work, "work");
    }
  }
}

/** Has an attempt made outside. */
function hand(turn: Turn, node: LiveNode, array: ArrayState, index: number): void {
  const key = subNodeKey(node.key, node.attempt, index);
  const stage = isSubNodeCacheAsked(turn.run, node, index) ? "askingCache" : "attempt";
  const each: SubNode = { array: node, index, key, stage, phase: "QUEUED", reason: "", ending: undefined };
  if (stage === "askingCache" && cacheOfSubNode(node)?.isSerializable) array.reserving.add(index);
  setSubNode(array, index, SubNodeState.queued);
  array.live.add(each);
  turn.run.subNodes.set(key, each);
  noteSubNode(turn, node, index, "QUEUED");
  const command = subNodeCommand(turn.run, each);
  if (command !== undefined) turn.commands.push(command);
}

function sleep(turn: Turn, node: LiveNode, array: ArrayState, index: number): void {
  const { finding } = node;
  const sleeps = finding?.kind === "array" ? (finding.sleeps ?? []) : [];
  const ms = (sleeps.length === 1 ? sleeps[0] : sleeps[index]) ?? -1;
  if (ms < 0) {
    failSubNode(turn, node, array, index, badSleep);
  } else if (ms === 0) {
    succeedSubNode(turn, node, array, index);
  } else {
    setSubNode(array, index, SubNodeState.running);
    plan(array.agenda, { at: turn.at + ms, kind: "sleep", index, attempt: array.attempt[index] ?? 0 });
    noteSubNode(turn, node, index, "RUNNING");
  }
}

/** Something of a sub-node was to happen by now. It is passed over where that is over. */
export function expire(turn: Turn, node: LiveNode, array: ArrayState, due: Due): void {
  const { index } = due;
  const each = eachOf(node);
  if (each === undefined || !isUnderWay(array, index) || isStoring(turn, node, index)) return;
  if (due.kind !== "active" && due.attempt !== array.attempt[index]) return;
  switch (due.kind) {
    case "sleep":
      succeedSubNode(turn, node, array, index);
      return;
    case "execution": {
      const message = `task execution timeout [${spoken(each.timeoutMs)}] expired`;
      const judged = judge(array, each, index, { kind: "USER", code: "TimeoutExpired", message });
      bringDown(turn, node, array, index, judged.retry ? retryEnding : failEnding(judged.error));
      return;
    }
    case "active": {
      const message = `task active timeout [${spoken(2 * each.timeoutMs)}] expired`;
      bringDown(turn, node, array, index, failEnding({ kind: "USER", code: "Timeout", message }));
      return;
    }
    default:
      assertNever(due.kind, "due");
  }
}

/** Whether its attempt is over, and only its outputs are not yet in the cache. */
function isStoring({ run }: Turn, node: LiveNode, index: number): boolean {
  return run.subNodes.get(subNodeKey(node.key, node.attempt, index))?.stage === "storing";
}

/** Ends the attempt of a sub-node for a reason of ours; what is made here is gone at once. */
function bringDown(turn: Turn, node: LiveNode, array: ArrayState, index: number, ending: SubNodeEnding): void {
  const live = turn.run.subNodes.get(subNodeKey(node.key, node.attempt, index));
  if (live !== undefined) {
    stopSubNode(turn, live, ending);
    return;
  }
  concludeSubNode(turn, node, array, index, ending);
}

/** Asks for the end of an attempt outside. Where an end was decided before, it stands, but for another attempt. */
export function stopSubNode(turn: Turn, each: SubNode, ending: SubNodeEnding): void {
  if (each.ending !== undefined && each.ending.kind !== "retry") return;
  const isStopping = each.ending !== undefined;
  each.ending = ending;
  const command = isStopping ? undefined : subNodeCommand(turn.run, each);
  if (command !== undefined) turn.commands.push(command);
}

/** An attempt that we ended is gone: now comes what was to come. */
export function concludeSubNode(
  turn: Turn,
  node: LiveNode,
  array: ArrayState,
  index: number,
  ending: SubNodeEnding,
): void {
  switch (ending.kind) {
    case "retry":
      noteSubNode(turn, node, index, "ABORTED");
      retrySubNode(turn, node, array, index);
      return;
    case "fail":
      failSubNode(turn, node, array, index, ending.error);
      return;
    case "abort":
      giveBack(turn, node, array, index);
      setSubNode(array, index, SubNodeState.aborted);
      noteSubNode(turn, node, index, "ABORTED");
      return;
    default:
      assertNever(ending, "ending");
  }
}

/** Begins the next attempt; the one before is gone for certain. */
export function retrySubNode(turn: Turn, node: LiveNode, array: ArrayState, index: number): void {
  array.attempt[index] = (array.attempt[index] ?? 0) + 1;
  startSubNode(turn, node, array, index);
}

export function succeedSubNode(
  turn: Turn,
  node: LiveNode,
  array: ArrayState,
  index: number,
  cache?: CacheRecord["status"],
): void {
  setSubNode(array, index, SubNodeState.succeeded);
  noteSubNode(turn, node, index, "SUCCEEDED", cache && { cache });
}

/** Others may make its result now. */
function giveBack(turn: Turn, node: LiveNode, array: ArrayState, index: number): void {
  if (!array.reserving.delete(index)) return;
  turn.commands.push({ kind: "releaseCache", node: subNodeKey(node.key, node.attempt, index) });
}

/** @param judged what it fails with; the record of its last attempt carries `own`, where that is another */
export function failSubNode(
  turn: Turn,
  node: LiveNode,
  array: ArrayState,
  index: number,
  judged: RunError,
  own: RunError = judged,
): void {
  giveBack(turn, node, array, index);
  collectError(array.errors, index, judged.message);
  setSubNode(array, index, SubNodeState.failed);
  noteSubNode(turn, node, index, "FAILED", { error: own });
}

/** Whether another attempt follows a retryable failure. */
export function judge(array: ArrayState, each: NodePlan, index: number, error: RunError): RetryVerdict {
  const spent = {
    attempt: array.attempt[index] ?? 0,
    systemFailures: array.systemFailures[index] ?? 0,
    maxAttempts: each.maxAttempts,
  };
  return judgeRetry(spent, error);
}

export function eachOf({ plan: { target } }: LiveNode): NodePlan | undefined {
  return target.kind === "array" ? target.array.each : undefined;
}

const retryEnding: SubNodeEnding = { kind: "retry", reason: "node failed" };

function failEnding(error: RunError): SubNodeEnding {
  return { kind: "fail", reason: "node failing", error };
}

function spoken(ms: number): string {
  return formatGoDuration(durationFromMs(ms));
}
