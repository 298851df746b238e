/**
 * Bringing down what is under way, from the outside in.
 *
 * Nothing is over until it is gone for certain: a task attempt ends when its container does, a sub-workflow node when
 * all inside it has ended; what happens in the engine alone ends at once. Until then the node remembers what comes next (`Ending`).
 */
import { assertNever } from "@skein/spec/never";
import { stopSubNodes } from "./array.ts";
import { underWay } from "./array-state.ts";
import { retry } from "./begin.ts";
import { abort, complete, failWith, timeOut } from "./finish.ts";
import { unhold } from "./hold.ts";
import { awaitedCommand } from "./issue.ts";
import { type Ending, type Failure, type LiveNode, type Scope, startKeyOf } from "./scope.ts";
import { clearDeadlines, clearSleep } from "./timers.ts";
import { recordExecution, recordTask, type Turn } from "./turn.ts";

/** What upstream tells the nodes that a failure of another brings down. */
export const rootFailedReason = "Some node execution failed, auto-abort.";
export const subWorkflowFailedReason = "subworkflow failed";
const dynamicFailedReason = "dynamic workflow failed";
export const abortedReason = "Workflow aborted.";

/** The workflow has failed: everything in it is brought down, and nothing more starts. */
export function failScope(turn: Turn, scope: Scope, failure: Failure): void {
  scope.failure = failure;
  const { parent } = scope;
  if (parent === undefined) recordExecution(turn, "FAILING", { error: failure.error, errorNode: failure.node });
  const insideReason = parent?.plan.target.kind === "task" ? dynamicFailedReason : subWorkflowFailedReason;
  stopScope(turn, scope, parent === undefined ? rootFailedReason : insideReason);
}

/** Brings down every node of a scope. It closes once all are gone (settle.ts). */
export function stopScope(turn: Turn, scope: Scope, reason: string): void {
  scope.stopping = true;
  for (const node of [...scope.live]) stopNode(turn, node, { kind: "abort", reason });
  turn.work.push({ kind: "check", scope });
}

/**
 * Ends what a node has going; `ending` says what comes then.
 *
 * Where an end was decided before, it stands, but for another attempt, which will not be made.
 */
export function stopNode(turn: Turn, node: LiveNode, ending: Ending): void {
  if (node.ending !== undefined && node.ending.kind !== "retry") return;
  const isStopping = node.ending !== undefined;
  node.ending = ending;
  if (ending.kind !== "retry") clearDeadlines(turn, node);
  switch (node.stage) {
    case "attempt":
    case "child": {
      // A stop that is under way already is not asked for twice.
      const command = isStopping ? undefined : awaitedCommand(turn.run, node);
      if (command !== undefined) turn.commands.push(command);
      return;
    }
    case "inside":
      if (node.child !== undefined) stopScope(turn, node.child, ending.reason);
      return;
    case "opening":
      turn.run.copies.delete(startKeyOf(node));
      conclude(turn, node, ending);
      return;
    case "copying":
      turn.run.copies.delete(node.key);
      if (node.array !== undefined) concludeArray(turn, node);
      else conclude(turn, node, ending);
      return;
    case "subNodes":
      stopSubNodes(turn, node, ending.reason);
      concludeArray(turn, node);
      return;
    case "sleeping":
      clearSleep(turn, node);
      if (node.task !== undefined) node.task.reason = ending.reason;
      recordTask(turn, node, "ABORTED");
      conclude(turn, node, ending);
      return;
    case "signal":
    case "lookUp":
    case "resolving":
    case "compiling":
    case "place":
    case "askingCache":
    case "storing":
      conclude(turn, node, ending);
      return;
    case "asking":
    case "held":
    case "editing":
    case "released":
      if (node.stage === "held" || node.stage === "editing") unhold(turn, node);
      // What has succeeded stays so, held or not.
      if (node.held?.when === "after") complete(turn, node, node.held.outputs, node.held.cache);
      else conclude(turn, node, ending);
      return;
    default:
      assertNever(node.stage, "stage");
  }
}

/** Ends an array node that is being stopped, once all of its sub-nodes are gone. */
export function concludeArray(turn: Turn, node: LiveNode): void {
  const { array, ending, task } = node;
  if (array === undefined || ending === undefined || underWay(array) > 0) return;
  if (task !== undefined) task.reason = array.failing?.message ?? ending.reason;
  if (array.failing === undefined) recordTask(turn, node, "ABORTED");
  else recordTask(turn, node, "FAILED", array.failing);
  conclude(turn, node, ending);
}

/** What a node had going is gone: now comes what was to come. */
export function conclude(turn: Turn, node: LiveNode, ending: Ending): void {
  switch (ending.kind) {
    case "retry":
      retry(turn, node);
      return;
    case "fail":
      failWith(turn, node, ending.failure);
      return;
    case "timeOut":
      timeOut(turn, node);
      return;
    case "abort":
      abort(turn, node, ending.reason);
      return;
    default:
      assertNever(ending, "ending");
  }
}
