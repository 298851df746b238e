/**
 * The nodes of a workflow by what they are called, and what is wrong with their ids.
 */
import { defect, type Mode, type Report } from "./findings.ts";
import { maxNesting } from "./nesting.ts";
import { boundaryNode, endNodeId, type NodeGroup, type NodeRecord, startNodeId } from "./node-tree.ts";
import { into, type Trail } from "./trail.ts";

/** What promises can name, and which nodes upstream keeps. */
export interface NodeIndex {
  /** Start-node, end-node and the nodes of the list, each once. */
  readonly nodes: ReadonlyMap<string, NodeRecord>;
  /** Those of the list that are in the closure, in source order. */
  readonly top: readonly NodeRecord[];
  /** The same as a set. */
  readonly inClosure: ReadonlySet<NodeRecord>;
  /** By the ids of nodes inside branches, which no promise reaches: the branch, and the node itself. */
  readonly branchOf: ReadonlyMap<string, { readonly branch: NodeRecord; readonly child: NodeRecord }>;
  /** Whether every id is there, free to use, and its node's own. */
  readonly isClean: boolean;
}

/** Indexes the nodes of a template and reports ids that are missing, reserved or repeated. */
export function indexNodes(groups: readonly NodeGroup[], root: Trail, mode: Mode, report: Report): NodeIndex {
  const nodes = new Map<string, NodeRecord>();
  for (const id of [startNodeId, endNodeId] as const) nodes.set(id, boundaryNode(root, id));
  const top: NodeRecord[] = [];
  const children = new Map<string, NodeRecord>();
  const branchOf = new Map<string, { branch: NodeRecord; child: NodeRecord }>();
  let isClean = true;

  const reportUnfit = (record: NodeRecord): boolean => {
    const { node, id, at, place } = record;
    if (node.id === "") {
      isClean = false;
      const message = "A node has no id";
      report({ code: "ValueRequired", facts: { field: "Id" }, nodeId: "<node>", at, message });
    }
    if (id === startNodeId || id === endNodeId) {
      isClean = false;
      report({
        code: "ReservedNodeId",
        facts: { id },
        severity: defect(mode),
        nodeId: id,
        at: into(at, "id"),
        message: `${id} is the compiler's own node; Flyte 1.16 drops a node of that name without a word`,
        hints: [{ text: "Give the node another id" }],
      });
      return true;
    }
    const first = nodes.get(id) ?? children.get(id);
    if (!first || node.id === "") return false;
    isClean = false;
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
    return false;
  };

  for (const { root: record } of groups) {
    const isReserved = reportUnfit(record);
    if (record.place !== "top") {
      if (!isReserved) children.set(record.id, record);
    } else if (!isReserved && !nodes.has(record.id)) {
      nodes.set(record.id, record);
      top.push(record);
    }
  }
  for (const { records, tooDeep } of groups) {
    for (const record of records) {
      for (const { child } of record.arms) {
        if (!child || child.place === "inner") continue;
        branchOf.set(child.id, { branch: record, child });
        branchOf.set(child.node.id, { branch: record, child });
        if (!reportUnfit(child)) children.set(child.id, child);
      }
    }
    if (!tooDeep) continue;
    const message = `Node ${tooDeep.id} is nested deeper than ${maxNesting} levels`;
    isClean = false;
    report({ code: "NestingTooDeep", facts: { limit: maxNesting }, nodeId: tooDeep.id, at: tooDeep.at, message });
  }
  return { nodes, top, inClosure: new Set(top), branchOf, isClean };
}
