/**
 * Where everything in a graph stands: the instant placement that always paints first, whatever the graph's size.
 *
 * Longest-path layers (layer.ts), a few barycentre sweeps against crossings (order.ts), compact coordinates that keep
 * chains straight (place.ts), orthogonal routes with one trunk per fan-out (route.ts). Containers are laid out from the
 * inside outwards and are then boxes among others. Nothing recurses over edges: chains and fans of thousands are fine.
 * Same input, same output. For small graphs refine.ts asks ELK for a better placement afterwards.
 */
import { assignLayers } from "./layer.ts";
import { orderLayers } from "./order.ts";
import { placeAcross } from "./place.ts";
import { routeEdges } from "./route.ts";

export type Direction = "TB" | "LR";

export interface LayoutNode {
  readonly id: string;
  /** Id of the container it is in; empty at the top. */
  readonly parent: string;
  readonly width: number;
  readonly height: number;
  /** Its size follows from its children. */
  readonly isContainer?: boolean;
  readonly rank?: "first" | "last";
}

/** Between two nodes of the same parent. */
export interface LayoutEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export interface LayoutGraph {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Relative to the parent's corner. */
export interface Placed extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly nodes: ReadonlyMap<string, Placed>;
  /** Corners from source to target by edge id, in the canvas's own coordinates. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

export const CONTAINER_HEAD = 32;
export const CONTAINER_PADDING = 16;
const CONTAINER_MIN_WIDTH = 232;
/** Below the head, before the first child. */
const HEAD_GAP = 12;

export function layoutGraph({ nodes, edges }: LayoutGraph, direction: Direction): Layout {
  const placed = new Map<string, Placed>();
  const inner = new Map<string, ReadonlyMap<string, readonly Point[]>>();
  const children = groupBy(nodes, ({ parent }) => parent);
  const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const edgesIn = groupBy(edges, ({ from }) => parentOf.get(from) ?? "");
  const sizes = new Map<string, { width: number; height: number }>();

  for (const parent of innermostFirst(nodes, children)) {
    const sized = (children.get(parent) ?? []).map((node) => ({ ...node, ...sizes.get(node.id) }));
    const level = layoutLevel(sized, edgesIn.get(parent) ?? [], direction);
    const offset = parent === "" ? { x: 0, y: 0 } : { x: CONTAINER_PADDING, y: CONTAINER_HEAD + HEAD_GAP };
    const width = parent === "" ? level.width : Math.max(CONTAINER_MIN_WIDTH, level.width + 2 * CONTAINER_PADDING);
    const height = parent === "" ? level.height : level.height + offset.y + CONTAINER_PADDING;
    sizes.set(parent, { width, height });
    const shift = { x: parent === "" ? 0 : (width - level.width) / 2, y: offset.y };
    for (const [id, box] of level.nodes) placed.set(id, { ...box, x: box.x + shift.x, y: box.y + shift.y });
    inner.set(parent, moveRoutes(level.routes, shift));
  }

  const routes = new Map<string, readonly Point[]>();
  for (const [parent, found] of inner) {
    for (const [id, points] of moveRoutes(found, cornerOf(parent, placed, parentOf))) routes.set(id, points);
  }
  return { nodes: placed, routes, ...(sizes.get("") ?? { width: 0, height: 0 }) };
}

/** Where a node's corner is on the canvas. */
export function cornerOf(
  id: string,
  placed: ReadonlyMap<string, Placed>,
  parentOf: ReadonlyMap<string, string>,
): { x: number; y: number } {
  const corner = { x: 0, y: 0 };
  for (let at = id; at !== ""; at = parentOf.get(at) ?? "") {
    const box = placed.get(at);
    corner.x += box?.x ?? 0;
    corner.y += box?.y ?? 0;
  }
  return corner;
}

/** One level as if it ran downwards; from left to right is the same with both axes exchanged. */
function layoutLevel(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[], direction: Direction): Layout {
  const turned = direction === "LR";
  const layered = assignLayers(nodes, edges);
  const ordered = orderLayers(layered);
  const placement = placeAcross(ordered, nodes, turned);
  const { routes, along, depth } = routeEdges(ordered, placement, edges, turned);

  const boxes = new Map<string, Placed>();
  nodes.forEach((node, index) => {
    const across = placement.centre(index) - (turned ? node.height : node.width) / 2;
    const down = along(index);
    const corner = turned ? { x: down, y: across } : { x: across, y: down };
    boxes.set(node.id, { ...corner, width: node.width, height: node.height });
  });
  const size = turned ? { width: depth, height: placement.breadth } : { width: placement.breadth, height: depth };
  return { nodes: boxes, routes, ...size };
}

/** The top ("") and all containers with children, each after those inside it. */
function innermostFirst(nodes: readonly LayoutNode[], children: ReadonlyMap<string, readonly LayoutNode[]>): string[] {
  const order = [""];
  for (const parent of order) {
    for (const child of children.get(parent) ?? []) if (child.isContainer) order.push(child.id);
  }
  return nodes.length === 0 ? [] : order.reverse();
}

function moveRoutes(routes: ReadonlyMap<string, readonly Point[]>, by: Point): ReadonlyMap<string, readonly Point[]> {
  if (by.x === 0 && by.y === 0) return routes;
  return new Map([...routes].map(([id, points]) => [id, points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }))]));
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}
