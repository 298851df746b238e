import type { Point } from "./layout.ts";

const CORNER = 8;

/** An SVG path along the points, with round corners where it turns. */
export function edgePath(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  for (const [index, at] of points.entries()) {
    if (index === 0) continue;
    const before = points[index - 1] ?? at;
    const after = points[index + 1];
    if (!after) {
      path += `L${at.x} ${at.y}`;
      break;
    }
    const radius = Math.min(CORNER, distance(before, at) / 2, distance(at, after) / 2);
    const enter = towards(at, before, radius);
    const leave = towards(at, after, radius);
    path += `L${enter.x} ${enter.y}Q${at.x} ${at.y} ${leave.x} ${leave.y}`;
  }
  return path;
}

/** The middle of the longest stretch: where a label or mark stands. */
export function edgeMiddle(points: readonly Point[]): Point {
  let best: readonly [Point, Point] | undefined;
  for (const [index, at] of points.entries()) {
    const before = points[index - 1];
    if (before && (!best || distance(before, at) > distance(...best))) best = [before, at];
  }
  if (!best) return points[0] ?? { x: 0, y: 0 };
  return { x: (best[0].x + best[1].x) / 2, y: (best[0].y + best[1].y) / 2 };
}

const distance = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}
