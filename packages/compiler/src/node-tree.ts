/**
 * The nodes of a template, flat: those of the list, of branches, of array nodes, and the failure node.
 *
 * Branch children get the id they have in the closure, `<branch>-<child>`. One that already has it keeps it, so that a
 * closure compiles to itself (upstream prefixes a second time).
 */
import { create } from "@bufbuild/protobuf";
import { type Node, NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { type BranchArm, branchArms } from "./references.ts";
import { into, type Trail } from "./trail.ts";
import type { IndexedWorkflow } from "./workflow-index.ts";

/** The id of the node that stands for the workflow's inputs. */
export const startNodeId = "start-node";
/** The id of the node that stands for the workflow's outputs. */
export const endNodeId = "end-node";

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
  /** In the list, of the node itself or the one it is inside; the failure node comes after all. */
  readonly position: number;
  /** Of a branch node: its arms with their nodes. */
  readonly arms: readonly { readonly arm: BranchArm; readonly child?: NodeRecord }[];
  /** Of an array node. */
  readonly inner?: NodeRecord;
}

/** All nodes of a template, each before those inside it. */
export function collectNodes({ template, root }: IndexedWorkflow): NodeRecord[] {
  const records: NodeRecord[] = [];
  const pending: Building[] = template.nodes.map((node, position) =>
    building({ node, id: node.id, at: into(root, "nodes", position), place: "top", position }),
  );
  if (template.failureNode) {
    const node = template.failureNode;
    const position = template.nodes.length;
    pending.push(building({ node, id: node.id, at: into(root, "failureNode"), place: "failure", position }));
  }
  // A list hands out what is pushed while it is walked: this is the worklist.
  for (const record of pending) {
    records.push(record);
    const { node, id, at, position } = record;
    const place = record.place === "inner" ? "inner" : "child";
    for (const arm of branchArms(node, at)) {
      if (!arm.node) {
        record.arms.push({ arm });
        continue;
      }
      const child = building({ node: arm.node, id: prefixed(id, arm.node.id), at: arm.at, place, position });
      record.arms.push({ arm, child });
      pending.push(child);
    }
    if (node.target.case === "arrayNode" && node.target.value.node) {
      const inner = node.target.value.node;
      const where = into(at, "arrayNode", "node");
      const nested = building({ node: inner, id: inner.id || id, at: where, place: "inner", position });
      record.inner = nested;
      pending.push(nested);
    }
  }
  return records;
}

/** Start-node or end-node of a workflow, as a record that promises can name. */
export function boundaryNode({ root }: IndexedWorkflow, id: typeof startNodeId | typeof endNodeId): NodeRecord {
  return { node: create(NodeSchema, { id }), id, at: root, place: "boundary", position: -1, arms: [] };
}

interface Building extends NodeRecord {
  readonly arms: { arm: BranchArm; child?: NodeRecord }[];
  inner?: NodeRecord;
}

function building(record: Omit<NodeRecord, "arms" | "inner">): Building {
  return { ...record, arms: [] };
}

function prefixed(branchId: string, childId: string): string {
  return childId.startsWith(`${branchId}-`) ? childId : `${branchId}-${childId}`;
}
