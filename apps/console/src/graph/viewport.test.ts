import { expect, it } from "vitest";
import { isOutside, startingViewport } from "./viewport.ts";

const first = { x: 0, y: 0 };
const canvas = { width: 1000, height: 600 };

it("shows a small graph in the middle and never larger than life", () => {
  expect(startingViewport({ width: 200, height: 100 }, canvas, first)).toEqual({ zoom: 1, x: 400, y: 250 });
});

it("shows a larger one as a whole while it can be read", () => {
  const { zoom } = startingViewport({ width: 1500, height: 300 }, canvas, first);
  expect(zoom).toBeCloseTo(952 / 1500);
  expect(isOutside({ width: 1500, height: 300 }, canvas)).toBe(false);
});

it("begins a very long one at its beginning", () => {
  const graph = { width: 200, height: 50_000 };
  expect(startingViewport(graph, canvas, first)).toEqual({ zoom: 0.45, x: 455, y: 24 });
  expect(isOutside(graph, canvas)).toBe(true);
});

it("looks at where a wide one starts, not at its empty corner", () => {
  const wide = { width: 20_000, height: 400 };
  expect(startingViewport(wide, canvas, { x: 10_000, y: 11 }).x).toBe(500 - 4500);
  expect(startingViewport(wide, canvas, { x: 100, y: 11 }).x).toBe(24);
  expect(startingViewport(wide, canvas, { x: 19_900, y: 11 }).x).toBe(1000 - 24 - 9000);
});
