/**
 * What a run follows: a compiled closure laid out for stepping.
 *
 * A plan is made once per closure, never changes, and is shared by all executions of it and by all instances of a
 * sub-workflow inside one. Nodes are numbered; edges are one flat array of numbers with offsets, each node's
 * successors in ascending id order (the order of the closure's connections, which upstream's walk follows).
 */

import { durationToMs } from "@skein/spec/duration";
import type {
  CompiledTask,
  CompiledWorkflow,
  CompiledWorkflowClosure,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Binding, BindingData } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type Node,
  type TaskNodeOverrides,
  WorkflowMetadata_OnFailurePolicy,
} from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import { type TaskWork, workOf } from "./in-process-task.ts";
import { uniqueNodeId } from "./node-id.ts";
import { endNodeId, startNodeId } from "./plan-ids.ts";
import { subWorkflowOf, supportedBy, UnsupportedNode } from "./supported.ts";

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
  readonly start: number;
  readonly end: number;
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
    }
  | { readonly kind: "workflow"; readonly workflow: WorkflowPlan };

export interface Source {
  readonly id: string;
  readonly index: number;
  /** Alias → variable; undefined when the node has none. */
  readonly aliases: ReadonlyMap<string, string> | undefined;
}

/** A closure no compiler of ours made: something it refers to is not in it, or its nodes cannot all be reached. */
export class InvalidClosure extends Problem {
  readonly kind = "invalid";
}

/**
 * Lays a closure out for stepping.
 *
 * @throws UnsupportedNode naming every node of a kind the engine does not run
 * @throws InvalidClosure when it is not a whole, acyclic closure; compile the workflow again
 */
export function makePlan(closure: CompiledWorkflowClosure): Plan {
  const refused = supportedBy(closure);
  if (refused.length > 0) throw new UnsupportedNode(refused);
  if (closure.primary === undefined) throw new InvalidClosure("The closure has no primary workflow.");
  const parts: Parts = {
    workflows: new Map(closure.subWorkflows.map((each) => [formatIdentifier(each.template?.id), each])),
    tasks: new Map(closure.tasks.map((each) => [formatIdentifier(each.template?.id), each])),
    done: new Map(),
  };
  const root = planWorkflow(parts, closure.primary);
  checkUniqueIds(root);
  return { root };
}

/** Long ids are hashed to 32 bits, as upstream; two nodes of one name would be taken for one another. */
function checkUniqueIds({ id, nodes }: WorkflowPlan): void {
  const seen = new Map<string, string>();
  for (const node of nodes) {
    const key = uniqueNodeId(undefined, node.id);
    const other = seen.get(key);
    if (other !== undefined) {
      const remedy = "rename one, to 20 characters or fewer";
      throw new InvalidClosure(
        `Nodes ${other} and ${node.id} of workflow ${id} get the same unique id ${key}; ${remedy}.`,
      );
    }
    seen.set(key, node.id);
  }
}

interface Parts {
  readonly workflows: ReadonlyMap<string, CompiledWorkflow>;
  readonly tasks: ReadonlyMap<string, CompiledTask>;
  /** "open" while its own nodes are being planned: meeting it again is recursion. */
  readonly done: Map<CompiledWorkflow, WorkflowPlan | "open">;
}

function planWorkflow(parts: Parts, workflow: CompiledWorkflow): WorkflowPlan {
  const id = formatIdentifier(workflow.template?.id);
  const known = parts.done.get(workflow);
  if (known === "open") throw new InvalidClosure(`Workflow ${id} contains itself.`);
  if (known !== undefined) return known;
  parts.done.set(workflow, "open");
  const template = workflow.template;
  if (template === undefined) throw new InvalidClosure("A workflow of the closure has no template.");
  const indexOf = new Map(template.nodes.map((node, index) => [node.id, index]));
  const find = (nodeId: string): number => {
    const index = indexOf.get(nodeId);
    if (index === undefined) throw new InvalidClosure(`Workflow ${id} has no node ${nodeId}.`);
    return index;
  };
  const aliases = template.nodes.map(({ outputAliases }) =>
    outputAliases.length === 0 ? undefined : new Map(outputAliases.map((each) => [each.alias, each.var])),
  );
  const nodes = template.nodes.map((node): NodePlan => {
    const target = planTarget(parts, id, node);
    const task = target.kind === "task" ? parts.tasks.get(target.task) : undefined;
    const { timeout, retries, interruptibleValue } = node.metadata ?? {};
    return {
      id: node.id,
      target,
      bindings: node.inputs,
      sources: sourceIds(node.inputs).map((from) => ({ id: from, index: find(from), aliases: aliases[find(from)] })),
      timeoutMs: timeout === undefined ? 0 : durationToMs(timeout),
      maxAttempts: (retries?.retries || task?.template?.metadata?.retries?.retries || 0) + 1,
      interruptible: interruptibleValue?.case === "interruptible" ? interruptibleValue.value : undefined,
    };
  });
  const plan: WorkflowPlan = {
    id,
    failurePolicy:
      template.metadata?.onFailure === WorkflowMetadata_OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE
        ? "FAIL_AFTER_EXECUTABLE_NODES_COMPLETE"
        : "FAIL_IMMEDIATELY",
    interruptible: template.metadataDefaults?.interruptible ?? false,
    hasOutputs: template.outputs.length > 0,
    nodes,
    start: find(startNodeId),
    end: find(endNodeId),
    ...planEdges(workflow, find),
  };
  checkReachable(plan);
  parts.done.set(workflow, plan);
  return plan;
}

