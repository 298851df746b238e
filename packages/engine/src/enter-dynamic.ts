import { issueAwaited } from "./issue.ts";
import { leavePlace } from "./place.ts";
import type { Uri } from "./run.ts";
import { markRunning } from "./running.ts";
import type { LiveNode } from "./scope.ts";
import { beginExecutionDeadline } from "./timers.ts";
import type { Turn } from "./turn.ts";

/** The attempt's task has ended, or had in a run that this one recovers, and asks for nodes (dynamic.ts). */
export function enterDynamic(turn: Turn, node: LiveNode, futures: Uri): void {
  markRunning(turn, node);
  beginExecutionDeadline(turn, node);
  leavePlace(turn, node);
  node.task = undefined;
  node.dynamic = { futures, closure: undefined };
  node.stage = "compiling";
  issueAwaited(turn, node);
}
