/**
 * Checks one workflow's nodes: ids, interfaces, bindings, conditions. Yields the edges of what reads what.
 *
 * The verdict does not depend on the order of the node list: interfaces are worked out in the order they depend on
 * each other, and bindings are checked when all interfaces are known. What did not change since the last compilation is
 * taken over (memory.ts).
 */
import type { WorkflowTemplate } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { identifierKey } from "@skein/spec/identifier";
import { checkBindings, type Read, readUntyped } from "./bindings.ts";
import { checkConditions } from "./branch.ts";
import { defect, type Report } from "./findings.ts";
import { type Links, sortedOnce } from "./graph.ts";
import { nearHints } from "./hints.ts";
import { byDependency, isMadeOfOthers } from "./interface-order.ts";
import type { OpenedNodes, WorkflowMemory } from "./memory.ts";
import { indexNodes, type NodeIndex } from "./node-index.ts";
import { interfaceOf, type NodeInterface, templateInterface } from "./node-interface.ts";
import { endNodeId, isApproval, type NodeGroup, type NodeRecord, startNodeId } from "./node-tree.ts";
import { sameMessage } from "./same-message.ts";
import type { Scope, WorkflowScope } from "./scope.ts";
import { checkSignals } from "./signals.ts";
import { into, toPath } from "./trail.ts";
import type { IndexedWorkflow } from "./workflow-index.ts";

/** A node of the list with those inside it, checked. */
export interface GroupCheck {
  /** Into the node of the list itself: what it reads, and what it comes after. */
  readonly reads: readonly Read[];
  /** Into it and the nodes inside it. */
  readonly links: readonly Links[];
  /** Nothing at all was reported. */
  readonly isClean: boolean;
}

/** A workflow whose nodes were checked. */
export interface CheckedNodes extends Omit<WorkflowMemory, "complete"> {
  readonly index: NodeIndex;
  /** Whether the same ids stand in the same order as in the last compilation. */
  readonly isSameList: boolean;
  /** How many nodes of the list were not taken over. */
  readonly checkedCount: number;
}

/** Checks the nodes of a workflow and reports what is wrong with them. */
export function checkNodes(workflow: IndexedWorkflow, opened: OpenedNodes, scope: Scope, report: Report): CheckedNodes {
  const { template, root } = workflow;
  const { groups, before, isSameList } = opened;
  const index = indexNodes(groups, root, scope.mode, report);
  const usable = index.isClean && before?.hasCleanIds ? before : undefined;
  const interfaces = new Map(usable?.interfaces);
  const checks = new Map(usable?.checks);
  for (const boundary of [startNodeId, endNodeId]) {
    const record = before?.nodes.get(boundary);
    if (record) interfaces.delete(record);
  }
  for (const group of usable?.groups ?? []) {
    if (opened.kept.has(group)) continue;
    checks.delete(group);
    for (const record of group.records) interfaces.delete(record);
  }
  const within: WorkflowScope = { scope, workflow, report, nodes: index.nodes, branchOf: index.branchOf, interfaces };
  const { inputs, outputs } = templateInterface(template.interface);
  for (const [id, visible] of [[startNodeId, inputs] as const, [endNodeId, new Map()] as const]) {
    const boundary = index.nodes.get(id);
    if (boundary) interfaces.set(boundary, { inputs: new Map(), outputs: visible, visible });
  }

  const stale = usable ? staleGroups(opened, usable, workflow, scope) : new Set(groups);
  const faulty = new Set<NodeGroup>();
  resolveInterfaces(stale, { ...within, interfaces }, faulty);

  const changed = usable && changedProviders(index, stale, usable, interfaces);
  let checkedCount = 0;
  for (const group of groups) {
    const known = stale.has(group) ? undefined : checks.get(group);
    const isSame =
      known &&
      changed &&
      (changed.size === 0 || !known.links.some(({ providers }) => providers.some((id) => changed.has(id)))) &&
      !(!isSameList && scope.mode !== "strict" && group.records.some(readsInOrder));
    if (isSame) continue;
    checks.delete(group);
    if (scope.isDone()) continue;
    checkedCount++;
    checks.set(group, checkGroup(group, index.inClosure, within, faulty));
  }
  const ends = checkBindings(
    {
      id: endNodeId,
      bindings: template.outputs,
      at: into(root, "outputs"),
      parent: root,
      expects: outputs,
      position: undefined,
    },
    within,
  );
  checkSignals(groups, scope.mode, report);
  const { nodes, isClean: hasCleanIds } = index;
  const own = ownInterface(template);
  return { groups, checks, nodes, interfaces, own, hasCleanIds, index, isSameList, ends, checkedCount };
}

/** The groups whose interfaces have to be worked out again. */
function staleGroups(
  { groups, kept }: OpenedNodes,
  before: WorkflowMemory,
  { template }: IndexedWorkflow,
  scope: Scope,
): Set<NodeGroup> {
  const changed = new Set(scope.changedEntities);
  // A workflow may launch itself: its own interface is not among the entities.
  if (!sameMessage(before.own, ownInterface(template))) {
    for (const id of [before.own.id, template.id]) if (id) changed.add(identifierKey(id));
  }
  return new Set(
    groups.filter(
      (group) =>
        !kept.has(group) ||
        !before.checks.get(group)?.isClean ||
        group.records.some(isApproval) ||
        (changed.size > 0 && group.references.some(({ key }) => changed.has(key))),
    ),
  );
}

