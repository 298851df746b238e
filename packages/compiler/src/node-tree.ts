/**
 * The nodes of a template in groups: each node of the list with those inside it (in branches, in array nodes), and the
 * failure node. A group is what a compilation may take over from the one before it, memory.ts.
 *
 * Branch children get the id they have in the closure, `<branch>-<child>`. One that already has it keeps it, so that a
 * closure compiles to itself (upstream prefixes a second time).
 */
import { create } from "@bufbuild/protobuf";
import { type Node, NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { maxNesting } from "./nesting.ts";
import { type BranchArm, branchArms, nodeReferences, type Reference } from "./references.ts";
import { into, type Trail } from "./trail.ts";

/** The id of the node that stands for the workflow's inputs. */
export const startNodeId = "start-node";
/** The id of the node that stands for the workflow's outputs. */
export const endNodeId = "end-node";

/** Where a node of the list stands. A link of the trails inside it, so all of them move when the list does. */
export interface Slot {
  readonly parent: Trail;
  key: string | number;
  /** In the list; the failure node comes after all. */
  position: number;
}

/** A node, where it stands, and the nodes inside it. */
export interface NodeRecord {
  readonly node: Node;
  /** As in the closure. */
  readonly id: string;
  readonly at: Trail;
  /**
   * `top`: in the list; `child`: in a branch; `failure`: the failure node; `inner`: in an array node, where upstream
   * looks at the interface only; `boundary`: start-node and end-node, which the compiler adds.
   */
  readonly place: "top" | "child" | "failure" | "inner" | "boundary";
  /** Of the node itself or the one of the list it is inside. */
  readonly slot: Readonly<Slot>;
  /** Of a branch node: its arms with their nodes. */
  readonly arms: readonly { readonly arm: BranchArm; readonly child?: NodeRecord }[];
  /** Of an array node. */
  readonly inner?: NodeRecord;
}

/** A node of the list, or the failure node, and those inside it. */
export interface NodeGroup {
  readonly root: NodeRecord;
  /** Each before those inside it. */
  readonly records: readonly NodeRecord[];
  readonly slot: Slot;
  readonly references: readonly Reference[];
  /** The first node that is nested deeper than the compiler follows; it and what is inside it are left out. */
  readonly tooDeep?: NodeRecord;
}

/** The group of a node. */
export function groupNodes(node: Node, slot: Slot): NodeGroup {
  const root = building({ node, id: node.id, at: slot, place: slot.key === "failureNode" ? "failure" : "top", slot });
  let tooDeep: NodeRecord | undefined;
  const worklist = [{ record: root, depth: 0 }];
  // A list hands out what is pushed while it is walked.
  for (const { record, depth } of worklist) {
    if (depth >= maxNesting && hasNodesInside(record.node)) tooDeep ??= record;
    else nestInto(record, (nested) => worklist.push({ record: nested, depth: depth + 1 }));
  }
  const records = worklist.map(({ record }) => record);
  const references = nodeReferences(node, slot);
  return { root, records, slot, references, ...(tooDeep ? { tooDeep } : {}) };
}

function hasNodesInside({ target }: Node): boolean {
  return target.case === "branchNode" || target.case === "arrayNode";
}

function nestInto(record: Building, found: (nested: Building) => void): void {
  const { node, id, at, slot } = record;
  const place = record.place === "inner" ? "inner" : "child";
  for (const arm of branchArms(node, at)) {
    if (!arm.node) {
      record.arms.push({ arm });
      continue;
    }
    const child = building({ node: arm.node, id: prefixed(id, arm.node.id), at: arm.at, place, slot });
    record.arms.push({ arm, child });
    found(child);
  }
  if (node.target.case === "arrayNode" && node.target.value.node) {
    const inner = node.target.value.node;
    const where = into(at, "arrayNode", "node");
    record.inner = building({ node: inner, id: inner.id || id, at: where, place: "inner", slot });
    found(record.inner);
  }
}

/** Start-node or end-node of a workflow, as a record that promises can name. */
export function boundaryNode(root: Trail, id: typeof startNodeId | typeof endNodeId): NodeRecord {
  const slot = { parent: root, key: "nodes", position: -1 };
  return { node: create(NodeSchema, { id }), id, at: root, place: "boundary", slot, arms: [] };
}

/** Whether a node waits for an approval: it then passes on what it reads, so that its outputs depend on other nodes. */
export function isApproval({ node: { target } }: NodeRecord): boolean {
  return target.case === "gateNode" && target.value.condition.case === "approve";
}

interface Building extends NodeRecord {
  readonly arms: { arm: BranchArm; child?: NodeRecord }[];
  inner?: Building;
}

function building(record: Omit<NodeRecord, "arms" | "inner">): Building {
  return { ...record, arms: [] };
}

function prefixed(branchId: string, childId: string): string {
  return childId.startsWith(`${branchId}-`) ? childId : `${branchId}-${childId}`;
}
