/**
 * One step under way: what it has led to so far. The modules of a step add to it; step.ts hands it out.
 *
 * Records of one entity never go back in time, whatever the clock did: each is at the event's time or at that of the
 * record before it, whichever is later.
 */
import { type ArrayState, subNodeCounts } from "./array-state.ts";
import type { Command } from "./command.ts";
import type { RunError } from "./event.ts";
import { taskName } from "./node-id.ts";
import { inputsUri, outputsUri } from "./paths.ts";
import type { Target } from "./plan.ts";
import type {
  CacheRecord,
  ExecutionPhaseName,
  NodePhaseName,
  RunRecord,
  SubNodeChange,
  SubNodesRecord,
  TaskPhaseName,
  TaskRecord,
} from "./record.ts";
import { isInterruptible } from "./retry.ts";
import type { ClosureRef, Millis, NodeKey, NodeRef, Run, Uri } from "./run.ts";
import { keyOf, type LiveNode, type Scope } from "./scope.ts";

export interface Turn {
  readonly run: Run;
  readonly at: Millis;
  readonly commands: Command[];
  readonly records: RunRecord[];
  /** Consequences still to be drawn, in order (settle.ts). */
  readonly work: Work[];
  /** The record of this step on an array's sub-nodes. */
  readonly subNodes: Map<ArrayState, SubNodesRecord>;
}

export type Work =
  /** The node was decided: those after it may go on. */
  | ({ readonly kind: "decided" } & NodeRef)
  /** All before the node are decided. */
  | ({ readonly kind: "admit" } & NodeRef)
  /** The scope may have come to its end. */
  | { readonly kind: "check"; readonly scope: Scope };

export function recordExecution(
  turn: Turn,
  phase: ExecutionPhaseName,
  ended: { outputs?: Uri; error?: RunError; errorNode?: NodeKey | undefined } = {},
): void {
  const { run } = turn;
  run.phase = phase;
  run.recordedAt = Math.max(run.recordedAt, turn.at);
  const { outputs, error, errorNode } = ended;
  turn.records.push({ kind: "execution", phase, at: run.recordedAt, outputs, error, errorNode });
}

/** Records a phase of a node under way, unless it has it already. */
export function recordNode(
  turn: Turn,
  node: LiveNode,
  phase: NodePhaseName,
  told: {
    outputs?: Uri | undefined;
    error?: RunError;
    reason?: string;
    recoveredFrom?: string;
    cache?: CacheRecord;
    dynamic?: { closure: ClosureRef; futures: Uri };
  } = {},
): void {
  if (node.recorded === phase) return;
  node.recorded = phase;
  node.recordedAt = Math.max(node.recordedAt, turn.at);
  pushNode(turn, node, {
    key: node.key,
    phase,
    at: node.recordedAt,
    attempt: node.attempt,
    inputs: inputsUri(node.scope, node.index),
    ...told,
  });
}

/** Records the only phase of a node that never gets under way: a start node or a skipped one. */
export function recordAtOnce(turn: Turn, ref: NodeRef, phase: "SUCCEEDED" | "SKIPPED", reason?: string): void {
  const isStart = ref.index === ref.scope.plan.start;
  pushNode(turn, ref, {
    key: keyOf(ref.scope, ref.index),
    phase,
    at: turn.at,
    attempt: 0,
    inputs: isStart ? undefined : inputsUri(ref.scope, ref.index),
    // A dynamic workflow has no inputs for its start node to pass on.
    outputs: isStart && !isDynamicScope(ref.scope) ? outputsUri(ref.scope, ref.index, 0) : undefined,
    ...(reason !== undefined && { reason }),
  });
}

