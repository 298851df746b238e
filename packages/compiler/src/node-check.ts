/**
 * Checks one workflow's nodes: ids, interfaces, bindings, conditions. Yields the graph of what reads what.
 *
 * The verdict does not depend on the order of the node list: interfaces are worked out in the order they depend on
 * each other, and bindings are checked when all interfaces are known.
 */
import { checkBindings, type Read, readUntyped } from "./bindings.ts";
import { checkConditions } from "./branch.ts";
import { defect, type Report } from "./findings.ts";
import { connect, emptyGraph, type Graph } from "./graph.ts";
import { nearHints } from "./hints.ts";
import { interfaceOf, type NodeInterface, templateInterface } from "./node-interface.ts";
import { boundaryNode, collectNodes, endNodeId, type NodeRecord, startNodeId } from "./node-tree.ts";
import type { Scope, WorkflowScope } from "./scope.ts";
import { into, toPath } from "./trail.ts";
import { compareUtf8 } from "./utf8-order.ts";
import type { IndexedWorkflow } from "./workflow-index.ts";

/** A workflow whose nodes were checked. */
export interface CheckedNodes {
  /** All nodes, each before those inside it. */
  readonly records: readonly NodeRecord[];
  /** The nodes of the list that are in the closure, in source order. */
  readonly top: readonly NodeRecord[];
  readonly graph: Graph;
}

/** Checks the nodes of a workflow and reports what is wrong with them. */
export function checkNodes(workflow: IndexedWorkflow, scope: Scope, report: Report): CheckedNodes {
  const { template, root } = workflow;
  const records = collectNodes(workflow);
  const nodes = new Map<string, NodeRecord>();
  for (const id of [startNodeId, endNodeId] as const) nodes.set(id, boundaryNode(workflow, id));
  const top = indexNodes(records, nodes, scope, report);

  const interfaces = new Map<NodeRecord, NodeInterface>();
  const branchOf = childIds(records);
  const within: WorkflowScope = { scope, workflow, report, nodes, branchOf, interfaces };
  const { inputs, outputs } = templateInterface(template.interface);
  for (const [id, visible] of [[startNodeId, inputs] as const, [endNodeId, new Map()] as const]) {
    const boundary = nodes.get(id);
    if (boundary) interfaces.set(boundary, { inputs: new Map(), outputs: visible, visible });
  }
  for (const record of byDependency(records, nodes)) {
    const known = interfaceOf(record, within);
    if (known) interfaces.set(record, known);
  }

  const graph = emptyGraph();
  const inClosure = new Set(top);
  for (const record of records) {
    if (record.place === "inner" || (record.place === "top" && !inClosure.has(record))) continue;
    const direction = record.place === "top" ? "both" : "upstream";
    for (const { provider, at } of checkInputs(record, within)) connect(graph, provider, record.id, at, direction);
    connectExplicit(record, graph, within);
    if (record.node.target.case === "branchNode") checkConditions(record, readUntyped(record, within), within);
  }
  const ends = checkBindings(
    { id: endNodeId, bindings: template.outputs, at: into(root, "outputs"), parent: root, expects: outputs },
    within,
  );
  for (const { provider, at } of ends) connect(graph, provider, endNodeId, at, "both");
  checkSignals(records, scope, report);
  return { records, top, graph };
}

/** Fills the index of nodes; returns those of the list that it holds. */
function indexNodes(
  records: readonly NodeRecord[],
  nodes: Map<string, NodeRecord>,
  { mode }: Scope,
  report: Report,
): NodeRecord[] {
  const top: NodeRecord[] = [];
  const children = new Map<string, NodeRecord>();
  for (const record of records) {
    const { node, id, at, place } = record;
    if (place === "inner") continue;
    if (node.id === "") {
      const message = "A node has no id";
      report({ code: "ValueRequired", facts: { field: "Id" }, nodeId: "<node>", at, message });
    }
    if (id === startNodeId || id === endNodeId) {
      report({
        code: "ReservedNodeId",
        facts: { id },
        severity: defect(mode),
        nodeId: id,
        at: into(at, "id"),
        message: `${id} is the compiler's own node; Flyte 1.16 drops a node of that name without a word`,
        hints: [{ text: "Give the node another id" }],
      });
      continue;
    }
    const first = nodes.get(id) ?? children.get(id);
    if (first && node.id !== "") {
      const lost = place === "top" ? "; Flyte 1.16 drops the second without a word" : "";
      report({
        code: "DuplicateId",
        facts: { id },
        severity: defect(mode),
        nodeId: id,
        at: into(at, "id"),
        message: `Two nodes are called ${id}${lost}`,
        related: [{ at: first.node.id === "" ? first.at : into(first.at, "id"), message: `The first ${id}` }],
      });
    }
    if (place !== "top") {
      children.set(id, record);
    } else if (!nodes.has(id)) {
      nodes.set(id, record);
      top.push(record);
    }
  }
  return top;
}

