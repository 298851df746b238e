/**
 * Launch plan nodes (execution.md §4.2): each attempt is an execution of its own, under a name made from the attempt's
 * lineage, so that launching it again finds it. What it is doing stays there; here only its end counts.
 */
import type { ChildOutcome } from "./event.ts";
import { fail, succeed } from "./finish.ts";
import { outputsUri } from "./paths.ts";
import type { NodeKey } from "./run.ts";
import { markRunning } from "./running.ts";
import type { LiveNode } from "./scope.ts";
import { conclude } from "./stop.ts";
import { beginExecutionDeadline } from "./timers.ts";
import type { Turn } from "./turn.ts";

export function childLaunched(turn: Turn, key: NodeKey, attempt: number): void {
  const node = liveChild(turn, key, attempt);
  if (node === undefined || node.ending !== undefined) return;
  markRunning(turn, node);
  beginExecutionDeadline(turn, node);
}

/** A failure of the child is the node's for good; only a deadline of the node's own leads to another attempt. */
export function childEnded(turn: Turn, key: NodeKey, attempt: number, outcome: ChildOutcome): void {
  const node = liveChild(turn, key, attempt);
  if (node === undefined) return;
  const { ending } = node;
  if (ending !== undefined) {
    conclude(turn, node, ending);
  } else if (outcome.kind === "succeeded") {
    succeed(turn, node, outputsUri(node.scope, node.index, attempt));
  } else {
    fail(turn, node, outcome.error);
  }
}

function liveChild(turn: Turn, key: NodeKey, attempt: number): LiveNode | undefined {
  const node = turn.run.live.get(key);
  return node?.stage === "child" && node.attempt === attempt ? node : undefined;
}
