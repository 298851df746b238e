/**
 * Recovering a run (execution.md §1.9; flytepropeller nodes/executor.go attemptRecovery): what a source execution has
 * finished is taken over under the same unique node id, all else runs. Here is who may be; what happens, in look-up.ts.
 *
 * A node is not taken over when one before it ran anew, since it may read other values now; nor the end node, whose work
 * is a copy; nor a failure node, whose failure is this run's own. Where a sub-workflow or branch node is not taken over
 * as a whole, the nodes inside it are looked up one by one.
 */
import { type NodePlan, successors, type WorkflowPlan } from "./plan.ts";
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
  /** Of a task node whose task had asked for nodes: what it asked for; the task is not run for it once more. */
  readonly futures?: Uri;
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
  if (!recoversInside(run, scope, index) || recovery.enter.has(keyOf(scope, index))) return false;
  return readOnBy(scope.plan, index).length === 0;
}

/**
 * The nodes that arms of this branch read, and that the branch itself does not wait for. Whether they run anew is not
 * known when the branch is reached, so such a branch is entered, and its arm looked up when it is the arm's turn.
 */
export function readOnBy(plan: WorkflowPlan, index: number): readonly number[] {
  const node = plan.nodes[index];
  if (node?.target.kind !== "branch") return [];
  const isAwaited = (source: number) =>
    source === plan.start || node.sources.some((each) => each.index === source) || isEdge(plan, source, index);
  const read = new Set(node.target.branch.arms.nodes.flatMap(sourcesWithin));
  return [...read].filter((source) => !isAwaited(source));
}

/** The arms of a branch have no edges. */
function isEdge(plan: WorkflowPlan, from: number, to: number): boolean {
  return plan.start >= 0 && successors(plan, from).includes(to);
}

/** Whether the nodes after this one, which is decided, have to run. */
export function isFresh(scope: Scope, index: number): boolean {
  return scope.state[index] !== NodeState.recovered && index !== scope.plan.start;
}

/** Whether anything reads the outputs of a node: if so, it cannot be taken over without them. */
export function isRead({ around, parent, plan }: Scope, index: number): boolean {
  // The outputs of an arm become its branch's.
  return around !== undefined && parent !== undefined ? isRead(parent.scope, parent.index) : isReadIn(plan, index);
}

/** As `isRead`, of a workflow that is not the arms of a branch. */
export function isReadIn(plan: WorkflowPlan, index: number): boolean {
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