function childIds(records: readonly NodeRecord[]): Map<string, string> {
  const branchOf = new Map<string, string>();
  for (const { id, arms } of records) {
    for (const { child } of arms) {
      if (!child) continue;
      branchOf.set(child.id, id);
      branchOf.set(child.node.id, id);
    }
  }
  return branchOf;
}

/** Every node after those its interface depends on; where these form a loop, in some fixed order. */
function byDependency(records: readonly NodeRecord[], nodes: ReadonlyMap<string, NodeRecord>): Set<NodeRecord> {
  const ordered = new Set<NodeRecord>();
  const entered = new Set<NodeRecord>();
  for (const record of records) {
    const stack = [{ record, rest: dependencies(record, nodes)[Symbol.iterator]() }];
    if (entered.has(record)) continue;
    entered.add(record);
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const next = frame.rest.next();
      if (next.done) {
        ordered.add(frame.record);
        stack.pop();
      } else if (!entered.has(next.value)) {
        entered.add(next.value);
        stack.push({ record: next.value, rest: dependencies(next.value, nodes)[Symbol.iterator]() });
      }
    }
  }
  return ordered;
}

function dependencies({ node, arms, inner }: NodeRecord, nodes: ReadonlyMap<string, NodeRecord>): NodeRecord[] {
  const found = arms.flatMap(({ child }) => child ?? []);
  if (inner) found.push(inner);
  if (node.target.case !== "gateNode" || node.target.value.condition.case !== "approve") return found;
  const pending = node.inputs.flatMap(({ binding }) => binding ?? []);
  for (const { value } of pending) {
    if (value.case === "promise") {
      const provider = nodes.get(value.value.nodeId);
      if (provider && provider.place !== "boundary") found.push(provider);
    }
    if (value.case === "collection") pending.push(...value.value.bindings);
    if (value.case === "map") pending.push(...Object.values(value.value.bindings));
  }
  return found;
}

function checkInputs(record: NodeRecord, within: WorkflowScope): Read[] {
  const { node, id, at, place, position } = record;
  const isApproval = node.target.case === "gateNode" && node.target.value.condition.case === "approve";
  const isOrdered = place === "child" || node.target.case === "branchNode" || isApproval;
  const bindings = { id, bindings: node.inputs, at: into(at, "inputs"), parent: at };
  const expects = within.interfaces.get(record)?.inputs ?? "unknown";
  return checkBindings(isOrdered ? { ...bindings, expects, position } : { ...bindings, expects }, within);
}

/** Nodes that must come before, said without reading from them; only nodes of the list have such edges. */
function connectExplicit({ node, id, at, place }: NodeRecord, graph: Graph, within: WorkflowScope): void {
  if (place !== "top") return;
  for (const [index, upstream] of node.upstreamNodeIds.entries()) {
    const where = into(at, "upstreamNodeIds", index);
    const provider = upstream === "" ? startNodeId : upstream;
    connect(graph, provider, id, where, "both");
    if (within.nodes.has(provider)) continue;
    within.report({
      code: "NodeReferenceNotFound",
      facts: { reference: provider },
      severity: defect(within.scope.mode),
      nodeId: provider,
      node: id,
      at: where,
      message: `Node ${id} comes after "${provider}", but there is no such node`,
      hints: nearHints(
        provider,
        [...within.nodes.keys()].filter((each) => each !== id),
        toPath(where),
      ),
    });
  }
}

/** Signals are sent to an execution by their id, so each gate needs one of its own. */
function checkSignals(records: readonly NodeRecord[], { mode }: Scope, report: Report): void {
  const waiting = new Map<string, NodeRecord>();
  for (const record of records) {
    const { target } = record.node;
    if (target.case !== "gateNode") continue;
    const { condition } = target.value;
    if (condition.case !== "signal" && condition.case !== "approve") continue;
    const { signalId } = condition.value;
    const first = waiting.get(signalId);
    if (signalId !== "" && !first) {
      waiting.set(signalId, record);
      continue;
    }
    const gate = into(record.at, "gateNode", condition.case);
    report({
      code: "SignalId",
      facts: { signalId },
      severity: defect(mode),
      nodeId: record.id,
      at: signalId === "" ? gate : into(gate, "signalId"),
      message: first
        ? `Gates ${first.id} and ${record.id} wait for one signal, "${signalId}"`
        : `Gate ${record.id} waits for a signal without an id, which nobody can send`,
      related: first ? [{ at: first.at, message: `Gate ${first.id}` }] : [],
    });
  }
}

/** Ids in a fixed order, whatever the order of the list. */
export function sortedIds(records: readonly NodeRecord[]): string[] {
  return records.map(({ id }) => id).sort(compareUtf8);
}
