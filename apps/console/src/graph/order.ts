import type { Layered } from "./layer.ts";

export interface Ordered extends Layered {
  /** Vertices of each layer from left to right. */
  readonly layers: number[][];
  readonly above: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[];
}

const SWEEPS = 6;
/** Crossings of larger graphs are not counted: there the last sweep stands. */
const COUNT_UP_TO = 4000;

/**
 * The order within each layer: every vertex moves to the mean place of its neighbours above, then below, and so on; the
 * sweep with the fewest crossings wins. Ties keep the order they had, so that the result is always the same.
 */
export function orderLayers(layered: Layered): Ordered {
  const count = layered.layerOf.length;
  const above: number[][] = Array.from({ length: count }, () => []);
  const below: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of layered.segments) {
    below[from]?.push(to);
    above[to]?.push(from);
  }
  let layers = layered.layers.map((layer) => [...layer]);
  let best = layers;
  let fewest = layered.segments.length > COUNT_UP_TO ? undefined : crossings(layers, below);
  for (let sweep = 0; sweep < SWEEPS && fewest !== 0; sweep += 1) {
    layers = sweep % 2 === 0 ? sweepDown(layers, above) : sweepDown(layers.toReversed(), below).reverse();
    const now = fewest === undefined ? undefined : crossings(layers, below);
    if (now === undefined || fewest === undefined || now < fewest) {
      best = layers;
      fewest = now;
    }
  }
  return { ...layered, layers: best, above, below };
}

function sweepDown(layers: readonly (readonly number[])[], neighbours: readonly (readonly number[])[]): number[][] {
  const place = new Map<number, number>();
  return layers.map((layer) => {
    const wish = new Map(layer.map((vertex, index) => [vertex, mean(neighbours[vertex] ?? [], place) ?? index]));
    const sorted = layer.toSorted((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    sorted.forEach((vertex, index) => {
      place.set(vertex, index);
    });
    return sorted;
  });
}

function mean(vertices: readonly number[], place: ReadonlyMap<number, number>): number | undefined {
  if (vertices.length === 0) return undefined;
  return vertices.reduce((sum, vertex) => sum + (place.get(vertex) ?? 0), 0) / vertices.length;
}

/** Pairs of segments that cross, over all layers: inversions, counted with a Fenwick tree. */
function crossings(layers: readonly (readonly number[])[], below: readonly (readonly number[])[]): number {
  let total = 0;
  for (const [index, layer] of layers.entries()) {
    const next = layers[index + 1];
    if (!next) break;
    const place = new Map(next.map((vertex, at) => [vertex, at]));
    const ends = layer.flatMap((vertex) => (below[vertex] ?? []).map((to) => place.get(to) ?? 0).sort((a, b) => a - b));
    total += inversions(ends, next.length);
  }
  return total;
}

function inversions(values: readonly number[], size: number): number {
  const tree = new Array<number>(size + 1).fill(0);
  let count = 0;
  values.forEach((value, seen) => {
    let notLarger = 0;
    for (let i = value + 1; i > 0; i -= i & -i) notLarger += tree[i] ?? 0;
    count += seen - notLarger;
    for (let i = value + 1; i <= size; i += i & -i) tree[i] = (tree[i] ?? 0) + 1;
  });
  return count;
}
