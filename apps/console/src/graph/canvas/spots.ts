/** Where the boxes of a placed graph are on the canvas as a whole, and which of them are in a part of it. */
import { cornerOf, type Layout, type Point } from "../layout.ts";
import type { VisibleEdge, VisibleGraph, VisibleNode } from "../visible.ts";

/** In the graph's own coordinates. */
export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Spot extends Rect {
  readonly visible: VisibleNode;
}

export interface Route {
  readonly edge: VisibleEdge;
  readonly points: readonly Point[];
  readonly around: Rect;
}

export class Spots {
  /** Each container before what is in it. */
  readonly all: readonly Spot[];
  readonly routes: readonly Route[];
  readonly #byId: ReadonlyMap<string, Spot>;

  constructor({ nodes, edges }: VisibleGraph, layout: Layout) {
    const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
    this.all = nodes.flatMap((visible): Spot[] => {
      const box = layout.nodes.get(visible.id);
      if (!box) return [];
      return [{ ...cornerOf(visible.id, layout.nodes, parentOf), width: box.width, height: box.height, visible }];
    });
    this.routes = edges.flatMap((edge): Route[] => {
      const points = layout.routes.get(edge.id);
      return points ? [{ edge, points, around: rectAround(points) }] : [];
    });
    this.#byId = new Map(this.all.map((spot) => [spot.visible.id, spot]));
  }

  get(id: string): Spot | undefined {
    return this.#byId.get(id);
  }

  within(rect: Rect): Spot[] {
    return this.all.filter((spot) => meets(spot, rect));
  }

  /** The innermost box at a place. */
  at({ x, y }: Point): Spot | undefined {
    return this.all.findLast((spot) => meets(spot, { x, y, width: 0, height: 0 }));
  }
}

export function meets(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** With more on every side, in parts of its own length. */
export function widened({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - width * by, y: y - height * by, width: width * (1 + 2 * by), height: height * (1 + 2 * by) };
}

/** The part of the graph that is in view. @param transform as React Flow has it: where the origin is, and the zoom */
export function viewOf(
  [x, y, zoom]: readonly [number, number, number],
  { width, height }: Pick<Rect, "width" | "height">,
): Rect {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

function rectAround(points: readonly Point[]): Rect {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
