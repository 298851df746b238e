/**
 * Recovering a run (execution.md §1.9; flytepropeller nodes/executor.go attemptRecovery): what a source execution has
 * finished is taken over under the same unique node id, all else runs. Here is who may be; what happens, in look-up.ts.
 *
 * A node is not taken over when one before it ran anew, since it may read other values now; nor the end node, whose work
 * is a copy; nor a failure node, whose failure is this run's own. Where a sub-workflow or branch node is not taken over
 * as a whole, the nodes inside it are looked up one by one.
 */
import type { NodePlan, WorkflowPlan } from "./plan.ts";
import type { NodeKey, Run, Uri } from "./run.ts";
import { keyOf, NodeState, type Scope } from "./scope.ts";

/** Where a recovering run takes finished nodes from; stored with the execution, since a replay needs the same. */
export interface RecoveryOptions {
  /** Name of the source execution, in the same project and domain. */
  readonly source: string;
  /** Nodes that run whatever the source says, with all that is inside and all that comes after them. */
  readonly rerun: ReadonlySet<NodeKey>;
  /** Nodes not taken over as a whole, because something inside them is to run. */
  readonly enter: ReadonlySet<NodeKey>;
}

/** Why a node of a recovering run runs, and what it begins with. */
export interface Anew {
  /** A sentence. */
  readonly reason: string;
  /** Of a task node: the previous checkpoint of its first attempt. */
  readonly checkpoint?: Uri;
  /** Of a launch plan node: name of the execution that its own recovers. */
  readonly child?: string;
}

/** Whether the nodes inside this one may be taken over, one by one. */
export function recoversInside(run: Run, scope: Scope, index: number): boolean {
  const { recovery } = run.options;
  if (recovery === undefined || !scope.recovers || scope.fresh[index] === 1) return false;
  return index !== scope.plan.onFailure && !recovery.rerun.has(keyOf(scope, index));
}

/** Whether the source is to be asked for a node that could begin. */
export function isToLookUp(run: Run, scope: Scope, index: number): boolean {
  const { recovery } = run.options;
  if (recovery === undefined || index === scope.plan.end || scope.anew.has(index)) return false;
  return recoversInside(run, scope, index) && !recovery.enter.has(keyOf(scope, index));
}

/** Whether the nodes after this one, which is decided, have to run. */
export function isFresh(scope: Scope, index: number): boolean {
  return scope.state[index] !== NodeState.recovered && index !== scope.plan.start;
}

/** Whether anything reads the outputs of a node: if so, it cannot be taken over without them. */
export function isRead(scope: Scope, index: number): boolean {
  const { around, parent, plan } = scope;
  if (around !== undefined && parent !== undefined) return isRead(parent.scope, parent.index);
  let read = readNodes.get(plan);
  if (read === undefined) {
    read = new Set(plan.nodes.flatMap(sourcesWithin));
    readNodes.set(plan, read);
  }
  return read.has(index);
}

/** Plans never change, so each is looked through once. */
const readNodes = new WeakMap<WorkflowPlan, ReadonlySet<number>>();

/** Arms read nodes of the workflow that their branch stands in. */
function sourcesWithin({ sources, target }: NodePlan): number[] {
  const own = sources.map((each) => each.index);
  return target.kind === "branch" ? [...own, ...target.branch.arms.nodes.flatMap(sourcesWithin)] : own;
}
