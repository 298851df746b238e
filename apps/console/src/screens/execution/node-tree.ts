/** The nodes of an execution as the rows of a tree table. */
import { type Graph, type GraphNode, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";

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
 */
export function treeRows(graph: Graph | undefined, closed: ReadonlySet<string>, filter: string): TreeRow[] {
  const nodes = (graph?.nodes ?? []).filter(({ kind }) => kind !== Kind.START && kind !== Kind.END);
  const children = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const siblings = children.get(node.parent);
    if (siblings) siblings.push(node);
    else children.set(node.parent, [node]);
  }
  const matches = (node: GraphNode) => `${node.name} ${node.path} ${node.target}`.toLowerCase().includes(filter);
  const kept = filter === "" ? undefined : keptBy(nodes, matches);
  const rows: TreeRow[] = [];
  // A stack, not recursion: how deep a workflow nests is its author's affair.
  const open = (children.get("") ?? []).map((node) => ({ node, depth: 0 })).reverse();
  for (let at = open.pop(); at; at = open.pop()) {
    const { node, depth } = at;
    if (kept && !kept.has(node.path)) continue;
    const inside = children.get(node.path) ?? [];
    const isOpen = inside.length > 0 && (kept !== undefined || !closed.has(node.path));
    rows.push({ node, depth, children: inside.length, isOpen, isGrey: kept !== undefined && !matches(node) });
    if (isOpen) for (const child of inside.toReversed()) open.push({ node: child, depth: depth + 1 });
  }
  return rows;
}

function keptBy(nodes: readonly GraphNode[], matches: (node: GraphNode) => boolean): ReadonlySet<string> {
  const parentOf = new Map(nodes.map(({ path, parent }) => [path, parent]));
  const kept = new Set<string>();
  for (const node of nodes.filter(matches)) {
    for (let at = node.path; at && !kept.has(at); at = parentOf.get(at) ?? "") kept.add(at);
  }
  return kept;
}
