/** The nodes of an execution as the rows of a tree table. */
import { type Graph, type GraphNode, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { matchesNode, parseNodeFilter } from "./node-filter.ts";

export interface TreeRow {
  readonly node: GraphNode;
  readonly depth: number;
  readonly children: number;
  readonly isOpen: boolean;
  /** Shown only because something inside matches. */
  readonly isGrey: boolean;
}

/**
 * Rows in the graph's order, children under their parents. A filter keeps what matches and, greyed, what holds it; while
 * it is set everything is open.
 *
 * @param filter as typed (node-filter.ts)
 * @param statusOf a node's status in words, for a filter that asks for it
 */
export function treeRows(
  graph: Graph | undefined,
  closed: ReadonlySet<string>,
  filter: string,
  statusOf: (node: GraphNode) => string = () => "",
): TreeRow[] {
  const nodes = (graph?.nodes ?? []).filter(({ kind }) => kind !== Kind.START && kind !== Kind.END);
  const children = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const siblings = children.get(node.parent);
    if (siblings) siblings.push(node);
    else children.set(node.parent, [node]);
  }
  const found = filter === "" ? undefined : foundBy(filter, nodes, statusOf);
  const kept = found && withParents(found, nodes);
  const rows: TreeRow[] = [];
  // A stack, not recursion: how deep a workflow nests is its author's affair.
  const open = (children.get("") ?? []).map((node) => ({ node, depth: 0 })).reverse();
  for (let at = open.pop(); at; at = open.pop()) {
    const { node, depth } = at;
    if (kept && !kept.has(node.path)) continue;
    const inside = children.get(node.path) ?? [];
    const isOpen = inside.length > 0 && (kept !== undefined || !closed.has(node.path));
    const isGrey = found !== undefined && !found.has(node.path);
    rows.push({ node, depth, children: inside.length, isOpen, isGrey });
    if (isOpen) for (const child of inside.toReversed()) open.push({ node: child, depth: depth + 1 });
  }
  return rows;
}

/** A row of a list that is no tree. */
export function flatRow(node: GraphNode): TreeRow {
  return { node, depth: 0, children: 0, isOpen: false, isGrey: false };
}

/** The index of a node's row, or of that of the nearest container it is folded away in; -1 when there is neither. */
export function findShown(rows: readonly TreeRow[], path: string): number {
  const indexes = new Map(rows.map(({ node }, index) => [node.path, index]));
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const index = indexes.get(at);
    if (index !== undefined) return index;
  }
  return -1;
}

function foundBy(
  typed: string,
  nodes: readonly GraphNode[],
  statusOf: (node: GraphNode) => string,
): ReadonlySet<string> {
  const filter = parseNodeFilter(typed);
  return new Set(nodes.filter((node) => matchesNode(filter, node, statusOf)).map(({ path }) => path));
}

function withParents(found: ReadonlySet<string>, nodes: readonly GraphNode[]): ReadonlySet<string> {
  const parentOf = new Map(nodes.map(({ path, parent }) => [path, parent]));
  const kept = new Set<string>();
  for (const path of found) {
    for (let at = path; at && !kept.has(at); at = parentOf.get(at) ?? "") kept.add(at);
  }
  return kept;
}
