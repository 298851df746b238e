import { expect, it } from "vitest";
import { edgeMiddle, edgePath } from "./edge-path.ts";

it.each([
  [
    "a straight edge",
    [
      [0, 0],
      [0, 40],
    ],
    "M0 0L0 40",
  ],
  [
    "a turn with a round corner",
    [
      [0, 0],
      [0, 20],
      [30, 20],
    ],
    "M0 0L0 12Q0 20 8 20L30 20",
  ],
  [
    "a short step with a smaller corner",
    [
      [0, 0],
      [0, 10],
      [4, 10],
      [4, 20],
    ],
    "M0 0L0 8Q0 10 2 10L2 10Q4 10 4 12L4 20",
  ],
  ["nothing", [], ""],
])("draws %s", (_, points, path) => {
  expect(edgePath(points.map(([x = 0, y = 0]) => ({ x, y })))).toBe(path);
});

it("puts a mark in the middle of the longest stretch", () => {
  expect(
    edgeMiddle([
      { x: 0, y: 0 },
      { x: 0, y: 10 },
      { x: 80, y: 10 },
      { x: 80, y: 30 },
    ]),
  ).toEqual({ x: 40, y: 10 });
});
