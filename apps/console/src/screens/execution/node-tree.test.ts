import { create } from "@bufbuild/protobuf";
import { GraphSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { findShown, treeRows } from "./node-tree.ts";

const graph = create(GraphSchema, {
  nodes: [
    { path: "start-node", kind: Kind.START },
    { path: "a", name: "extract" },
    { path: "sub", name: "validate" },
    { path: "sub/x", parent: "sub", name: "schema" },
    { path: "sub/in", parent: "sub", name: "inner" },
    { path: "sub/in/y", parent: "sub/in", name: "range" },
  ],
});
const shown = (closed: string[], filter = "") =>
  treeRows(graph, new Set(closed), filter).map(
    ({ node, depth, isGrey }) => `${"-".repeat(depth)}${node.name}${isGrey ? "?" : ""}`,
  );

it("lists children under their parents and leaves out start and end", () => {
  expect(shown([])).toEqual(["extract", "validate", "-schema", "-inner", "--range"]);
});

it("hides what is inside a closed parent", () => {
  expect(shown(["sub"])).toEqual(["extract", "validate"]);
});

it("keeps what a filter matches and, greyed, what holds it, also where it was closed", () => {
  expect(shown(["sub"], "range")).toEqual(["validate?", "-inner?", "--range"]);
  expect(shown([], "nothing")).toEqual([]);
});

it("lists a tree nested ten thousand deep", () => {
  const nodes = Array.from({ length: 10_000 }, (_, i) => ({ path: `n${i}`, parent: i === 0 ? "" : `n${i - 1}` }));
  expect(treeRows(create(GraphSchema, { nodes }), new Set(), "")).toHaveLength(10_000);
});

it("greys what holds a match by status too", () => {
  const failed = (path: string) => (path === "sub/in/y" ? "Failed" : "Succeeded");
  const rows = treeRows(graph, new Set(), "status:failed", ({ path }) => failed(path));
  expect(rows.map(({ node, isGrey }) => `${node.name}${isGrey ? "?" : ""}`)).toEqual(["validate?", "inner?", "range"]);
});

it.each([
  ["sub/in/y", [], 4],
  ["sub/in/y", ["sub/in"], 3],
  ["sub/in/y", ["sub"], 1],
  ["elsewhere/y", [], -1],
] as const)("finds %s, where %j are closed, in row %i", (path, closed, row) => {
  expect(findShown(treeRows(graph, new Set(closed), ""), path)).toBe(row);
});
