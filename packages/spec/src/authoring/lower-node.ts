/**
 * Second pass over nodes: each resolved node → Node message, its inputs bound.
 *
 * Task, map, workflow and launch plan nodes are here; switches in lower-switch.ts, gates in lower-gate.ts.
 * @see flyteidl/core/workflow.proto Node
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Binding } from "../gen/flyteidl/core/literals_pb.js";
import type { TaskTemplate } from "../gen/flyteidl/core/tasks_pb.js";
import type { LiteralType } from "../gen/flyteidl/core/types_pb.js";
import {
  ArrayNode_DataMode,
  ArrayNodeSchema,
  type Node,
  NodeSchema,
  type TaskNodeOverrides,
  TaskNodeOverridesSchema,
} from "../gen/flyteidl/core/workflow_pb.js";
import { assertNever } from "../never.ts";
import { findEntry } from "./document.ts";
import { bindDefaults, type InputTypes, lowerBindings } from "./lower-binding.ts";
import { lowerApprove, lowerSignal, lowerSleep } from "./lower-gate.ts";
import { mapTask, overrideTask } from "./lower-generated-task.ts";
import { lowerNodeMetadata } from "./lower-metadata.ts";
import { lowerResources } from "./lower-resources.ts";
import { lowerSwitch } from "./lower-switch.ts";
import { listOf, type ResolvedNode } from "./resolve-node.ts";
import type { WorkflowContext } from "./workflow-context.ts";

type Path = readonly (string | number)[];
type NodeInit = Exclude<MessageInitShape<typeof NodeSchema>, Node>;
type Kind<K extends ResolvedNode["kind"]> = Extract<ResolvedNode, { kind: K }>;

/** The node, or undefined when it is broken. Findings go to the context's view, which should be this node's. */
export function lowerNode(node: ResolvedNode, context: WorkflowContext, path: Path): Node | undefined {
  mapNode(node, context, path);
  const upstreamNodeIds = lowerAfter(node, context, path);
  const common = { id: node.id, upstreamNodeIds };
  switch (node.kind) {
    case "task": {
      const inputs = lowerWith(node, inputTypes(node.task.template), taskName(node.task.template), context, path);
      const task = overrideTask(node.task.template, node.doc, context.scope, context.findings);
      inputs.push(...bindDefaults(inputs, node.task.defaults));
      const metadata = lowerNodeMetadata(node.doc, context.findings, task);
      return create(NodeSchema, {
        ...common,
        metadata,
        inputs,
        target: { case: "taskNode", value: taskNode(task, node, context, [...path, "taskNode"]) },
      });
    }
    case "map":
      return create(NodeSchema, { ...common, ...lowerMap(node, context, path) });
    case "workflow": {
      const variables = node.workflow.interface.inputs?.variables ?? {};
      const types = new Map(Object.entries(variables).map(([name, each]) => [name, each.type]));
      const inputs = lowerWith(node, types, `The workflow ${node.workflow.id.name}`, context, path);
      inputs.push(...bindDefaults(inputs, node.workflow.defaults));
      const value = { reference: { case: "subWorkflowRef", value: node.workflow.id } } as const;
      const metadata = lowerNodeMetadata(node.doc, context.findings);
      return create(NodeSchema, { ...common, metadata, inputs, target: { case: "workflowNode", value } });
    }
    case "launchPlan": {
      const parameters = Object.entries(node.launchPlan.inputs.parameters);
      const types = new Map(parameters.map(([name, each]) => [name, each.var?.type]));
      const inputs = lowerWith(node, types, `The launch plan ${node.launchPlan.id.name}`, context, path);
      const value = { reference: { case: "launchplanRef", value: node.launchPlan.id } } as const;
      const metadata = lowerNodeMetadata(node.doc, context.findings);
      return create(NodeSchema, { ...common, metadata, inputs, target: { case: "workflowNode", value } });
    }
    case "switch":
      return lowerSwitch(node, upstreamNodeIds, context, path, lowerNode);
    case "approve":
      return create(NodeSchema, { ...common, ...lowerApprove(node, context) });
    case "signal":
      return create(NodeSchema, { ...common, ...lowerSignal(node, context) });
    case "sleep":
      return create(NodeSchema, { ...common, ...lowerSleep(node, context) });
    case "broken":
      for (const { name, nameSpan, value } of [...(node.doc.with ?? []), ...(node.doc.over ?? [])]) {
        // Nothing is known of its inputs, but what it refers to can be checked all the same.
        lowerBindings([{ name, nameSpan, value, node: value }], new Map([[name, undefined]]), "", context, path);
      }
      return undefined;
    default:
      return assertNever(node, "node kind");
  }
}

