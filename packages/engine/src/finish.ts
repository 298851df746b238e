/** How a node under way comes to its end: its last record, its place given back, what follows noted as work. */
import type { RunError } from "./event.ts";
import { stopsAt } from "./hold.ts";
import { leavePlace } from "./place.ts";
import type { CacheRecord } from "./record.ts";
import type { NodeKey, Uri } from "./run.ts";
import { type Failure, type LiveNode, NodeState, setState } from "./scope.ts";
import { clearDeadlines } from "./timers.ts";
import { recordNode, type Turn } from "./turn.ts";

export function succeed(turn: Turn, node: LiveNode, outputs: Uri | undefined, cache?: CacheRecord): void {
  if (!stopsAt(turn, node, "after", outputs, cache)) complete(turn, node, outputs, cache);
}

/** Ends a node as succeeded, whatever breakpoint there is. */
export function complete(turn: Turn, node: LiveNode, outputs: Uri | undefined, cache: CacheRecord | undefined): void {
  recordNode(turn, node, "SUCCEEDED", { outputs, ...(cache && { cache }) });
  leave(turn, node, NodeState.succeeded);
}

/**
 * Ends a node as failed.
 *
 * @param from the node whose failure it is, when that is one inside
 */
export function fail(turn: Turn, node: LiveNode, error: RunError, from: NodeKey | undefined = node.key): void {
  recordNode(turn, node, "FAILED", { error });
  failWith(turn, node, { error, node: from });
}

/** Ends a node whose FAILED record was given when its end was decided. */
export function failWith(turn: Turn, node: LiveNode, failure: Failure): void {
  node.scope.failures.set(node.index, failure);
  leave(turn, node, NodeState.failed);
}

/** Ends a node whose TIMED_OUT record was given when its deadline passed. */
export function timeOut(turn: Turn, node: LiveNode): void {
  const error: RunError = { kind: "USER", code: "Timeout", message: "Timeout in node" };
  node.scope.failures.set(node.index, { error, node: node.key });
  leave(turn, node, NodeState.timedOut);
}

/** Ends a node that others brought down. One that nobody has seen yet goes without a trace. */
export function abort(turn: Turn, node: LiveNode, reason: string): void {
  if (node.recorded === undefined) {
    leave(turn, node, NodeState.dropped);
    return;
  }
  recordNode(turn, node, "ABORTED", { error: { kind: "UNKNOWN", code: "NodeAborted", message: reason } });
  leave(turn, node, NodeState.aborted);
}

/** Takes a node, whose last record was given, out of what is under way. */
export function leave(turn: Turn, node: LiveNode, state: NodeState): void {
  const { run } = turn;
  const { scope, index } = node;
  clearDeadlines(turn, node);
  if (node.isReserving) turn.commands.push({ kind: "releaseCache", node: node.key });
  run.live.delete(node.key);
  scope.live.delete(node);
  leavePlace(turn, node);
  setState(scope, index, state);
  scope.attempt[index] = node.attempt;
  if (state !== NodeState.aborted && state !== NodeState.dropped) turn.work.push({ kind: "decided", scope, index });
  turn.work.push({ kind: "check", scope });
}
