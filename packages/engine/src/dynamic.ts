/**
 * A dynamic node (execution.md §4.4): its task did not write outputs but nodes to run in its place.
 *
 * They are compiled outside, into a closure that the store keeps; here the node opens a scope over its plan, as a
 * sub-workflow does, and gives back its own place in the parallelism, which is for what runs inside. Another attempt
 * runs the task again, and opens a scope of its own.
 */
import { passStart } from "./begin.ts";
import { keepOutputs } from "./caching.ts";
import { findSharedId } from "./check-plan.ts";
import type { RunError } from "./event.ts";
import { fail, succeed } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { innerOutputsUri, outputDir } from "./paths.ts";
import { endNodeId } from "./plan-ids.ts";
import type { ClosureRef, NodeKey } from "./run.ts";
import { type Failure, type LiveNode, makeScope, NodeState, type Scope } from "./scope.ts";
import { retryOrFail } from "./try-again.ts";
import { recordNode, type Turn } from "./turn.ts";

export function futuresCompiled(turn: Turn, key: NodeKey, attempt: number, closure: ClosureRef): void {
  const node = compiling(turn, key, attempt);
  const plan = node && turn.run.options.dynamicPlan?.(closure)?.root;
  if (node?.dynamic === undefined || plan === undefined) return;
  const { futures } = node.dynamic;
  const shared = findSharedId(plan, { key, attempt });
  if (shared !== undefined) {
    const message = `Nodes ${shared.join(" and ")} get the same unique id; give them, or the nodes around them, shorter ids.`;
    fail(turn, node, { kind: "USER", code: buildFailed, message });
    return;
  }
  node.dynamic = { futures, closure };
  recordNode(turn, node, "DYNAMIC_RUNNING", { dynamic: { closure, futures } });
  node.stage = "inside";
  node.child = makeScope(plan, {
    parent: node,
    around: undefined,
    prefix: outputDir(node.scope, node.index, attempt),
    path: `${node.scope.path}${node.plan.id}/`,
    closure,
  });
  passStart(turn, node.child);
}

export function futuresRefused(turn: Turn, key: NodeKey, attempt: number, error: RunError): void {
  const node = compiling(turn, key, attempt);
  if (node !== undefined) fail(turn, node, error);
}

/** All inside has ended. */
export function endDynamic(turn: Turn, node: LiveNode, scope: Scope): void {
  const { failure } = scope;
  if (failure !== undefined) {
    // Upstream knows of no error of a node that timed out, and what failed without one may be tried again.
    if (isTimedOut(scope, failure))
      retryOrFail(turn, node, { ...failing, message: failure.error.message }, failure.node);
    else fail(turn, node, failure.error, failure.node);
  } else if (scope.plan.hasOutputs) {
    node.stage = "copying";
    turn.run.copies.set(node.key, node);
    issueAwaited(turn, node);
  } else {
    succeed(turn, node, undefined);
  }
}

/** The outputs of its end node are its own, or there are none: then nothing has failed inside, but end-node was skipped. */
export function outputsOfDynamic(turn: Turn, node: LiveNode, written: boolean): void {
  if (written) {
    keepOutputs(turn, node);
    return;
  }
  const message = `DynamicWorkflow is expected to produce outputs but no outputs file was written to ${innerOutputsUri(node, endNodeId)}.`;
  retryOrFail(turn, node, { kind: "SYSTEM", code: "DynamicWorkflowOutputsNotFound", message });
}

/** The code of a dynamic workflow that cannot be compiled. */
export const buildFailed = "DynamicWorkflowBuildFailed";

const failing = { kind: "UNKNOWN", code: "DynamicNodeFailing" } as const;

function isTimedOut({ failures, state }: Scope, failure: Failure): boolean {
  for (const [index, each] of failures) if (each === failure) return state[index] === NodeState.timedOut;
  return false;
}

function compiling(turn: Turn, key: NodeKey, attempt: number): LiveNode | undefined {
  const node = turn.run.live.get(key);
  return node?.stage === "compiling" && node.attempt === attempt ? node : undefined;
}
