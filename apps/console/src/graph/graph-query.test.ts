import { create } from "@bufbuild/protobuf";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { GraphSchema, GraphNode_Kind as Kind, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { graphQuery } from "./graph-query.ts";
import { GraphStore } from "./graph-store.ts";

const names = ["load_users", "load_events", "join", "train", "report"];
const store = new GraphStore(
  create(GraphSchema, {
    nodes: names.map((name, n) => ({ path: `n${n}`, id: `n${n}`, name, kind: Kind.TASK })),
    edges: [
      { from: "n0", to: "n2" },
      { from: "n1", to: "n2" },
      { from: "n2", to: "n3" },
      { from: "n3", to: "n4" },
    ],
  }),
);
const phases = [Phase.SUCCEEDED, Phase.SUCCEEDED, Phase.FAILED, Phase.TIMED_OUT, Phase.UNDEFINED];
store.setNodes(new Map(phases.map((phase, n) => [`n${n}`, create(NodeSummarySchema, { path: `n${n}`, phase })])));

it.each([
  ["", undefined],
  ["  ", undefined],
  ["join", ["join"]],
  ["JOIN", ["join"]],
  ["n2", ["join"]],
  ["load*", ["load_users", "load_events"]],
  ["l*_*s", ["load_users", "load_events"]],
  ["join*join", []],
  [`${"*a".repeat(40)}*b`, []],
  ["*e*", ["load_users", "load_events", "report"]],
  ["+join", ["load_users", "load_events", "join"]],
  ["join+", ["join", "train", "report"]],
  ["join+1", ["join", "train"]],
  ["1+train", ["join", "train"]],
  ["1+join+1", ["load_users", "load_events", "join", "train"]],
  ["load_users, report", ["load_users", "report"]],
  ["status:failed", ["join"]],
  ["status:timed_out", ["train"]],
  ["status:failed+", ["join", "train", "report"]],
  ["status:rocket", []],
  ["load", ["load_users", "load_events"]],
  ["+rai", ["load_users", "load_events", "join", "train"]],
  ["nowhere", []],
  ["+", []],
  ["(", []],
])("%j finds %j", (text, expected) => {
  const found = graphQuery(text, store);
  expect(found && names.filter((_, n) => found.has(`n${n}`))).toEqual(expected);
});

it("takes a path for the one node that has it, though others go by that id", () => {
  const nested = new GraphStore(
    create(GraphSchema, {
      nodes: [
        { path: "n0", id: "n0", name: "outer" },
        { path: "n0/n0", parent: "n0", id: "n0", name: "inner" },
        { path: "n1", id: "n1", name: "next" },
      ],
      edges: [{ from: "n0", to: "n1" }],
    }),
  );
  expect([...(graphQuery("n0+", nested) ?? [])]).toEqual(["n0", "n1"]);
});
