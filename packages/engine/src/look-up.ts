/**
 * A node of a recovering run asks the source for itself (recovery.ts), before it takes a place: thousands can be taken
 * over at once, whatever the parallelism.
 */
import { makeLive } from "./begin.ts";
import type { Recovered } from "./event.ts";
import { leave } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { outputsUri } from "./paths.ts";
import type { NodeKey, NodeRef } from "./run.ts";
import { NodeState } from "./scope.ts";
import { recordNode, type Turn } from "./turn.ts";

export function lookUp(turn: Turn, ref: NodeRef): void {
  const node = makeLive(turn, ref, "lookUp");
  if (node !== undefined) issueAwaited(turn, node);
}

/** The source has answered: the node is done, or begins like any other. */
export function recoveryFound(turn: Turn, key: NodeKey, found: Recovered): void {
  const node = turn.run.live.get(key);
  if (node?.stage !== "lookUp") return;
  const { scope, index } = node;
  if (found.kind === "reused") {
    recordNode(turn, node, "RECOVERED", {
      outputs: found.outputs ? outputsUri(scope, index, 0) : undefined,
      reason: `Reused: it succeeded in ${found.from}.`,
      recoveredFrom: found.from,
      ...(found.cache && { cache: found.cache }),
    });
    leave(turn, node, NodeState.recovered);
    return;
  }
  const { kind: _, ...anew } = found;
  scope.anew.set(index, anew);
  turn.run.live.delete(key);
  scope.live.delete(node);
  turn.work.push({ kind: "admit", scope, index });
}
