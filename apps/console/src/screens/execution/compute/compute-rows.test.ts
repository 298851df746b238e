import { create } from "@bufbuild/protobuf";
import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import { GraphSchema, NodeResourcesSchema, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, test } from "vitest";
import { computeRows, coresOf, memoryShare, sortRows, totalsOf } from "./compute-rows.ts";

const at = (seconds: number) => timestampFromMs(seconds * 1000);
const used = (cpuSeconds: number, peak: bigint, wallMs: number) => ({
  measured: true,
  cpuSeconds,
  peakMemoryBytes: peak,
  wall: durationFromMs(wallMs),
});

const graph = create(GraphSchema, { nodes: ["b", "a", "c", "d"].map((name) => ({ path: name, id: name, name })) });
const nodes = new Map(
  [
    create(NodeSummarySchema, {
      path: "b",
      attempts: [
        { attempt: 0, createdAt: at(0), startedAt: at(2), endedAt: at(6), usage: used(2, 100n, 4000) },
        { attempt: 1, createdAt: at(6), startedAt: at(7), endedAt: at(9), usage: used(4, 300n, 2000) },
      ],
    }),
    create(NodeSummarySchema, {
      path: "a",
      attempts: [{ createdAt: at(0), startedAt: at(1), endedAt: at(2), usage: { measured: false } }],
    }),
    create(NodeSummarySchema, { path: "c", attempts: [{ createdAt: at(3) }] }),
  ].map((node) => [node.path, node] as const),
);
const resources = [create(NodeResourcesSchema, { path: "b", memoryLimitBytes: 400n, memoryRequestBytes: 200n })];
const rows = computeRows(graph, nodes, resources, 10_000);
const names = (of: typeof rows) => of.map(({ node, attempt }) => `${node.name}${attempt.attempt}`);

describe("rows of compute", () => {
  test("are attempts in graph order; nodes without any have none", () => {
    expect(names(rows)).toEqual(["b0", "b1", "a0", "c0"]);
    expect(rows.map(({ waitedMs, ranMs }) => [waitedMs, ranMs])).toEqual([
      [2000, 4000],
      [1000, 2000],
      [1000, 1000],
      [7000, undefined],
    ]);
  });

  test("tell what was not measured from what is not known yet", () => {
    expect(rows.map(({ measured, cpuSeconds }) => [measured, cpuSeconds])).toEqual([
      ["yes", 2],
      ["yes", 4],
      ["no", undefined],
      ["not yet", undefined],
    ]);
  });

  test("compare with the limit before the request, and say nothing where nothing was asked for", () => {
    expect(rows.map(memoryShare)).toEqual([0.25, 0.75, undefined, undefined]);
    expect(rows.map(coresOf)).toEqual([0.5, 2, undefined, undefined]);
  });

  test.each([
    ["cpu", true, ["b1", "b0", "a0", "c0"]],
    ["cpu", false, ["b0", "b1", "a0", "c0"]],
    ["waited", true, ["c0", "b0", "b1", "a0"]],
    ["node", false, ["a0", "b0", "b1", "c0"]],
    ["share", true, ["b1", "b0", "a0", "c0"]],
  ] as const)("sorted by %s (descending: %s) keep the unknown last", (by, descending, expected) => {
    expect(names(sortRows(rows, { by, descending }))).toEqual(expected);
  });

  test("sum up what was measured, and count what was not", () => {
    expect(totalsOf(rows)).toEqual({
      attempts: 4,
      waitedMs: 11_000,
      ranMs: 7000,
      cpuSeconds: 6,
      peakBytes: 300,
      measured: 2,
      unmeasured: 1,
    });
  });
});
