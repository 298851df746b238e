import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ComparedNodeSchema, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { nodeRows } from "./node-rows.ts";
import { changeText, type Measure, timingRows } from "./timing-rows.ts";

const now = 100_000;

/** Queued for so long, then run for so long; endless without an end. */
const took = (queuedMs: number, ranMs?: number) => ({
  inGraph: true,
  summary: {
    phase: ranMs === undefined ? Phase.RUNNING : Phase.SUCCEEDED,
    queuedAt: timestampFromMs(10_000),
    startedAt: timestampFromMs(10_000 + queuedMs),
    ...(ranMs === undefined ? {} : { endedAt: timestampFromMs(10_000 + queuedMs + ranMs) }),
  },
});
const queued = { inGraph: true, summary: { phase: Phase.QUEUED, queuedAt: timestampFromMs(40_000) } };
const skipped = { inGraph: true, summary: { phase: Phase.SKIPPED } };
const idle = { inGraph: true };
const absent = { inGraph: false };

type Cell = ReturnType<typeof took> | typeof queued | typeof skipped | typeof idle | typeof absent;

const rowsOf = (nodes: Record<string, readonly Cell[]>, measure: Measure = "both") =>
  timingRows(
    nodeRows(
      Object.entries(nodes).map(([path, cells]) =>
        create(ComparedNodeSchema, { path, name: path, kind: Kind.TASK, cells: [...cells] }),
      ),
    ),
    measure,
    now,
  );

test.each([
  ["both", ["queue", "slower", "faster", "still"]],
  ["ran", ["slower", "faster", "still", "queue"]],
  ["queued", ["queue", "still", "slower", "faster"]],
] as const)("by %s, the largest change comes first, whichever way", (measure, order) => {
  const nodes = {
    still: [took(0, 5000), took(0, 5000)],
    slower: [took(0, 5000), took(0, 9000)],
    faster: [took(0, 5000), took(0, 2000)],
    queue: [took(1000, 5000), took(8000, 5000)],
  };
  expect(rowsOf(nodes, measure).map(({ row }) => row.node.path)).toEqual(order);
});

test("queue and run are told apart; what goes on has taken so long up to now", () => {
  const [row] = rowsOf({ n: [took(1000, 5000), took(2000)] });
  expect(row?.timings).toEqual([
    { queuedMs: 1000, ranMs: 5000, isOpen: false },
    { queuedMs: 2000, ranMs: 88_000, isOpen: true },
  ]);
  expect(rowsOf({ n: [idle, queued] })[0]?.timings).toEqual([undefined, { queuedMs: 60_000, ranMs: 0, isOpen: true }]);
});

test.each([
  [[took(0, 5000), took(0, 64_000)], "59 s longer"],
  [[took(0, 64_000), took(0, 5000)], "59 s shorter"],
  [[took(0, 5000), took(0, 5000)], "no change"],
  [[took(0, 5000), took(0)], "still runs in R"],
  [[took(0, 5000), idle], "did not run in R"],
  [[took(0, 5000), skipped], "did not run in R"],
  [[idle, skipped], "did not run"],
  [[took(0, 5000), absent], "only in L"],
] as const)("a change in words: case %#", (cells, expected) => {
  const [row] = rowsOf({ n: cells });
  expect(row && changeText(row, ["L", "R"])).toBe(expected);
});
