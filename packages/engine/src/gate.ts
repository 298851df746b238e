/**
 * Gate nodes (execution.md §4.6): they let time pass, or wait for what somebody says.
 *
 * What was said is kept outside, by the signal's id, from before the gate is reached if need be; the value never comes in
 * here, only that it is there and was written where the gate's outputs are, or why it cannot be used.
 */
import type { RunError } from "./event.ts";
import { fail, succeed } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { outputsUri } from "./paths.ts";
import type { NodeKey } from "./run.ts";
import { markRunning } from "./running.ts";
import type { LiveNode } from "./scope.ts";
import { beginExecutionDeadline, beginSleep } from "./timers.ts";
import type { Turn } from "./turn.ts";

/** Begins to wait, in each attempt anew. */
export function startGate(turn: Turn, node: LiveNode): void {
  const { target } = node.plan;
  if (target.kind !== "gate") return;
  const { gate } = target;
  if (gate.kind === "sleep" && gate.ms === 0) {
    succeed(turn, node, undefined);
    return;
  }
  markRunning(turn, node);
  beginExecutionDeadline(turn, node);
  if (gate.kind === "sleep") {
    node.stage = "sleeping";
    beginSleep(turn, node, gate.ms);
  } else {
    node.stage = "signal";
    issueAwaited(turn, node);
  }
}

/** The gate opens, or what was said keeps it shut for good. */
export function signalReceived(turn: Turn, key: NodeKey, attempt: number, error: RunError | undefined): void {
  const node = turn.run.live.get(key);
  if (node?.stage !== "signal" || node.attempt !== attempt) return;
  if (error === undefined) succeed(turn, node, outputsUri(node.scope, node.index, attempt));
  else fail(turn, node, error);
}
