import { create } from "@bufbuild/protobuf";
import { GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { graphWithin, scopesOf } from "./scope.ts";

const graph = create(GraphSchema, {
  nodes: [
    { path: "a", name: "a" },
    { path: "ab", name: "ab" },
    { path: "a/b", parent: "a", name: "b" },
    { path: "a/b/x", parent: "a/b", name: "x" },
    { path: "a/b/y", parent: "a/b", name: "y" },
  ],
  edges: [
    { from: "a", to: "ab" },
    { from: "a/b/x", to: "a/b/y" },
  ],
});

it("is what is in the container, with its own paths and edges", () => {
  const within = graphWithin(graph, "a/b");
  expect(within.nodes.map(({ path, parent }) => [path, parent])).toEqual([
    ["a/b/x", ""],
    ["a/b/y", ""],
  ]);
  expect(within.edges).toHaveLength(1);
  expect(graphWithin(graph, "a").nodes.map(({ path, parent }) => [path, parent])[0]).toEqual(["a/b", ""]);
});

it.each([undefined, "gone", "ab", "a/b/x"])("%s is no place to be: the whole graph", (scope) => {
  expect(graphWithin(graph, scope)).toBe(graph);
});

it("names the way there", () => {
  expect(scopesOf(graph, "a/b").map(({ name }) => name)).toEqual(["a", "b"]);
  expect(scopesOf(graph, "gone")).toEqual([]);
});
