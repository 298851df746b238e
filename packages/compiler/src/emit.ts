/**
 * Writes a checked workflow in upstream's compiled form.
 *
 * start-node and end-node lead the list, promises to workflow inputs name start-node, upstream ids are sorted, branch
 * children carry their branch's id, and interfaces have both maps. What needs no change is shared with the input: a
 * deep copy of ten thousand nodes costs more than everything else here.
 */
import { create } from "@bufbuild/protobuf";
import {
  type CompiledTask,
  type CompiledWorkflow,
  CompiledWorkflowSchema,
  type ConnectionSet,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import {
  type TypedInterface,
  TypedInterfaceSchema,
  VariableMapSchema,
} from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Binding, BindingData } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { type Node, NodeSchema, type WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";

import { identifierKey } from "@skein/spec/identifier";
import type { CheckedNodes } from "./node-check.ts";
import { endNodeId, type NodeGroup, type NodeRecord, startNodeId } from "./node-tree.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** Nodes as emitted, for a later compilation that takes them over. */
export type EmittedNodes = WeakMap<NodeGroup, Node>;

/** A workflow as compiled. */
export function emitWorkflow(
  template: WorkflowTemplate,
  { groups, index }: CheckedNodes,
  connections: ConnectionSet,
  known: EmittedNodes,
): CompiledWorkflow {
  const outputs = shareUnlessChanged(template.outputs, startingAt);
  const nodes = [create(NodeSchema, { id: startNodeId }), create(NodeSchema, { id: endNodeId, inputs: outputs })];
  let failureNode: Node | undefined;
  for (const group of groups) {
    if (group.root.place === "failure") failureNode = emitGroup(group, known);
    else if (index.inClosure.has(group.root)) nodes.push(emitGroup(group, known));
  }
  const compiled: WorkflowTemplate = {
    ...template,
    interface: wholeInterface(template.interface),
    nodes,
    outputs,
    ...(failureNode ? { failureNode } : {}),
  };
  return create(CompiledWorkflowSchema, { template: compiled, connections });
}

function emitGroup(group: NodeGroup, known: EmittedNodes): Node {
  const before = known.get(group);
  if (before) return before;
  const emitted = new Map<NodeRecord, Node>();
  // Those inside come after what they are inside of; so from the back.
  for (const record of group.records.toReversed()) emitted.set(record, emitNode(record, emitted));
  const node = emitted.get(group.root) ?? group.root.node;
  known.set(group, node);
  return node;
}

/** The tasks of a closure, in the order given, each once; those that nodes use have whole interfaces. */
export function emitTasks(tasks: readonly CompiledTask[], used: ReadonlySet<string>): CompiledTask[] {
  const emitted = new Map<string, CompiledTask>();
  for (const task of tasks) {
    if (!task.template?.id) continue;
    const key = identifierKey(task.template.id);
    if (emitted.has(key)) continue;
    const { template } = task;
    const whole = used.has(key) ? wholeInterface(template.interface) : template.interface;
    emitted.set(
      key,
      !whole || whole === template.interface ? task : { ...task, template: { ...template, interface: whole } },
    );
  }
  return [...emitted.values()];
}

function wholeInterface(declared: TypedInterface | undefined): TypedInterface {
  if (declared?.inputs && declared.outputs) return declared;
  const inputs = declared?.inputs ?? create(VariableMapSchema);
  const outputs = declared?.outputs ?? create(VariableMapSchema);
  return declared ? { ...declared, inputs, outputs } : create(TypedInterfaceSchema, { inputs, outputs });
}

function emitNode(record: NodeRecord, emitted: ReadonlyMap<NodeRecord, Node>): Node {
  const { node, id, place } = record;
  // Upstream looks into array nodes but changes nothing there.
  if (place === "inner") return node;
  const inputs = shareUnlessChanged(node.inputs, startingAt);
  const upstreamNodeIds = inOrder(node.upstreamNodeIds)
    ? node.upstreamNodeIds
    : node.upstreamNodeIds.toSorted(compareUtf8);
  const target = emitTarget(record, emitted);
  if (inputs === node.inputs && upstreamNodeIds === node.upstreamNodeIds && target === node.target && id === node.id) {
    return node;
  }
  return { ...node, id, inputs, upstreamNodeIds, target };
}

function emitTarget({ node, arms }: NodeRecord, emitted: ReadonlyMap<NodeRecord, Node>): Node["target"] {
  const { target } = node;
  const ifElse = target.case === "branchNode" ? target.value.ifElse : undefined;
  if (target.case !== "branchNode" || !ifElse) return target;
  const children = new Map<Node, Node>();
  for (const { child } of arms) if (child) children.set(child.node, emitted.get(child) ?? child.node);
  if ([...children].every(([before, after]) => before === after)) return target;

  const emitBlock = <Block extends { thenNode?: Node | undefined }>(block: Block): Block => {
    const thenNode = block.thenNode && children.get(block.thenNode);
    return thenNode ? { ...block, thenNode } : block;
  };
  const elseNode = ifElse.default.case === "elseNode" ? children.get(ifElse.default.value) : undefined;
  const changed = {
    ...ifElse,
    ...(ifElse.case ? { case: emitBlock(ifElse.case) } : {}),
    other: ifElse.other.map(emitBlock),
    ...(elseNode ? { default: { case: "elseNode" as const, value: elseNode } } : {}),
  };
  return { case: "branchNode", value: { ...target.value, ifElse: changed } };
}

/** A binding whose promises to workflow inputs name start-node. */
function startingAt(binding: Binding): Binding {
  const data = binding.binding && withStartNode(binding.binding);
  return data === binding.binding ? binding : { ...binding, ...(data ? { binding: data } : {}) };
}

/** Recursive: bindings that nest too deep did not pass the check. */
function withStartNode(data: BindingData): BindingData {
  const { value } = data;
  if (value.case === "promise") {
    if (value.value.nodeId !== "") return data;
    return { ...data, value: { case: "promise", value: { ...value.value, nodeId: startNodeId } } };
  }
  if (value.case === "collection") {
    const bindings = shareUnlessChanged(value.value.bindings, withStartNode);
    if (bindings === value.value.bindings) return data;
    return { ...data, value: { case: "collection", value: { ...value.value, bindings } } };
  }
  if (value.case === "map") {
    const before = Object.entries(value.value.bindings);
    const after = before.map(([key, each]) => [key, withStartNode(each)] as const);
    if (after.every(([, each], index) => each === before[index]?.[1])) return data;
    return { ...data, value: { case: "map", value: { ...value.value, bindings: Object.fromEntries(after) } } };
  }
  return data;
}

function shareUnlessChanged<T>(list: T[], change: (each: T) => T): T[] {
  const changed = list.map(change);
  return changed.every((each, index) => each === list[index]) ? list : changed;
}

function inOrder(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || compareUtf8(ids[index - 1] ?? "", id) <= 0);
}
