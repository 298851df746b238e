/**
 * What a run follows: a compiled closure laid out for stepping (make-plan.ts).
 *
 * A plan is made once per closure, never changes, and is shared by all executions of it and by all instances of a
 * sub-workflow inside one. Nodes are numbered; edges are one flat array of numbers with offsets, each node's
 * successors in ascending id order (the order of the closure's connections, which upstream's walk follows).
 */
import type { Binding } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { ArrayPlan } from "./array-plan.ts";
import type { Decision } from "./branch-condition.ts";
import type { GatePlan } from "./gate-plan.ts";
import type { TaskWork } from "./in-process-task.ts";

export interface Plan {
  readonly root: WorkflowPlan;
}

export interface WorkflowPlan {
  /** Identifier text. */
  readonly id: string;
  /** From flyteidl.core.WorkflowMetadata; the root's holds for every workflow inside (execution.md §1.5). */
  readonly failurePolicy: FailurePolicy;
  /** Default for nodes that do not say. */
  readonly interruptible: boolean;
  /** Whether the end node has bindings, so that an outputs file comes. */
  readonly hasOutputs: boolean;
  readonly nodes: readonly NodePlan[];
  /** −1 where there is none: the arms of a branch. */
  readonly start: number;
  readonly end: number;
  /** The node that runs when the workflow has failed; it has no edges. */
  readonly onFailure: number | undefined;
  /** Successors of node i: `down[downFrom[i]] … down[downFrom[i + 1] - 1]`. */
  readonly down: Uint32Array;
  readonly downFrom: Uint32Array;
  /** How many predecessors each node waits for. */
  readonly upCount: Uint32Array;
}

export type FailurePolicy = "FAIL_IMMEDIATELY" | "FAIL_AFTER_EXECUTABLE_NODES_COMPLETE";

export interface NodePlan {
  /** As in the template. */
  readonly id: string;
  readonly target: Target;
  readonly bindings: readonly Binding[];
  /** The nodes whose outputs the bindings read. */
  readonly sources: readonly Source[];
  /** 0 for none. */
  readonly timeoutMs: number;
  /** Runs the author allows: retries of the node, else of its task, plus one. */
  readonly maxAttempts: number;
  /** Undefined: the execution's, else the workflow's. */
  readonly interruptible: boolean | undefined;
}

export type Target =
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | {
      readonly kind: "task";
      /** Identifier text. */
      readonly task: string;
      readonly taskType: string;
      readonly overrides: TaskNodeOverrides | undefined;
      readonly work: TaskWork;
      /** Undefined: each run makes its own outputs. */
      readonly cache: CachePlan | undefined;
    }
  | { readonly kind: "workflow"; readonly workflow: WorkflowPlan }
  | { readonly kind: "branch"; readonly branch: BranchPlan }
  | { readonly kind: "gate"; readonly gate: GatePlan }
  | {
      readonly kind: "launchPlan";
      /** Identifier text. */
      readonly launchPlan: string;
    }
  | { readonly kind: "array"; readonly array: ArrayPlan };

/** How results of a task node are kept for others (execution.md §8). */
export interface CachePlan {
  /** The node's, or else its task's. */
  readonly version: string;
  /** Of several that would make the same result at once, all but one wait for it. */
  readonly isSerializable: boolean;
}

/** Whether nodes of this kind take a place in the execution's parallelism (execution.md §1.8). */
export function takesPlace(target: Target | undefined): boolean {
  return target?.kind === "task" || target?.kind === "launchPlan" || target?.kind === "array";
}

export interface BranchPlan {
  readonly decision: Decision;
  /** One node per arm, as a workflow without edges; their sources are nodes of the workflow around it. */
  readonly arms: WorkflowPlan;
}

export interface Source {
  readonly id: string;
  readonly index: number;
  /** Alias → variable; undefined when the node has none. */
  readonly aliases: ReadonlyMap<string, string> | undefined;
}

/** The nodes that wait for this one, in ascending id order. */
export function successors(plan: WorkflowPlan, index: number): Uint32Array {
  return plan.down.subarray(plan.downFrom[index], plan.downFrom[index + 1]);
}
