/**
 * Places across a layer: as near to the neighbours as the order and the distances allow.
 *
 * Per layer this is a least-squares problem with an exact answer in one pass (pool adjacent violators); a few passes
 * downwards and upwards bring the whole graph to rest. Bends weigh more than nodes, so that long edges run straight.
 */
import type { LayoutNode } from "./layout.ts";
import type { Ordered } from "./order.ts";

export interface Placement {
  /** The middle of a vertex across the layer, from 0. */
  centre(vertex: number): number;
  /** Of a vertex in the direction of the edges; 0 for a bend. */
  length(vertex: number): number;
  readonly breadth: number;
}

const PASSES = 8;
const NODE_GAP = { across: 36, turned: 20 };
const BEND_GAP = 14;
const BEND_WEIGHT = 6;

export function placeAcross(ordered: Ordered, nodes: readonly LayoutNode[], turned: boolean): Placement {
  const { layers, above, below, nodeCount, layerOf } = ordered;
  const breadthOf = (vertex: number) => (turned ? nodes[vertex]?.height : nodes[vertex]?.width) ?? 0;
  const nodeGap = turned ? NODE_GAP.turned : NODE_GAP.across;
  const apart = (a: number, b: number) =>
    (breadthOf(a) + breadthOf(b)) / 2 + (a < nodeCount && b < nodeCount ? nodeGap : BEND_GAP);
  const weight = (vertex: number) => (vertex < nodeCount ? 1 : BEND_WEIGHT);

  const centres = new Array<number>(layerOf.length).fill(0);
  for (const layer of layers) settle(layer, () => 0, apart, weight, centres);
  for (let pass = 0; pass <= PASSES; pass += 1) {
    const down = pass % 2 === 0;
    const near = down ? above : below;
    for (const layer of down ? layers : layers.toReversed()) {
      settle(layer, (vertex) => middle(near[vertex] ?? [], centres) ?? centres[vertex] ?? 0, apart, weight, centres);
    }
  }

  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [vertex, centre] of centres.entries()) {
    low = Math.min(low, centre - breadthOf(vertex) / 2);
    high = Math.max(high, centre + breadthOf(vertex) / 2);
  }
  return {
    centre: (vertex) => Math.round((centres[vertex] ?? 0) - low),
    length: (vertex) => (turned ? nodes[vertex]?.width : nodes[vertex]?.height) ?? 0,
    breadth: Math.ceil(Math.max(0, high - low)),
  };
}

/** The median of the neighbours' places; of an even number the middle between the two medians. */
function middle(vertices: readonly number[], centres: readonly number[]): number | undefined {
  if (vertices.length === 0) return undefined;
  const sorted = vertices.map((vertex) => centres[vertex] ?? 0).sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}

interface Block {
  sum: number;
  weight: number;
  count: number;
}

/** Writes the places nearest to what each vertex wishes, in order and at least `apart`. */
function settle(
  layer: readonly number[],
  wish: (vertex: number) => number,
  apart: (a: number, b: number) => number,
  weight: (vertex: number) => number,
  centres: number[],
): void {
  const offsets: number[] = [];
  const blocks: Block[] = [];
  layer.forEach((vertex, index) => {
    const left = layer[index - 1];
    const offset = left === undefined ? 0 : (offsets[index - 1] ?? 0) + apart(left, vertex);
    offsets.push(offset);
    let block: Block = { sum: (wish(vertex) - offset) * weight(vertex), weight: weight(vertex), count: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.weight >= block.sum / block.weight; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, count: last.count + block.count };
    }
    blocks.push(block);
  });
  let index = 0;
  for (const { sum, weight: total, count } of blocks) {
    for (const end = index + count; index < end; index += 1) {
      const vertex = layer[index];
      if (vertex !== undefined) centres[vertex] = sum / total + (offsets[index] ?? 0);
    }
  }
}
