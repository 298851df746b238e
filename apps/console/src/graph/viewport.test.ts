import { expect, it } from "vitest";
import { smallestZoom, startingViewport } from "./viewport.ts";

const first = { x: 0, y: 0 };
const canvas = { width: 1000, height: 600 };

it("shows a small graph in the middle and never larger than life", () => {
  expect(startingViewport({ width: 200, height: 100 }, canvas, first)).toEqual({ zoom: 1, x: 400, y: 250 });
});

it("shows a larger one as a whole while it can be read", () => {
  const { zoom } = startingViewport({ width: 1500, height: 300 }, canvas, first);
  expect(zoom).toBeCloseTo(952 / 1500);
});

it("begins a very long one at its beginning", () => {
  const graph = { width: 200, height: 50_000 };
  expect(startingViewport(graph, canvas, first)).toEqual({ zoom: 0.45, x: 455, y: 24 });
});

it("looks at where a wide one starts, not at its empty corner", () => {
  const wide = { width: 20_000, height: 400 };
  expect(startingViewport(wide, canvas, { x: 10_000, y: 11 }).x).toBe(500 - 4500);
  expect(startingViewport(wide, canvas, { x: 100, y: 11 }).x).toBe(24);
  expect(startingViewport(wide, canvas, { x: 19_900, y: 11 }).x).toBe(1000 - 24 - 9000);
});

it("begins a very large one far away, and lets one go out until all of it is seen", () => {
  const graph = { width: 30_000, height: 60_000 };
  expect(startingViewport(graph, canvas, first, 5000).zoom).toBe(0.15);
  expect(smallestZoom(graph, canvas)).toBeCloseTo(0.009);
  expect(smallestZoom({ width: 200, height: 100 }, canvas)).toBe(0.12);
});
