import { create, toBinary } from "@bufbuild/protobuf";
import { GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import type { CheckAnswer, Problem } from "../check/protocol.ts";
import type { Outline, OutlineWorkflow } from "../outline/outline.ts";
import { nextGraphs } from "./last-graphs.ts";
import { problemNodes } from "./problem-nodes.ts";

const bytes = (...paths: string[]) =>
  toBinary(GraphSchema, create(GraphSchema, { nodes: paths.map((path) => ({ path })) }));

const place = (from: number, to: number) => ({ head: { from, to: from }, whole: { from, to } });
const nothing = { description: "", inputs: [], outputs: [] };
const workflow = (name: string, ...paths: string[]): OutlineWorkflow => ({
  ...nothing,
  name,
  uses: [],
  ...place(0, 1000),
  nodes: paths.map((path, at) => ({
    ...nothing,
    id: path,
    path,
    kind: "task",
    target: "t",
    found: "text",
    version: "",
    bound: [],
    ...place(at * 100, at * 100 + 50),
  })),
});
const outlineOf = (...workflows: OutlineWorkflow[]): Outline => ({ tasks: [], workflows, launchPlans: [] });

const answer = (given: Partial<CheckAnswer>): CheckAnswer => ({
  revision: 1,
  problems: [],
  graphs: new Map(),
  outline: outlineOf(workflow("w")),
  registered: { tasks: [], workflows: [], launchPlans: [] },
  unknown: { state: "none", names: [] },
  entities: 1,
  durationMs: 1,
  ...given,
});

const first = nextGraphs(new Map(), answer({ graphs: new Map([["w", bytes("a")]]) }));

test("a graph that is drawn the same is the same object", () => {
  const again = nextGraphs(first, answer({ graphs: new Map([["w", bytes("a")]]) }));
  expect(again.get("w")?.graph).toBe(first.get("w")?.graph);
  const other = nextGraphs(first, answer({ graphs: new Map([["w", bytes("a", "b")]]) }));
  expect(other.get("w")?.graph).not.toBe(first.get("w")?.graph);
});

test("a workflow with errors keeps its last good graph, and it is not current", () => {
  const broken = nextGraphs(first, answer({}));
  expect(broken.get("w")).toMatchObject({ graph: first.get("w")?.graph, isCurrent: false });
  const unreadable = nextGraphs(broken, answer({ outline: undefined }));
  expect(unreadable.get("w")?.isCurrent).toBe(false);
  expect(nextGraphs(broken, answer({ graphs: new Map([["w", bytes("a")]]) })).get("w")?.isCurrent).toBe(true);
});

test("while the server is asked, the graph is as it was", () => {
  const asking = nextGraphs(first, answer({ unknown: { state: "asking", names: ["t"] } }));
  expect(asking.get("w")?.isCurrent).toBe(true);
});

test("a workflow that is gone takes its graph with it", () => {
  expect(nextGraphs(first, answer({ outline: outlineOf(workflow("v")) })).has("w")).toBe(false);
});

const problem = (from: number, severity: Problem["severity"], line: number): Problem => ({
  code: "Some",
  severity,
  message: "Something",
  entity: "w",
  nodeId: "",
  from,
  to: from + 1,
  line,
  col: 1,
  hints: [],
});

test("nodes with problems say how many and where the worst is; notes are left out", () => {
  const problems = [
    problem(10, "warning", 3),
    problem(20, "error", 4),
    problem(110, "warning", 9),
    problem(210, "info", 12),
  ];
  const marks = problemNodes(problems, outlineOf(workflow("w", "a", "b", "c")), "w");
  expect([...marks]).toEqual([
    ["a", { text: "2 problems, line 4", severity: "error" }],
    ["b", { text: "1 problem, line 9", severity: "warning" }],
  ]);
  expect(problemNodes(problems, outlineOf(workflow("w", "a")), "v").size).toBe(0);
});
