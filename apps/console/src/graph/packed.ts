/** Graphs and layouts as a few arrays of numbers: what goes to a worker and back is moved, not copied piece by piece. */
import type { Layout, LayoutEdge, LayoutGraph, LayoutNode, Placed, Point } from "./layout.ts";

export interface PackedGraph {
  /** Width and height of each node. */
  readonly sizes: Float64Array;
  /** Of each node: number of its parent, -1 at the top; 1 for a container; 1 for the first, 2 for the last. */
  readonly facts: Int32Array;
  /** Numbers of the nodes at both ends of each edge. */
  readonly edges: Int32Array;
}

export interface PackedLayout {
  /** Corner and size of each node. */
  readonly boxes: Float64Array;
  /** Where each edge's points begin, in points; one more than edges. */
  readonly begins: Int32Array;
  readonly points: Float64Array;
  readonly width: number;
  readonly height: number;
}

const ranks = [undefined, "first", "last"] as const;

export function packGraph({ nodes, edges }: LayoutGraph): PackedGraph {
  const numbers = new Map(nodes.map(({ id }, at) => [id, at]));
  const numberOf = (id: string) => numbers.get(id) ?? -1;
  return {
    sizes: Float64Array.from(nodes.flatMap(({ width, height }) => [width, height])),
    facts: Int32Array.from(
      nodes.flatMap(({ parent, isContainer, rank }) => [numberOf(parent), isContainer ? 1 : 0, ranks.indexOf(rank)]),
    ),
    edges: Int32Array.from(edges.flatMap(({ from, to }) => [numberOf(from), numberOf(to)])),
  };
}

/** The same graph; its ids are numbers. */
export function unpackGraph({ sizes, facts, edges }: PackedGraph): LayoutGraph {
  const idOf = (number: number | undefined) => (number === undefined || number < 0 ? "" : String(number));
  return {
    nodes: Array.from({ length: sizes.length / 2 }, (_, at): LayoutNode => {
      const rank = ranks[facts[3 * at + 2] ?? 0];
      return {
        id: String(at),
        parent: idOf(facts[3 * at]),
        width: sizes[2 * at] ?? 0,
        height: sizes[2 * at + 1] ?? 0,
        ...(facts[3 * at + 1] === 1 && { isContainer: true }),
        ...(rank && { rank }),
      };
    }),
    edges: Array.from(
      { length: edges.length / 2 },
      (_, at): LayoutEdge => ({ id: String(at), from: idOf(edges[2 * at]), to: idOf(edges[2 * at + 1]) }),
    ),
  };
}

/** @param layout of an unpacked graph, with so many nodes and edges */
export function packLayout(
  { nodes, routes, width, height }: Layout,
  counts: { nodes: number; edges: number },
): PackedLayout {
  const boxes = new Float64Array(4 * counts.nodes);
  for (const [id, box] of nodes) boxes.set([box.x, box.y, box.width, box.height], 4 * Number(id));
  const begins = new Int32Array(counts.edges + 1);
  let length = 0;
  for (let at = 0; at < counts.edges; at += 1) {
    begins[at] = length;
    length += routes.get(String(at))?.length ?? 0;
  }
  begins[counts.edges] = length;
  const points = new Float64Array(2 * length);
  for (const [id, route] of routes) {
    const begin = begins[Number(id)] ?? 0;
    for (const [at, { x, y }] of route.entries()) points.set([x, y], 2 * (begin + at));
  }
  return { boxes, begins, points, width, height };
}

/** @param graph whose ids it is to have */
export function unpackLayout({ boxes, begins, points, width, height }: PackedLayout, graph: LayoutGraph): Layout {
  const nodes = new Map<string, Placed>();
  for (const [at, { id }] of graph.nodes.entries()) {
    const [x = 0, y = 0, w = 0, h = 0] = boxes.subarray(4 * at, 4 * at + 4);
    nodes.set(id, { x, y, width: w, height: h });
  }
  const routes = new Map<string, readonly Point[]>();
  for (const [at, { id }] of graph.edges.entries()) {
    const [begin = 0, end = 0] = begins.subarray(at, at + 2);
    if (end === begin) continue;
    const route: Point[] = [];
    for (let point = begin; point < end; point += 1)
      route.push({ x: points[2 * point] ?? 0, y: points[2 * point + 1] ?? 0 });
    routes.set(id, route);
  }
  return { nodes, routes, width, height };
}
