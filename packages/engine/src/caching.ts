/**
 * Results of tasks that others have made before, and those kept for others (execution.md §8; nodes/executor.go and
 * nodes/cache.go).
 *
 * A node asks once, after its inputs are resolved and before anything of it is visible; its later attempts do not. What
 * is kept, under which key and who else is making it is known outside: here only answers come in. With a serializable
 * cache a miss is a promise to make the result; it is taken back when the node ends without having kept one.
 */
import type { CacheEntry, RunEvent } from "./event.ts";
import { succeed } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { outputsUri } from "./paths.ts";
import { leavePlace } from "./place.ts";
import type { CachePlan } from "./plan.ts";
import type { NodeKey, Run } from "./run.ts";
import { type LiveNode, NodeState, setState } from "./scope.ts";
import { beginActiveDeadline, clearDeadlines } from "./timers.ts";
import { recordNode, type Turn } from "./turn.ts";

/** What upstream says of a node that lets another make its result. */
const waitingReason = "waiting on serialized cache";

/** Whether a result that is there already would do. */
export function isCacheAsked(run: Run, node: LiveNode): boolean {
  const { target } = node.plan;
  if (target.kind === "task" && target.work.kind === "refused") return false;
  return cacheOf(node) !== undefined && run.options.overwriteCache !== true;
}

export function askCache(turn: Turn, node: LiveNode): void {
  node.stage = "askingCache";
  node.isReserving = cacheOf(node)?.isSerializable ?? false;
  issueAwaited(turn, node);
}

/** The node is over before it began: a hit has no task execution. */
export function useCached(turn: Turn, node: LiveNode, entry: CacheEntry): void {
  node.isReserving = false;
  succeed(turn, node, outputsUri(node.scope, node.index, 0), { status: "CACHE_HIT", entry });
}

/**
 * Somebody else makes the result: the node is seen to wait for it. It gives its place back meanwhile, which may be the
 * one that the other needs, if that is a dynamic node with nodes inside.
 */
export function awaitOther(turn: Turn, node: LiveNode, owner: string): void {
  if (!node.isReserving) return;
  node.heldBy = owner;
  leavePlace(turn, node);
  if (node.recorded === undefined) {
    setState(node.scope, node.index, NodeState.queued);
    recordNode(turn, node, "QUEUED", { reason: waitingReason });
  }
  beginActiveDeadline(turn, node);
}

/** The task has succeeded: its outputs are kept, where they are to be, then the node has too. */
export function keepOutputs(turn: Turn, node: LiveNode): void {
  if (cacheOf(node) === undefined) {
    succeed(turn, node, outputsUri(node.scope, node.index, node.attempt));
    return;
  }
  clearDeadlines(turn, node);
  node.stage = "storing";
  issueAwaited(turn, node);
}

/** A result that could not be kept is a result all the same. */
export function cacheWritten(turn: Turn, event: Extract<RunEvent, { kind: "cacheWritten" }>): void {
  const { node: key, attempt, status, entry } = event;
  const node = turn.run.live.get(key);
  if (node?.stage !== "storing" || node.attempt !== attempt) return;
  node.isReserving = false;
  const outputs = outputsUri(node.scope, node.index, attempt);
  succeed(turn, node, outputs, { status, ...(entry && { entry }) });
}

/** Whether the node or sub-node of this key still waits for a word of the cache. */
export function isAskingCache(run: Run, key: NodeKey): boolean {
  const subNode = run.subNodes.get(key);
  if (subNode !== undefined) return subNode.stage === "askingCache" && subNode.ending === undefined;
  return run.live.get(key)?.stage === "askingCache";
}

/** Of an array node whose sub-nodes' results are each kept (the array's as a whole is not). */
export function cacheOfSubNode({ plan: { target } }: LiveNode): CachePlan | undefined {
  return target.kind === "array" && target.array.each.target.kind === "task"
    ? target.array.each.target.cache
    : undefined;
}

/** Whether a sub-node's result that is there already would do. */
export function isSubNodeCacheAsked(run: Run, node: LiveNode, index: number): boolean {
  const isFirst = node.array?.attempt[index] === 0;
  return isFirst && cacheOfSubNode(node) !== undefined && run.options.overwriteCache !== true;
}

export const heldReason = (owner: string): string => `${waitingReason}: ${owner} makes the same result`;

function cacheOf({ plan: { target } }: LiveNode): CachePlan | undefined {
  return target.kind === "task" ? target.cache : undefined;
}