function lowerMap(node: Kind<"map">, context: WorkflowContext, path: Path): NodeInit {
  const { doc, task } = node;
  const { findings } = context;
  const types = inputTypes(task.template);
  const over = new Set((doc.over ?? []).map((each) => each.name));
  if (over.size === 0 && !(findEntry(doc.at, "over") && doc.over === undefined)) {
    findings.add({
      code: "ValueRequired",
      message: "A map needs over: the inputs whose lists it runs through",
      span: findEntry(doc.at, "over")?.keySpan ?? doc.head,
      data: { missing: "over" },
      hints: [{ text: `Add over: { <input>: "\${node.output}" }` }],
    });
  }
  for (const { name, nameSpan } of doc.with ?? []) {
    if (!over.has(name)) continue;
    findings.add({
      code: "ConflictingKeys",
      message: `${name} is mapped over, so it cannot stand in with too`,
      span: nameSpan,
      hints: [{ text: "Remove it from with, or from over" }],
    });
  }
  if (doc.minSuccesses && doc.minSuccessRatio) {
    findings.add({
      code: "ConflictingKeys",
      message: "A map has minSuccesses or minSuccessRatio, not both",
      span: doc.minSuccessRatio.node,
      hints: [{ text: "Remove one of them" }],
    });
  }
  const same = (doc.with ?? []).filter((each) => !over.has(each.name));
  const listed = new Map([...types].map(([name, type]) => [name, type && (over.has(name) ? listOf(type) : type)]));
  const owner = taskName(task.template);
  const inputs = lowerBindings([...(doc.over ?? []), ...same], listed, owner, context, [...path, "inputs"]);
  const defaults = new Map([...task.defaults].filter(([name]) => !over.has(name)));
  inputs.push(...bindDefaults(inputs, defaults));
  const mapped = mapTask(task.template, over, node.isPartial, doc, context.scope, findings);
  const metadata = lowerNodeMetadata(doc, findings, mapped);
  const { name } = metadata;
  metadata.name = ""; // the name is the array node's, everything else is said of its elements
  const inner = taskNode(mapped, node, context, [...path, "arrayNode", "node", "taskNode"]);
  const value = create(ArrayNodeSchema, {
    node: { id: mapped.id?.name ?? "", metadata, target: { case: "taskNode", value: inner } },
    // A container without an SDK cannot pick its element from a list: each run gets the files of its own.
    dataMode: ArrayNode_DataMode.INDIVIDUAL_INPUT_FILES,
    isOriginalSubNodeInterface: false,
    boundInputs: inputs.map((each) => each.var).filter((each) => !over.has(each)),
  });
  if (doc.concurrency) value.parallelismOption = { case: "parallelism", value: doc.concurrency.value };
  if (doc.minSuccesses) value.successCriteria = { case: "minSuccesses", value: doc.minSuccesses.value };
  if (doc.minSuccessRatio) value.successCriteria = { case: "minSuccessRatio", value: doc.minSuccessRatio.value };
  return { metadata: { name }, inputs, target: { case: "arrayNode", value } };
}

function taskNode(task: TaskTemplate, node: Kind<"task" | "map">, context: WorkflowContext, path: Path) {
  const reference = node.kind === "task" ? node.doc.task : node.doc.map;
  if (reference) context.map.set([...path, "referenceId"], reference.at);
  const overrides = lowerOverrides(node, context, [...path, "overrides"]);
  return {
    ...(task.id ? { reference: { case: "referenceId", value: task.id } as const } : {}),
    ...(overrides ? { overrides } : {}),
  };
}

function lowerOverrides({ doc }: ResolvedNode, { map }: WorkflowContext, path: Path): TaskNodeOverrides | undefined {
  if (!doc.resources && !doc.image) return undefined;
  if (doc.image) map.set([...path, "containerImage"], doc.image);
  return create(TaskNodeOverridesSchema, {
    ...(doc.resources ? { resources: lowerResources(doc.resources, map, [...path, "resources"]) } : {}),
    containerImage: doc.image?.text ?? "",
  });
}

function lowerWith(
  node: ResolvedNode,
  inputs: InputTypes,
  owner: string,
  context: WorkflowContext,
  path: Path,
): Binding[] {
  return lowerBindings(node.doc.with ?? [], inputs, owner, context, [...path, "inputs"]);
}

/** `after`: order without data. */
function lowerAfter(node: ResolvedNode, context: WorkflowContext, path: Path): string[] {
  const { findings, nodes, map } = context;
  const ids: string[] = [];
  for (const scalar of node.doc.after ?? []) {
    if (nodes.has(scalar.text) && scalar.text !== node.id) {
      map.set([...path, "upstreamNodeIds", ids.length], scalar);
      if (!ids.includes(scalar.text)) ids.push(scalar.text);
      continue;
    }
    const isItself = nodes.has(scalar.text);
    findings.add({
      code: isItself ? "CycleDetected" : "NodeReferenceNotFound",
      message: isItself ? `The node ${node.id} cannot come after itself` : `There is no node "${scalar.text}"`,
      span: scalar,
      data: { node: scalar.text },
      hints: isItself ? [{ text: "Remove it" }] : findings.didYouMean(scalar.text, nodes.keys(), scalar),
    });
  }
  return ids;
}

function mapNode({ doc, place }: ResolvedNode, { map }: WorkflowContext, path: Path): void {
  map.set(path, place.head);
  for (const [key, ...rest] of [
    ["with", "inputs"],
    ["after", "upstreamNodeIds"],
    ["timeout", "metadata", "timeout"],
    ["retries", "metadata", "retries"],
    ["cache", "metadata", "cacheVersion"],
    ["workflow", "workflowNode"],
    ["launchPlan", "workflowNode"],
    ["approve", "gateNode"],
    ["signal", "gateNode"],
    ["sleep", "gateNode"],
  ] as const) {
    const entry = findEntry(doc.at, key);
    if (entry) map.set([...path, ...rest], key === "with" ? entry.keySpan : entry.value);
  }
}

function inputTypes(task: TaskTemplate): ReadonlyMap<string, LiteralType | undefined> {
  return new Map(Object.entries(task.interface?.inputs?.variables ?? {}).map(([name, each]) => [name, each.type]));
}

const taskName = (task: TaskTemplate) => `The task ${task.id?.name ?? ""}`;
