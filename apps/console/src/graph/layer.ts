/**
 * Which layer each node is in, and the small graph that ordering and placing work on.
 *
 * Vertices 0…n-1 are the nodes; the rest are bends: places where a long edge crosses a layer. Edges of one fan-out (or
 * fan-in) share their bends, so that they run as one trunk and a node with a thousand targets costs one lane.
 */
import type { LayoutEdge, LayoutNode } from "./layout.ts";

/** From one layer to the next. */
interface Segment {
  readonly from: number;
  readonly to: number;
}

export interface Layered {
  readonly layers: number[][];
  readonly layerOf: number[];
  readonly segments: Segment[];
  /** Vertices on the way, ends included, by edge id. An edge without lanes has only its ends. */
  readonly paths: ReadonlyMap<string, readonly number[]>;
  readonly nodeCount: number;
}

/** Layers crossed by all edges together. Beyond this they cost more than they show: the longest are drawn straight. */
const MAX_CROSSED = 30_000;

type Link = Segment & { readonly id: string };

export function assignLayers(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): Layered {
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const links = edges.flatMap(({ id, from, to }): Link[] => {
    const [a, b] = [indexOf.get(from), indexOf.get(to)];
    return a === undefined || b === undefined || a === b ? [] : [{ id, from: a, to: b }];
  });
  const layerOf = longestPaths(nodes, links);
  const { segments, paths } = bend(layerOf, links);
  const layers: number[][] = [];
  layerOf.forEach((layer, vertex) => {
    while (layers.length <= layer) layers.push([]);
    layers[layer]?.push(vertex);
  });
  return { layers, layerOf, segments, paths, nodeCount: nodes.length };
}

/** Every node one below the lowest that leads to it; then sources move down to what they feed. */
function longestPaths(nodes: readonly LayoutNode[], links: readonly Link[]): number[] {
  const { order, out, incoming } = topologicalOrder(nodes.length, links);
  const layerOf = new Array<number>(nodes.length).fill(0);
  const hasFirst = nodes.some(({ rank }) => rank === "first");
  nodes.forEach(({ rank }, index) => {
    if (hasFirst && rank !== "first") layerOf[index] = 1;
  });
  for (const vertex of order) {
    const below = (layerOf[vertex] ?? 0) + 1;
    for (const to of out[vertex] ?? []) layerOf[to] = Math.max(layerOf[to] ?? 0, below);
  }
  for (const vertex of order.toReversed()) {
    const targets = out[vertex] ?? [];
    const sources = (incoming[vertex] ?? []).length;
    if (nodes[vertex]?.rank || targets.length === 0 || sources > 0) continue;
    layerOf[vertex] = Math.min(...targets.map((to) => layerOf[to] ?? 0)) - 1;
  }
  const deepest = nodes.reduce(
    (most, { rank }, index) => (rank === "last" ? most : Math.max(most, layerOf[index] ?? 0)),
    -1,
  );
  nodes.forEach(({ rank }, index) => {
    if (rank === "last") layerOf[index] = Math.max(deepest + 1, 0);
  });
  return closeGaps(layerOf);
}

/** Kahn's order. What is on a cycle (a broken document may be drawn) is entered where the cycle is first met. */
function topologicalOrder(count: number, links: Link[] | readonly Link[]) {
  const out: number[][] = Array.from({ length: count }, () => []);
  const incoming: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of links) {
    out[from]?.push(to);
    incoming[to]?.push(from);
  }
  const waitsFor = incoming.map((sources) => sources.length);
  const order: number[] = [];
  const done = new Array<boolean>(count).fill(false);
  const enter = (vertex: number) => {
    done[vertex] = true;
    order.push(vertex);
  };
  for (let vertex = 0; vertex < count; vertex += 1) if (waitsFor[vertex] === 0) enter(vertex);
  let next = 0;
  for (let at = 0; order.length < count || at < order.length; at += 1) {
    const vertex = order[at];
    if (vertex === undefined) {
      while (done[next]) next += 1;
      enter(next);
      at -= 1;
      continue;
    }
    // Edges back into what is already placed are the ones that close a cycle: they order nothing.
    out[vertex] = (out[vertex] ?? []).filter((to) => !done[to]);
    for (const to of out[vertex]) {
      waitsFor[to] = (waitsFor[to] ?? 0) - 1;
      if (waitsFor[to] === 0) enter(to);
    }
  }
  return { order, out, incoming };
}

function closeGaps(layerOf: readonly number[]): number[] {
  const used = [...new Set(layerOf)].sort((a, b) => a - b);
  const at = new Map(used.map((layer, index) => [layer, index]));
  return layerOf.map((layer) => at.get(layer) ?? 0);
}

/** Cuts edges over several layers into segments between neighbours; adds the bends to `layerOf`. */
function bend(layerOf: number[], links: readonly Link[]) {
  const longOut = new Map<number, number>();
  for (const { from, to } of links) {
    if ((layerOf[to] ?? 0) - (layerOf[from] ?? 0) > 1) longOut.set(from, (longOut.get(from) ?? 0) + 1);
  }
  const bends = new Map<string, number>();
  const segments = new Map<string, Segment>();
  const paths = new Map<string, readonly number[]>();
  const span = ({ from, to }: Segment) => (layerOf[to] ?? 0) - (layerOf[from] ?? 0);
  let crossed = 0;
  for (const { id, from, to } of links.toSorted((a, b) => span(a) - span(b))) {
    const [top, bottom] = [layerOf[from] ?? 0, layerOf[to] ?? 0];
    if (bottom - top > 1) crossed += bottom - top - 1;
    if (bottom <= top || (bottom - top > 1 && crossed > MAX_CROSSED)) {
      paths.set(id, [from, to]); // back along a cycle, or one too long
      continue;
    }
    const trunk = (longOut.get(from) ?? 0) > 1 ? `from${from}` : `to${to}`;
    const path = [from];
    for (let layer = top + 1; layer < bottom; layer += 1) {
      const key = `${trunk}@${layer}`;
      const vertex = bends.get(key) ?? layerOf.push(layer) - 1;
      bends.set(key, vertex);
      path.push(vertex);
    }
    path.push(to);
    paths.set(id, path);
    for (let i = 1; i < path.length; i += 1) {
      const segment = { from: path[i - 1] ?? from, to: path[i] ?? to };
      segments.set(`${segment.from}-${segment.to}`, segment);
    }
  }
  return { segments: [...segments.values()], paths };
}
