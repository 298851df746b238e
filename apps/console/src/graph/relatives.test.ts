import { expect, it } from "vitest";
import { nodeTowards, relatives } from "./relatives.ts";

const up = new Map([
  ["b", ["a"]],
  ["c", ["b"]],
  ["d", ["b"]],
]);
const down = new Map([
  ["a", ["b"]],
  ["b", ["c", "d"]],
]);

it("finds everything before and after a node, but not its siblings", () => {
  expect([...relatives("c", up, down)].sort()).toEqual(["a", "b", "c"]);
  expect([...relatives("b", up, down)].sort()).toEqual(["a", "b", "c", "d"]);
});

it("walks a chain of 100,000 without recursion", () => {
  const chain = new Map(Array.from({ length: 100_000 }, (_, i) => [`n${i}`, [`n${i + 1}`]]));
  expect(relatives("n0", new Map(), chain).size).toBe(100_001);
});

const spots = [
  { id: "a", x: 100, y: 0 },
  { id: "b", x: 100, y: 80 },
  { id: "c", x: 0, y: 160 },
  { id: "d", x: 200, y: 160 },
  { id: "e", x: 110, y: 160 },
];
const at = (id: string) => spots.find((each) => each.id === id) ?? { id, x: 0, y: 0 };

it.each([
  ["b", "ArrowDown", ["c", "d"], "c"],
  ["b", "ArrowDown", [], "e"],
  ["b", "ArrowUp", ["a"], "a"],
  ["c", "ArrowRight", [], "e"],
  ["d", "ArrowLeft", [], "e"],
  ["a", "ArrowUp", [], undefined],
] as const)("from %s, %s leads along %j to %s", (from, key, linked, to) => {
  expect(nodeTowards(at(from), key, linked, spots)).toBe(to);
});
