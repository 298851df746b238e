import { type LiveNode, NodeState, setState } from "./scope.ts";
import { recordNode, type Turn } from "./turn.ts";

/** The node is at work, as far as anybody can see. */
export function markRunning(turn: Turn, node: LiveNode): void {
  if (node.recorded === "RUNNING") return;
  setState(node.scope, node.index, NodeState.running);
  recordNode(turn, node, "RUNNING");
}
