/** Places in the execution's parallelism (execution.md §1.8), taken and given back. */
import type { LiveNode } from "./scope.ts";
import type { Turn } from "./turn.ts";

/** Takes a place that is free. */
export function enterPlace(turn: Turn, node: LiveNode): void {
  turn.run.used += 1;
  node.hasPlace = true;
}

/** Gives the node's place back, if it has one. */
export function leavePlace(turn: Turn, node: LiveNode): void {
  if (node.hasPlace) turn.run.used -= 1;
  node.hasPlace = false;
}
