/**
 * What one compilation leaves for the next, so that after an edit only what changed, and what reads from it, is checked
 * again.
 *
 * The unit is a node of the list with those inside it. What was found out about one is taken over while its content, the
 * entities it names and the outputs of the nodes it reads are the same. Content counts, not identity: an editor parses
 * its text anew at every pause. Whatever had a finding is checked again each time, since hints name other nodes.
 * Nothing here changes a verdict: an empty memory and a full one give the same (incremental.test.ts).
 */
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { Read } from "./bindings.ts";
import type { CompleteGraph } from "./complete-graph.ts";
import type { Mode } from "./findings.ts";
import type { GroupCheck } from "./node-check.ts";
import type { NodeInterface } from "./node-interface.ts";
import { groupNodes, type NodeGroup, type NodeRecord, type Slot } from "./node-tree.ts";
import { sameMessage } from "./same-message.ts";
import { into, type Trail } from "./trail.ts";
import type { IndexedWorkflow } from "./workflow-index.ts";

/** What is known after a compilation. */
export interface Memory {
  readonly mode: Mode;
  /** Tasks, launch plans and the interfaces of workflows, by identifier key. */
  readonly entities: ReadonlyMap<string, unknown>;
  /** By where the workflow stood in the input. */
  readonly workflows: ReadonlyMap<string, WorkflowMemory>;
}

/** What is known of one workflow. */
export interface WorkflowMemory {
  /** In source order, the failure node's last. */
  readonly groups: readonly NodeGroup[];
  readonly checks: ReadonlyMap<NodeGroup, GroupCheck>;
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  readonly interfaces: ReadonlyMap<NodeRecord, NodeInterface>;
  /** What the workflow's outputs read. */
  readonly ends: readonly Read[];
  readonly complete: CompleteGraph;
  /** The workflow's own id and interface, which nodes that launch it have. */
  readonly own: { readonly id: Identifier | undefined; readonly declared: TypedInterface | undefined };
  /** Whether every node id was there, free to use, and its own. */
  readonly hasCleanIds: boolean;
}

/** The nodes of a workflow in groups. */
export interface OpenedNodes {
  readonly groups: readonly NodeGroup[];
  /** Of those, the ones that are as they were; and what was known. */
  readonly kept: ReadonlySet<NodeGroup>;
  readonly before: WorkflowMemory | undefined;
  /** Whether the same ids stand in the same order as before. */
  readonly isSameList: boolean;
}

/** The groups of a template: those known before where the content is the same, others made anew. */
export function openNodes({ template, root }: IndexedWorkflow, before: WorkflowMemory | undefined): OpenedNodes {
  const find = finder(before?.groups ?? []);
  const kept = new Set<NodeGroup>();
  const open = (node: Node, slot: Slot): NodeGroup => {
    const group = find(node, slot);
    if (!group || kept.has(group) || !sameMessage(group.root.node, node)) return groupNodes(node, slot);
    group.slot.key = slot.key;
    group.slot.position = slot.position;
    kept.add(group);
    return group;
  };
  const parent: Trail = into(root, "nodes");
  const groups = template.nodes.map((node, position) => open(node, { parent, key: position, position }));
  if (template.failureNode) {
    groups.push(open(template.failureNode, { parent: root, key: "failureNode", position: template.nodes.length }));
  }
  const isSameList =
    groups.length === before?.groups.length &&
    groups.every((group, index) => group.root.node.id === before.groups[index]?.root.node.id);
  return { groups, kept, before, isSameList };
}

/** Finds the group a node had: most often it stands where it stood. */
function finder(groups: readonly NodeGroup[]): (node: Node, slot: Slot) => NodeGroup | undefined {
  let byId: Map<string, NodeGroup> | undefined;
  return ({ id }, { key, position }) => {
    const there = groups[position];
    if (key === "failureNode") return groups.findLast(({ root }) => root.place === "failure");
    if (there?.root.node.id === id && there.root.place === "top") return there;
    byId ??= new Map(groups.filter(({ root }) => root.place === "top").map((each) => [each.root.node.id, each]));
    return byId.get(id);
  };
}

/** The keys under which something else is known now than before, or nothing any more. */
export function changedKeys(before: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): Set<string> {
  const changed = new Set<string>();
  for (const [key, value] of now) if (!before.has(key) || !sameMessage(before.get(key), value)) changed.add(key);
  for (const key of before.keys()) if (!now.has(key)) changed.add(key);
  return changed;
}
