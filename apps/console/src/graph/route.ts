/**
 * Orthogonal ways for the edges, and with them how far apart the layers stand.
 *
 * Between two layers each fan-out (or fan-in) has a track for its crosswise part; tracks that would overlap lie beside
 * each other, and the gap grows with their number.
 */
import type { LayoutEdge, Point } from "./layout.ts";
import type { Ordered } from "./order.ts";
import type { Placement } from "./place.ts";

const GAP = { down: 32, turned: 44 };
const TRACK = 8;
/** More tracks than this share: a channel of hundreds would be all channel. */
const MAX_TRACKS = 12;

interface Track {
  low: number;
  high: number;
  lane: number;
}

export interface Routing {
  readonly routes: ReadonlyMap<string, readonly Point[]>;
  /** Where a node begins in the direction of the edges. */
  along(vertex: number): number;
  readonly depth: number;
}

export function routeEdges(
  ordered: Ordered,
  placement: Placement,
  edges: readonly LayoutEdge[],
  turned: boolean,
): Routing {
  const tracks = assignTracks(ordered, placement);
  const { begins, ends } = stack(ordered, placement, tracks.lanes, turned ? GAP.turned : GAP.down);
  const layerOf = (vertex: number) => ordered.layerOf[vertex] ?? 0;
  const along = (vertex: number) => begins[layerOf(vertex)] ?? 0;
  const point = (across: number, down: number): Point => (turned ? { x: down, y: across } : { x: across, y: down });

  const routes = new Map<string, readonly Point[]>();
  for (const { id } of edges) {
    const path = ordered.paths.get(id);
    if (!path) continue;
    const points: [across: number, down: number][] = [];
    path.forEach((vertex, index) => {
      const next = path[index + 1];
      const centre = placement.centre(vertex);
      if (index > 0) points.push([centre, along(vertex)]);
      if (next === undefined) return;
      const isNode = vertex < ordered.nodeCount;
      points.push([centre, isNode ? along(vertex) + placement.length(vertex) : (ends[layerOf(vertex)] ?? 0)]);
      const channel = (ends[layerOf(vertex)] ?? 0) + tracks.offset(vertex, next);
      points.push([centre, channel], [placement.centre(next), channel]);
    });
    routes.set(
      id,
      withoutStraights(points).map(([across, down]) => point(across, down)),
    );
  }
  return { routes, along, depth: ends.at(-1) ?? 0 };
}

/** Which lane of its channel the crosswise part of a segment has. */
function assignTracks({ segments, layers, layerOf, below }: Ordered, { centre }: Placement) {
  // A source with several targets is one trunk; else all sources of a target are.
  const netOf = (from: number, to: number) => ((below[from]?.length ?? 0) > 1 ? `f${from}` : `t${to}`);
  const nets = new Map<string, Track & { layer: number }>();
  for (const { from, to } of segments) {
    const key = netOf(from, to);
    const [low, high] = [Math.min(centre(from), centre(to)), Math.max(centre(from), centre(to))];
    const net = nets.get(key);
    if (net) {
      net.low = Math.min(net.low, low);
      net.high = Math.max(net.high, high);
    } else nets.set(key, { low, high, lane: 0, layer: layerOf[from] ?? 0 });
  }
  const lanes = new Array<number>(layers.length).fill(0);
  const channels: Track[][][] = layers.map(() => []);
  for (const net of [...nets.values()].sort((a, b) => a.low - b.low || a.high - b.high)) {
    if (net.low === net.high) continue; // runs straight: needs no track
    const channel = channels[net.layer] ?? [];
    const free = channel.findIndex((lane) => (lane.at(-1)?.high ?? Number.NEGATIVE_INFINITY) < net.low - TRACK);
    net.lane = free >= 0 ? free : channel.length;
    const lane = channel[net.lane] ?? [];
    lane.push(net);
    channel[net.lane] = lane;
    lanes[net.layer] = Math.max(lanes[net.layer] ?? 0, net.lane + 1);
  }
  const offset = (from: number, to: number) => {
    const net = nets.get(netOf(from, to));
    return GAP.down / 2 + ((net?.lane ?? 0) % MAX_TRACKS) * TRACK;
  };
  return { lanes, offset };
}

function stack({ layers }: Ordered, { length }: Placement, lanes: readonly number[], gap: number) {
  const begins: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const [index, layer] of layers.entries()) {
    begins.push(at);
    at += layer.reduce((most, vertex) => Math.max(most, length(vertex)), 0);
    ends.push(at);
    at += gap + Math.min(MAX_TRACKS, Math.max(0, (lanes[index] ?? 0) - 1)) * TRACK;
  }
  return { begins, ends };
}

/** Leaves out points that lie between their neighbours on one line. */
function withoutStraights(points: readonly [number, number][]): [number, number][] {
  const kept: [number, number][] = [];
  for (const point of points) {
    const [a, b] = [kept.at(-2), kept.at(-1)];
    if (b && b[0] === point[0] && b[1] === point[1]) continue;
    if (a && b && ((a[0] === b[0] && b[0] === point[0]) || (a[1] === b[1] && b[1] === point[1]))) kept.pop();
    kept.push(point);
  }
  return kept;
}