function planTarget(parts: Parts, workflow: string, node: Node): Target {
  if (node.id === startNodeId) return { kind: "start" };
  if (node.id === endNodeId) return { kind: "end" };
  const called = subWorkflowOf(node);
  if (called !== undefined) {
    const sub = parts.workflows.get(called);
    if (sub === undefined) throw new InvalidClosure(`Workflow ${called} of node ${node.id} is not in the closure.`);
    return { kind: "workflow", workflow: planWorkflow(parts, sub) };
  }
  if (node.target.case !== "taskNode" || node.target.value.reference.case !== "referenceId") {
    throw new InvalidClosure(`Node ${node.id} of workflow ${workflow} refers to nothing that can run.`);
  }
  const task = formatIdentifier(node.target.value.reference.value);
  const compiled = parts.tasks.get(task);
  if (compiled === undefined) throw new InvalidClosure(`Task ${task} of node ${node.id} is not in the closure.`);
  const { template } = compiled;
  const { overrides } = node.target.value;
  return { kind: "task", task, taskType: template?.type ?? "", overrides, work: workOf(template) };
}

/** Ids of the nodes whose outputs are read, each once, in the order met; "" means start-node. */
function sourceIds(bindings: readonly Binding[]): string[] {
  const ids = new Set<string>();
  const left: (BindingData | undefined)[] = bindings.map((each) => each.binding).reverse();
  while (left.length > 0) {
    const value = left.pop()?.value;
    if (value?.case === "promise") ids.add(value.value.nodeId || startNodeId);
    else if (value?.case === "collection") left.push(...value.value.bindings.toReversed());
    else if (value?.case === "map") left.push(...Object.values(value.value.bindings).toReversed());
  }
  return [...ids];
}

function planEdges(workflow: CompiledWorkflow, find: (id: string) => number) {
  const ids = workflow.template?.nodes.map((node) => node.id) ?? [];
  // Not by plain lookup: a node may be called "constructor".
  const connected = new Map(Object.entries(workflow.connections?.downstream ?? {}));
  const lists = ids.map((id) => connected.get(id)?.ids.map(find) ?? []);
  const downFrom = new Uint32Array(ids.length + 1);
  lists.forEach((list, index) => {
    downFrom[index + 1] = (downFrom[index] ?? 0) + list.length;
  });
  const down = Uint32Array.from(lists.flat());
  const upCount = new Uint32Array(ids.length);
  for (const index of down) upCount[index] = (upCount[index] ?? 0) + 1;
  return { down, downFrom, upCount };
}

/** Every node must become ready when all before it have succeeded; else a run could wait for nothing. */
function checkReachable(plan: WorkflowPlan): void {
  const remaining = Uint32Array.from(plan.upCount);
  const ready = [plan.start];
  let reached = 0;
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    reached += 1;
    for (const next of successors(plan, index)) {
      remaining[next] = (remaining[next] ?? 0) - 1;
      if (remaining[next] === 0) ready.push(next);
    }
  }
  if (reached === plan.nodes.length) return;
  const stuck = plan.nodes.filter((_, index) => (remaining[index] ?? 0) > 0 || !isConnected(plan, index));
  const names = stuck.map((node) => node.id).join(", ");
  throw new InvalidClosure(`Nodes ${names} of workflow ${plan.id} can never start: a cycle, or no way to them.`);
}

function isConnected(plan: WorkflowPlan, index: number): boolean {
  return index === plan.start || (plan.upCount[index] ?? 0) > 0;
}

/** The nodes that wait for this one, in ascending id order. */
export function successors(plan: WorkflowPlan, index: number): Uint32Array {
  return plan.down.subarray(plan.downFrom[index], plan.downFrom[index + 1]);
}
