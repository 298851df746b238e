import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { GraphNodeSchema, type NodeSummary, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { looks } from "../../../flyte/phase-look.ts";
import { flatRow, type TreeRow } from "../node-tree.ts";
import { sortNodes, urgency } from "./sort-nodes.ts";

const at = (seconds: number) => timestampFromMs(seconds * 1000);
const rows: TreeRow[] = ["wait", "fail", "run", "done"].map((name) =>
  flatRow(create(GraphNodeSchema, { path: `sub/${name}`, parent: "sub", name })),
);
const nodes = new Map<string, NodeSummary>(
  [
    { path: "sub/wait", phase: Phase.QUEUED, queuedAt: at(4) },
    {
      path: "sub/fail",
      phase: Phase.FAILED,
      queuedAt: at(1),
      startedAt: at(3),
      endedAt: at(13),
      attempt: 2,
      maxAttempts: 3,
    },
    { path: "sub/run", phase: Phase.RUNNING, queuedAt: at(1), startedAt: at(2), attempt: 0, maxAttempts: 1 },
    {
      path: "sub/done",
      phase: Phase.SUCCEEDED,
      queuedAt: at(0),
      startedAt: at(8),
      endedAt: at(9),
      usage: { measured: true, cpuSeconds: 2 },
    },
  ].map((summary) => [summary.path, create(NodeSummarySchema, summary)]),
);

test.each([
  ["name", false, "done fail run wait"],
  ["name", true, "wait run fail done"],
  ["status", false, "fail run wait done"],
  ["attempts", true, "fail run wait done"],
  ["started", false, "run fail done wait"],
  ["queued", true, "done fail run wait"],
  ["ran", true, "run fail done wait"],
  ["compute", false, "done wait fail run"],
] as const)("by %s, descending: %s", (by, descending, expected) => {
  const sorted = sortNodes(rows, nodes, { by, descending }, 20_000);
  expect(sorted.map(({ node }) => node.name).join(" ")).toBe(expected);
});

test("what is greyed is left out, and nothing is indented", () => {
  const tree = rows.map((row, n) => ({ ...row, depth: n, isGrey: n === 0 }));
  const sorted = sortNodes(tree, nodes, { by: "name", descending: false }, 0);
  expect(sorted.map(({ depth }) => depth)).toEqual([0, 0, 0]);
});

test("every status has its place", () => {
  expect(new Set(urgency)).toEqual(new Set(Object.values(looks)));
});