function ownInterface({ id, interface: declared }: WorkflowTemplate): WorkflowMemory["own"] {
  return { id, declared };
}

/** Works out the interfaces of groups anew. */
function resolveInterfaces(
  stale: ReadonlySet<NodeGroup>,
  within: WorkflowScope & { readonly interfaces: Map<NodeRecord, NodeInterface> },
  faulty: Set<NodeGroup>,
): void {
  const { interfaces, nodes } = within;
  const groupOf = new Map<NodeRecord, NodeGroup>();
  const resolve = (record: NodeRecord, scope: WorkflowScope) => {
    const found = interfaceOf(record, scope);
    if (found) interfaces.set(record, found);
    else interfaces.delete(record);
  };
  for (const group of stale) {
    const scope = noting(within, group, faulty);
    for (const record of group.records) {
      if (isMadeOfOthers(record)) groupOf.set(record, group);
      else resolve(record, scope);
    }
  }
  for (const record of byDependency(groupOf.keys(), nodes)) {
    const group = groupOf.get(record);
    if (group) resolve(record, noting(within, group, faulty));
  }
}

/** The nodes whose outputs are not what they were, came, or went. */
function changedProviders(
  { nodes }: NodeIndex,
  stale: ReadonlySet<NodeGroup>,
  before: WorkflowMemory,
  interfaces: ReadonlyMap<NodeRecord, NodeInterface>,
): Set<string> {
  const outputsNow = (id: string) => visibleOf(nodes.get(id), interfaces);
  const outputsBefore = (id: string) => visibleOf(before.nodes.get(id), before.interfaces);
  const suspects = new Set([startNodeId, ...Array.from(stale, ({ root }) => root.id)]);
  for (const id of before.nodes.keys()) if (!nodes.has(id)) suspects.add(id);
  return new Set(
    [...suspects].filter(
      (id) => nodes.has(id) !== before.nodes.has(id) || !sameMessage(outputsNow(id), outputsBefore(id)),
    ),
  );
}

function visibleOf(record: NodeRecord | undefined, interfaces: ReadonlyMap<NodeRecord, NodeInterface>) {
  const visible = record && interfaces.get(record)?.visible;
  return visible && [...visible];
}

/** The same scope, with a report that also notes whose finding it is. */
function noting(within: WorkflowScope, group: NodeGroup, faulty: Set<NodeGroup>): WorkflowScope {
  const report: Report = (finding) => {
    faulty.add(group);
    within.report(finding);
  };
  return { ...within, report };
}

function checkGroup(
  group: NodeGroup,
  inClosure: ReadonlySet<NodeRecord>,
  outer: WorkflowScope,
  faulty: Set<NodeGroup>,
): GroupCheck {
  const within = noting(outer, group, faulty);
  const links: Links[] = [];
  let reads: readonly Read[] = [];
  for (const record of group.records) {
    if (record.place === "inner" || (record.place === "top" && !inClosure.has(record))) continue;
    const found = checkInputs(record, within);
    if (record.place === "top") {
      found.push(...findExplicit(record, within));
      reads = found;
    }
    if (record.node.target.case === "branchNode") checkConditions(record, readUntyped(record, within), within);
    const providers = sortedOnce(found.map(({ provider }) => provider));
    links.push({ id: record.id, providers, isScheduled: record.place === "top" });
  }
  return { reads, links, isClean: !faulty.has(group) };
}

/** Whether upstream binds it while it walks the list, so that what it reads must come earlier. */
function readsInOrder(record: NodeRecord): boolean {
  return record.place === "child" || record.node.target.case === "branchNode" || isApproval(record);
}

function checkInputs(record: NodeRecord, within: WorkflowScope): Read[] {
  const { node, id, at, slot } = record;
  const expects = within.interfaces.get(record)?.inputs ?? "unknown";
  const position = readsInOrder(record) ? slot.position : undefined;
  return checkBindings({ id, bindings: node.inputs, at: into(at, "inputs"), parent: at, expects, position }, within);
}

/** Nodes that must come before, said without reading from them; only nodes of the list have such edges. */
function findExplicit({ node, id, at }: NodeRecord, { scope, nodes, report }: WorkflowScope): Read[] {
  return node.upstreamNodeIds.map((upstream, index) => {
    const where = into(at, "upstreamNodeIds", index);
    const provider = upstream === "" ? startNodeId : upstream;
    if (!nodes.has(provider)) {
      report({
        code: "NodeReferenceNotFound",
        facts: { reference: provider },
        severity: defect(scope.mode),
        nodeId: provider,
        node: id,
        at: where,
        message: `Node ${id} comes after "${provider}", but there is no such node`,
        hints: () => nearHints(provider, otherNodes(nodes.keys(), id), toPath(where)),
      });
    }
    return { provider, at: where };
  });
}

function* otherNodes(ids: Iterable<string>, own: string): Iterable<string> {
  for (const id of ids) if (id !== own && id !== startNodeId && id !== endNodeId) yield id;
}
