import { create } from "@bufbuild/protobuf";
import { GraphSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { closedAfter, closedBut, containersOf, initiallyClosed, visibleGraph } from "./visible.ts";

const graph = create(GraphSchema, {
  nodes: [
    { path: "start-node", kind: Kind.START },
    { path: "a" },
    { path: "sub" },
    { path: "sub/start-node", parent: "sub", kind: Kind.START },
    { path: "sub/x", parent: "sub" },
    { path: "sub/y", parent: "sub" },
    { path: "end-node", kind: Kind.END },
  ],
  edges: [
    { from: "start-node", to: "a" },
    { from: "a", to: "sub", bindings: [{ output: "o", input: "i" }] },
    { from: "a", to: "sub/y", bindings: [{ output: "p", input: "j" }] },
    { from: "sub/start-node", to: "sub/x" },
    { from: "sub/x", to: "sub/y" },
    { from: "sub", to: "end-node" },
    { from: "sub", to: "nowhere" },
  ],
});
const drawn = (closed: string[]) => {
  const { nodes, edges, hidden } = visibleGraph(graph, new Set(closed));
  return { nodes: nodes.map(({ id, shape }) => `${id}:${shape}`), edges: edges.map(({ id }) => id), hidden };
};

it("draws an open container with its children, without their own start and end", () => {
  expect(drawn([])).toEqual({
    nodes: ["start-node:port", "a:task", "sub:open", "sub/x:task", "sub/y:task", "end-node:port"],
    edges: ["start-node→a", "a→sub", "sub/x→sub/y", "sub→end-node"],
    hidden: 0,
  });
});

it("draws a closed container as one box and counts what is inside", () => {
  expect(drawn(["sub"])).toEqual({
    nodes: ["start-node:port", "a:task", "sub:closed", "end-node:port"],
    edges: ["start-node→a", "a→sub", "sub→end-node"],
    hidden: 2,
  });
});

it("draws an edge across levels between the boxes of one level, with the bindings of all it stands for", () => {
  const edge = visibleGraph(graph, new Set()).edges.find(({ id }) => id === "a→sub");
  expect(edge?.bindings.map(({ input }) => input)).toEqual(["i", "j"]);
});

it("opens small graphs and closes the containers of large ones", () => {
  expect(containersOf(graph)).toEqual(["sub"]);
  expect(initiallyClosed(graph).size).toBe(0);
  const large = create(GraphSchema, {
    nodes: [{ path: "sub" }, ...Array.from({ length: 60 }, (_, i) => ({ path: `sub/${i}`, parent: "sub" }))],
  });
  expect([...initiallyClosed(large)]).toEqual(["sub"]);
});

it("keeps closed what came into a graph that is large by it, and opens what made it little larger", () => {
  const grown = (count: number) =>
    create(GraphSchema, {
      nodes: [...graph.nodes, ...Array.from({ length: count }, (_, index) => ({ path: `a/${index}`, parent: "a" }))],
    });
  expect([...closedAfter(graph, grown(5), new Set(["sub"]))]).toEqual(["sub"]);
  expect([...closedAfter(graph, grown(50), new Set(["sub"]))]).toEqual(["sub", "a"]);
  const closed = new Set<string>();
  expect(closedAfter(grown(50), grown(51), closed)).toBe(closed);
});

it("opens all containers, none, or those in which something failed", () => {
  const deep = create(GraphSchema, {
    nodes: [
      { path: "a" },
      { path: "a/b", parent: "a" },
      { path: "a/b/x", parent: "a/b" },
      { path: "c" },
      { path: "c/y", parent: "c" },
    ],
  });
  const closed = (which: "all" | "none" | "failed") => [...closedBut(deep, which, (path) => path === "a/b/x")];
  expect(closed("all")).toEqual([]);
  expect(closed("none")).toEqual(["a", "a/b", "c"]);
  expect(closed("failed")).toEqual(["c"]);
});
