import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { GraphSchema, GraphNode_Kind as Kind, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { surveyOf } from "./survey.ts";

const at = (seconds: number) => timestampFromMs(seconds * 1000);
const graph = create(GraphSchema, {
  nodes: [
    { path: "sub", kind: Kind.WORKFLOW },
    { path: "sub/a", parent: "sub", kind: Kind.TASK },
    { path: "gate", kind: Kind.GATE },
    { path: "child", kind: Kind.LAUNCH_PLAN },
    { path: "no", kind: Kind.TASK },
  ],
});
const history = [
  { phase: TaskPhase.QUEUED, at: at(10) },
  { phase: TaskPhase.RUNNING, at: at(12) },
];
const nodes = new Map(
  [
    { path: "sub", phase: Phase.SUCCEEDED, startedAt: at(0), endedAt: at(100) },
    {
      path: "sub/a",
      phase: Phase.TIMED_OUT,
      endedAt: at(20),
      attempts: [{ phase: TaskPhase.FAILED, createdAt: at(10), endedAt: at(20), history }],
    },
    { path: "gate", phase: Phase.RUNNING, startedAt: at(20) },
    { path: "child", phase: Phase.RUNNING, startedAt: at(200) },
    { path: "no", phase: Phase.SKIPPED },
  ].map((summary) => [summary.path, create(NodeSummarySchema, summary)] as const),
);

test("busy is what runs: no container for what it holds, no gate, and what goes on for ever", () => {
  expect(surveyOf(graph, nodes).busy).toEqual([
    { from: 10_000, to: 20_000 },
    { from: 200_000, to: Number.POSITIVE_INFINITY },
  ]);
});

test("it names what is drawn and nothing else", () => {
  const { kinds, ran, signs } = surveyOf(graph, nodes);
  expect([...kinds]).toEqual(["ran", "queued"]);
  expect([...ran].map(({ word }) => word)).toEqual(["Succeeded", "Failed", "Paused", "Running"]);
  expect([...signs].map(({ word }) => word)).toEqual(["Succeeded", "Timed out", "Paused", "Running", "Skipped"]);
});
