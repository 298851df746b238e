import { expect, it } from "vitest";
import { isOutside, startingViewport } from "./viewport.ts";

const canvas = { width: 1000, height: 600 };

it("shows a small graph in the middle and never larger than life", () => {
  expect(startingViewport({ width: 200, height: 100 }, canvas)).toEqual({ zoom: 1, x: 400, y: 250 });
});

it("shows a larger one as a whole while it can be read", () => {
  const { zoom } = startingViewport({ width: 1500, height: 300 }, canvas);
  expect(zoom).toBeCloseTo(952 / 1500);
  expect(isOutside({ width: 1500, height: 300 }, canvas)).toBe(false);
});

it("begins a very long one at its beginning", () => {
  const graph = { width: 200, height: 50_000 };
  expect(startingViewport(graph, canvas)).toEqual({ zoom: 0.45, x: 455, y: 24 });
  expect(isOutside(graph, canvas)).toBe(true);
});