function pushNode(
  turn: Turn,
  { scope, index }: NodeRef,
  row: {
    key: NodeKey;
    phase: NodePhaseName;
    at: Millis;
    attempt: number;
    inputs: Uri | undefined;
    outputs?: Uri | undefined;
    error?: RunError;
    reason?: string;
    dynamic?: { closure: ClosureRef; futures: Uri };
    recoveredFrom?: string;
    cache?: CacheRecord;
  },
): void {
  const plan = scope.plan.nodes[index];
  if (plan === undefined) return;
  turn.records.push({
    kind: "node",
    node: row.key,
    specNodeId: plan.id,
    path: `${scope.path}${plan.id}`,
    parent: scope.parent?.key,
    retryGroup: scope.parent === undefined ? "" : String(scope.parentAttempt),
    phase: row.phase,
    at: row.at,
    inputs: row.inputs,
    outputs: row.outputs,
    error: row.error,
    isParent: plan.target.kind === "workflow" || row.dynamic !== undefined,
    ...(row.dynamic !== undefined && { dynamic: row.dynamic }),
    ...(scope.closure !== undefined && { isInDynamicChain: true }),
    ...(plan.target.kind === "array" && { isArray: true }),
    attempt: row.attempt,
    maxAttempts: plan.maxAttempts,
    ...(row.recoveredFrom !== undefined && { recoveredFrom: row.recoveredFrom }),
    ...(row.reason !== undefined && { reason: row.reason }),
    ...(row.cache && { cache: row.cache }),
  });
}

/** Whether it is a dynamic workflow itself, not one inside. */
function isDynamicScope({ parent, around }: Scope): boolean {
  return around === undefined && parent?.plan.target.kind === "task";
}

/**
 * Records where the live attempt of a task node stands, or the one execution of a task that stands for an array's
 * sub-nodes; its state has been updated before.
 */
export function recordTask(turn: Turn, node: LiveNode, phase: TaskPhaseName, error?: RunError): void {
  const { task } = node;
  const recorded = taskOf(node.plan.target);
  if (task === undefined || recorded === undefined) return;
  task.version = task.phase === phase ? task.version + 1 : 0;
  task.phase = phase;
  task.recordedAt = Math.max(task.recordedAt, turn.at);
  turn.records.push({
    kind: "task",
    node: node.key,
    attempt: node.attempt,
    ...recorded,
    phase,
    version: task.version,
    at: task.recordedAt,
    reason: task.reason,
    inputs: inputsUri(node.scope, node.index),
    outputs: phase === "SUCCEEDED" ? outputsUri(node.scope, node.index, node.attempt) : undefined,
    error,
    generatedName: taskName(turn.run.options.execution, node.key, node.attempt),
    interruptible: interruptible(turn.run, node),
  });
}

function taskOf(target: Target): Pick<TaskRecord, "task" | "taskType"> | undefined {
  if (target.kind === "task") return { task: target.task, taskType: target.taskType };
  if (target.kind !== "array") return undefined;
  const { each } = target.array;
  if (each.target.kind === "task") return { task: each.target.task, taskType: arrayTaskType };
  return each.target.kind === "launchPlan" ? { task: each.target.launchPlan, taskType: arrayTaskType } : undefined;
}

/** Task type of the execution that stands for all sub-nodes of an array (execution.md §4.5). */
const arrayTaskType = "container_array";

/** Records where the newest attempt of a sub-node stands. */
export function noteSubNode(
  turn: Turn,
  node: LiveNode,
  index: number,
  phase: TaskPhaseName,
  told: Pick<SubNodeChange, "error" | "cache"> = {},
): void {
  const attempt = node.array?.attempt[index] ?? 0;
  recordSubNodes(turn, node).changes.push({ index, attempt, phase, ...told });
}

/** The record of this step on an array's sub-nodes; its counts are right when the step has ended. */
export function recordSubNodes(turn: Turn, node: LiveNode): SubNodesRecord {
  const { task, array } = node;
  const known = array && turn.subNodes.get(array);
  if (known !== undefined) return known;
  const made: SubNodesRecord = {
    kind: "subNodes",
    node: node.key,
    arrayAttempt: node.attempt,
    version: (task?.version ?? 0) + 1,
    at: Math.max(task?.recordedAt ?? 0, turn.at),
    counts: subNodeCounts(array),
    changes: [],
    areAborted: false,
  };
  if (task !== undefined) task.version = made.version;
  if (task !== undefined) task.recordedAt = made.at;
  if (array !== undefined) turn.subNodes.set(array, made);
  turn.records.push(made);
  return made;
}

/** Of the newest attempt (execution.md §2.5). */
export function interruptible(run: Run, node: LiveNode): boolean {
  return isInterruptible(wantsInterruptible(run, node), node.systemFailures);
}

/** What the node says, else the execution, else the workflow. */
export function wantsInterruptible({ options }: Run, node: LiveNode): boolean {
  return node.plan.interruptible ?? options.interruptible ?? options.plan.root.interruptible;
}
