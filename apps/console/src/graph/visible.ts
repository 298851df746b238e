/**
 * What of a compiled graph is drawn: which nodes for a set of closed containers, and which edges between them.
 *
 * Edges of hidden nodes end at the closed container they are in; an edge across levels is drawn between the boxes of
 * the lowest level that holds both. Start and end of sub-workflows are their container's border and are left out.
 */
import {
  type EdgeBinding,
  type Graph,
  type GraphNode,
  GraphNode_Kind as Kind,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { LayoutEdge, LayoutNode } from "./layout.ts";
import { isStack } from "./stacks.ts";

export interface VisibleNode extends LayoutNode {
  readonly node: GraphNode;
  readonly shape: "task" | "closed" | "open" | "port";
}

export interface VisibleEdge extends LayoutEdge {
  readonly bindings: readonly EdgeBinding[];
}

export interface VisibleGraph {
  readonly nodes: readonly VisibleNode[];
  readonly edges: readonly VisibleEdge[];
  /** Nodes inside closed containers. */
  readonly hidden: number;
}

const NODE_WIDTH = 200;
const NODE_HEIGHT = 44;
/** With a bar of what became of those inside. */
const BAR_HEIGHT = 56;
const PORT_WIDTH = 96;
const PORT_HEIGHT = 22;

/** A graph of this many nodes or fewer opens with its containers open. */
const OPEN_UP_TO = 40;

/** Paths of the nodes that have children, outermost first. */
export function containersOf(graph: Graph): string[] {
  const parents = new Set(graph.nodes.map(({ parent }) => parent).filter((parent) => parent !== ""));
  return graph.nodes.filter(({ path }) => parents.has(path)).map(({ path }) => path);
}

/** Containers that are closed when a graph is first shown: stacks always. */
export function initiallyClosed(graph: Graph): ReadonlySet<string> {
  return new Set(containersOf(graph).filter((path) => graph.nodes.length > OPEN_UP_TO || isStack(path)));
}

/** What is closed once the graph of a run has grown: containers that came, by what dynamic nodes run, as at first. */
export function closedAfter(before: Graph, next: Graph, closed: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set(containersOf(before));
  const came = containersOf(next).filter(
    (path) => !known.has(path) && (next.nodes.length > OPEN_UP_TO || isStack(path)),
  );
  return came.length === 0 ? closed : new Set([...closed, ...came]);
}

/** What is closed when all containers are open, none, or those in which something failed. Stacks are opened one by one. */
export function closedBut(
  graph: Graph,
  open: "all" | "none" | "failed",
  isFailed: (path: string) => boolean,
): ReadonlySet<string> {
  const wanted = new Set<string>();
  const byPath = new Map(graph.nodes.map((node) => [node.path, node]));
  if (open === "failed")
    for (const node of graph.nodes)
      if (isFailed(node.path)) for (const path of ancestors(node, byPath)) wanted.add(path);
  return new Set(containersOf(graph).filter((path) => isStack(path) || (open !== "all" && !wanted.has(path))));
}

export function visibleGraph(graph: Graph, closed: ReadonlySet<string>): VisibleGraph {
  const drawn = graph.nodes.filter((node) => !isInnerPort(node));
  const byPath = new Map(drawn.map((node) => [node.path, node]));
  const containers = new Set(containersOf(graph));
  const isShown = (node: GraphNode) => ancestors(node, byPath).every((each) => !closed.has(each));
  const shown = drawn.filter(isShown);
  return {
    nodes: shown.map((node) => toVisible(node, containers.has(node.path), closed.has(node.path))),
    edges: visibleEdges(graph, byPath, new Set(shown.map(({ path }) => path))),
    hidden: drawn.length - shown.length,
  };
}

/** Start or end: a border of its graph, which runs nothing. */
export const isPort = ({ kind }: Pick<GraphNode, "kind">): boolean => kind === Kind.START || kind === Kind.END;
const isInnerPort = (node: GraphNode) => isPort(node) && node.parent !== "";

const heightOf = ({ kind }: GraphNode) => (kind === Kind.MAP ? BAR_HEIGHT : NODE_HEIGHT);

function toVisible(node: GraphNode, isContainer: boolean, isClosed: boolean): VisibleNode {
  const base = { id: node.path, parent: node.parent, node };
  if (isPort(node)) {
    const rank = node.kind === Kind.START ? ("first" as const) : ("last" as const);
    return { ...base, shape: "port", width: PORT_WIDTH, height: PORT_HEIGHT, rank };
  }
  const rank = node.isFailureNode ? { rank: "last" as const } : {};
  if (!isContainer) return { ...base, ...rank, shape: "task", width: NODE_WIDTH, height: heightOf(node) };
  if (isClosed) return { ...base, ...rank, shape: "closed", width: NODE_WIDTH, height: BAR_HEIGHT };
  return { ...base, ...rank, shape: "open", width: 0, height: 0, isContainer: true };
}

/** Paths of the containers around a node, innermost first. */
function ancestors(node: GraphNode, byPath: ReadonlyMap<string, GraphNode>): string[] {
  const found: string[] = [];
  for (let at = byPath.get(node.parent); at; at = byPath.get(at.parent)) found.push(at.path);
  return found;
}

function visibleEdges(graph: Graph, byPath: ReadonlyMap<string, GraphNode>, shown: ReadonlySet<string>): VisibleEdge[] {
  const edges = new Map<string, VisibleEdge & { bindings: EdgeBinding[] }>();
  for (const { from, to, bindings } of graph.edges) {
    const ends = meet(byPath.get(from), byPath.get(to), byPath, shown);
    if (!ends) continue;
    const id = `${ends.from}→${ends.to}`;
    const edge = edges.get(id);
    if (edge) edge.bindings.push(...bindings);
    else edges.set(id, { id, ...ends, bindings: [...bindings] });
  }
  return [...edges.values()];
}

/** The boxes of one level between which an edge is drawn; undefined when it is inside one box or ends nowhere. */
function meet(
  from: GraphNode | undefined,
  to: GraphNode | undefined,
  byPath: ReadonlyMap<string, GraphNode>,
  shown: ReadonlySet<string>,
): { from: string; to: string } | undefined {
  if (!from || !to) return undefined;
  if (from.parent === to.parent && shown.has(from.path)) return { from: from.path, to: to.path };
  const fromLine = [from.path, ...ancestors(from, byPath)];
  const toLine = [to.path, ...ancestors(to, byPath)];
  while (fromLine.length > 0 && fromLine.at(-1) === toLine.at(-1)) {
    fromLine.pop();
    toLine.pop();
  }
  const [a, b] = [fromLine.at(-1), toLine.at(-1)];
  return a && b && shown.has(a) && shown.has(b) ? { from: a, to: b } : undefined;
}
