/** Makes plans (plan.ts) from closures. */
import { durationToMs } from "@skein/spec/duration";
import type {
  CompiledTask,
  CompiledWorkflow,
  CompiledWorkflowClosure,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Binding, BindingData } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type ArrayNode,
  type BranchNode,
  type Node,
  WorkflowMetadata_OnFailurePolicy,
} from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { formatIdentifier } from "@skein/spec/identifier";
import { shapeOf, singularTask, successOf } from "./array-plan.ts";
import { armsOf } from "./branch-plan.ts";
import { cacheOf, noCacheVersion } from "./cache-plan.ts";
import { checkReachable, checkUniqueIds, InvalidClosure } from "./check-plan.ts";
import { gateOf } from "./gate-plan.ts";
import { refused, workOf } from "./in-process-task.ts";
import type { NodePlan, Plan, Source, Target, WorkflowPlan } from "./plan.ts";
import { endNodeId, startNodeId } from "./plan-ids.ts";
import { subWorkflowOf, supportedBy, UnsupportedNode } from "./supported.ts";

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
  const source = (from: string): Source => ({ id: from, index: find(from), aliases: aliases[find(from)] });
  const all = template.failureNode === undefined ? template.nodes : [...template.nodes, template.failureNode];
  const nodes = all.map((node) => planNode({ parts, workflow: id, source }, node));
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
    onFailure: template.failureNode === undefined ? undefined : template.nodes.length,
    ...planEdges(workflow, all, find),
  };
  checkReachable(plan);
  parts.done.set(workflow, plan);
  return plan;
}

/** Where a node stands: its workflow, and how that finds what its promises name. */
interface Place {
  readonly parts: Parts;
  readonly workflow: string;
  readonly source: (nodeId: string) => Source;
}

function planNode(place: Place, node: Node): NodePlan {
  const target = planTarget(place, node);
  const task = target.kind === "task" ? place.parts.tasks.get(target.task) : undefined;
  const { timeout, retries, interruptibleValue } = node.metadata ?? {};
  return {
    id: node.id,
    target,
    bindings: node.inputs,
    sources: sourceIds(node.inputs).map(place.source),
    timeoutMs: timeout === undefined ? 0 : durationToMs(timeout),
    maxAttempts: (retries?.retries || task?.template?.metadata?.retries?.retries || 0) + 1,
    interruptible: interruptibleValue?.case === "interruptible" ? interruptibleValue.value : undefined,
  };
}

function planTarget(place: Place, node: Node): Target {
  const { parts, workflow } = place;
  if (node.id === startNodeId) return { kind: "start" };
  if (node.id === endNodeId) return { kind: "end" };
  const called = subWorkflowOf(node);
  if (called !== undefined) {
    const sub = parts.workflows.get(called);
    if (sub === undefined) throw new InvalidClosure(`Workflow ${called} of node ${node.id} is not in the closure.`);
    return { kind: "workflow", workflow: planWorkflow(parts, sub) };
  }
  if (node.target.case === "branchNode") return planBranch(place, node.id, node.target.value);
  if (node.target.case === "workflowNode" && node.target.value.reference.case === "launchplanRef") {
    return { kind: "launchPlan", launchPlan: formatIdentifier(node.target.value.reference.value) };
  }
  if (node.target.case === "arrayNode") return planArray(place, node.id, node.target.value);
  if (node.target.case === "gateNode") {
    const gate = gateOf(node.target.value);
    if (gate !== undefined) return { kind: "gate", gate };
  }
  if (node.target.case !== "taskNode" || node.target.value.reference.case !== "referenceId") {
    throw new InvalidClosure(`Node ${node.id} of workflow ${workflow} refers to nothing that can run.`);
  }
  const task = formatIdentifier(node.target.value.reference.value);
  const compiled = parts.tasks.get(task);
  if (compiled === undefined) throw new InvalidClosure(`Task ${task} of node ${node.id} is not in the closure.`);
  const { template } = compiled;
  const { overrides } = node.target.value;
  const cache = cacheOf(template, node.metadata);
  const work = cache?.version.trim() === "" ? refused(noCacheVersion(task)) : workOf(template);
  return { kind: "task", task, taskType: template?.type ?? "", overrides, work, cache };
}

function planArray(place: Place, nodeId: string, array: ArrayNode): Target {
  const each = array.node && planNode(place, array.node);
  if (each === undefined) {
    throw new InvalidClosure(`Array node ${nodeId} of workflow ${place.workflow} has no node to run for each element.`);
  }
  const shape = shapeOf(array);
  const common = {
    shape,
    parallelism: array.parallelismOption.value ?? 0,
    success: successOf(array),
  };
  if (each.target.kind !== "task") return { kind: "array", array: { ...common, each, outputs: undefined } };
  const template = place.parts.tasks.get(each.target.task)?.template;
  // Of a cached task without a version the work is refused already.
  const { work: own, cache } = each.target;
  const work = own.kind === "refused" && cache ? own : workOf(template && singularTask(template, shape));
  const outputs = Object.keys(template?.interface?.outputs?.variables ?? {});
  return { kind: "array", array: { ...common, each: { ...each, target: { ...each.target, work } }, outputs } };
}

function planBranch(place: Place, nodeId: string, branch: BranchNode): Target {
  const found = armsOf(branch);
  if (found === undefined) {
    throw new InvalidClosure(
      `Branch node ${nodeId} of workflow ${place.workflow} has an arm without node or condition.`,
    );
  }
  const size = found.nodes.length;
  const arms: WorkflowPlan = {
    id: place.workflow,
    failurePolicy: "FAIL_IMMEDIATELY",
    interruptible: false,
    hasOutputs: true,
    nodes: found.nodes.map((node) => planNode(place, node)),
    start: -1,
    end: -1,
    onFailure: undefined,
    down: new Uint32Array(0),
    downFrom: new Uint32Array(size + 1),
    upCount: new Uint32Array(size),
  };
  return { kind: "branch", branch: { decision: found.decision, arms } };
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

function planEdges(workflow: CompiledWorkflow, nodes: readonly Node[], find: (id: string) => number) {
  const ids = nodes.map((node) => node.id);
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
