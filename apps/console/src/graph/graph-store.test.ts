import { create } from "@bufbuild/protobuf";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { GraphSchema, type NodeSummary, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { GraphStore } from "./graph-store.ts";

const graph = create(GraphSchema, {
  nodes: [{ path: "a" }, { path: "sub" }, { path: "sub/x", parent: "sub" }, { path: "b" }, { path: "far" }],
  edges: [
    { from: "a", to: "sub" },
    { from: "sub", to: "b" },
  ],
});
const row = (path: string, phase: Phase) => create(NodeSummarySchema, { path, phase });
const rows = (...nodes: NodeSummary[]) => new Map(nodes.map((node) => [node.path, node]));

const setUp = () => {
  const store = new GraphStore(graph);
  const told: string[] = [];
  for (const { path } of graph.nodes) store.subscribe(path, () => told.push(path));
  return { store, told };
};

it("tells a node's change to itself, to what it feeds and to what holds it, and to nobody else", () => {
  const { store, told } = setUp();
  const a = row("a", Phase.SUCCEEDED);
  store.setNodes(rows(a));
  told.length = 0;
  store.setNodes(rows(a, row("sub/x", Phase.RUNNING)));
  expect(told.sort()).toEqual(["sub", "sub/x"]);
  told.length = 0;
  store.setNodes(rows(row("a", Phase.RUNNING), row("sub/x", Phase.RUNNING)));
  expect(told).toContain("sub");
  expect(told).not.toContain("far");
});

it("tells nothing when the rows are the same objects", () => {
  const { store, told } = setUp();
  const a = row("a", Phase.RUNNING);
  store.setNodes(rows(a));
  told.length = 0;
  store.setNodes(rows(a));
  expect(told).toEqual([]);
});

it("tells all when a preview becomes a run", () => {
  const { store, told } = setUp();
  store.setNodes(new Map());
  expect(told.sort()).toEqual(["a", "b", "far", "sub", "sub/x"]);
  expect(store.hasRun).toBe(true);
});

it("dims all but what is lit, and tells only those whose light changed", () => {
  const { store, told } = setUp();
  store.light(new Set(["a", "sub"]));
  expect(told.sort()).toEqual(["b", "far", "sub/x"]);
  expect([store.isDimmed("far"), store.isDimmed("a")]).toEqual([true, false]);
  store.light(undefined);
  expect(store.isDimmed("far")).toBe(false);
});

it("moves the selection and with it the place that Tab reaches", () => {
  const { store, told } = setUp();
  store.select("a");
  store.select("b");
  expect([store.selected, store.tabStop]).toEqual(["b", "b"]);
  expect(new Set(told)).toEqual(new Set(["a", "b"]));
  store.select(undefined);
  expect([store.selected, store.tabStop]).toEqual([undefined, "b"]);
});

it("tells a problem to the node that has it, and again when it is gone", () => {
  const { store, told } = setUp();
  store.setMarks(new Map([["a", { text: "1 problem, line 3", severity: "error" }]]));
  expect(told).toEqual(["a"]);
  expect(store.mark("a")?.text).toBe("1 problem, line 3");
  store.setMarks(new Map());
  expect(told).toEqual(["a", "a"]);
  expect(store.mark("a")).toBeUndefined();
});
