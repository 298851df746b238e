import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import {
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { GraphSchema, GraphNode_Kind as Kind, NodeSummarySchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { looks } from "../flyte/phase-look.ts";
import { GraphStore } from "./graph-store.ts";
import { countsOf, edgeTone, factsOf, lookOf, shortTarget } from "./node-face.ts";

const graph = create(GraphSchema, {
  nodes: [
    { path: "start-node", kind: Kind.START },
    { path: "a", id: "a", name: "extract", kind: Kind.TASK, target: "p:d:ml.extract:v1", retries: 2 },
    { path: "b", id: "b", name: "train", kind: Kind.TASK },
    { path: "sub", name: "validate", kind: Kind.WORKFLOW },
    { path: "sub/x", parent: "sub", kind: Kind.TASK },
    { path: "sub/y", parent: "sub", kind: Kind.TASK },
    { path: "end-node", kind: Kind.END },
    { path: "fn", name: "clean", isFailureNode: true },
  ],
  edges: [
    { from: "start-node", to: "a" },
    { from: "a", to: "b" },
    { from: "b", to: "end-node" },
  ],
});
type Row = MessageInitShape<typeof NodeSummarySchema>;
const run = (rows: Record<string, Row>) => {
  const store = new GraphStore(graph);
  store.setNodes(
    new Map(Object.entries(rows).map(([path, row]) => [path, create(NodeSummarySchema, { path, ...row })])),
  );
  return store;
};
const facts = (store: GraphStore, path: string) => {
  const node = store.byPath.get(path);
  return node ? factsOf(store, node, 100_000).join(" · ") : "";
};
const from = timestampFromMs(40_000);
const to = timestampFromMs(52_600);

it.each<[string, Row, string]>([
  ["a first success", { phase: Phase.SUCCEEDED, startedAt: from, endedAt: to }, "12 s"],
  [
    "a later success",
    { phase: Phase.SUCCEEDED, startedAt: from, endedAt: to, attempt: 1, maxAttempts: 3 },
    "12 s · attempt 2/3",
  ],
  ["what was there already", { phase: Phase.SUCCEEDED, cacheStatus: CatalogCacheStatus.CACHE_HIT }, "Cached"],
  ["what runs", { phase: Phase.RUNNING, startedAt: from }, "1m 00s"],
  [
    "what waits",
    { phase: Phase.RUNNING, taskPhase: TaskPhase.WAITING_FOR_RESOURCES, reason: "Pulling busybox:1.36" },
    "Pulling busybox:1.36",
  ],
  ["what is queued without a reason", { phase: Phase.QUEUED }, "Queued"],
  [
    "a failure",
    { phase: Phase.FAILED, errorHead: "OutOfMemory", attempt: 2, maxAttempts: 3 },
    "OutOfMemory · attempt 3/3",
  ],
  [
    "a failure that took a while",
    { phase: Phase.FAILED, errorHead: "OutOfMemory", startedAt: from, endedAt: to },
    "OutOfMemory · 12 s",
  ],
  [
    "an arm that was not taken",
    { phase: Phase.SKIPPED, reason: "Skipped because branch condition x > 0.2 was false." },
    "Not taken: x > 0.2 was false",
  ],
  ["what was skipped", { phase: Phase.SKIPPED }, "Skipped"],
])("of %s it says the one fact that matters", (_, row, text) => {
  expect(facts(run({ a: row }), "a")).toBe(text);
});

it("says what a node that has not started waits for, or what blocks it", () => {
  expect(facts(run({ a: { phase: Phase.RUNNING } }), "b")).toBe("Waits for extract");
  expect(facts(run({ a: { phase: Phase.FAILED } }), "b")).toBe("Blocked: extract failed");
  expect(facts(run({ a: { phase: Phase.ABORTED } }), "b")).toBe("Blocked: extract aborted");
  expect(facts(run({ a: { phase: Phase.TIMED_OUT } }), "b")).toBe("Blocked: extract timed out");
  expect(facts(run({ a: { phase: Phase.FAILED }, b: { phase: Phase.SKIPPED } }), "b")).toBe("Skipped: extract failed");
  expect(facts(run({}), "a")).toBe("Not started");
  expect(facts(run({}), "fn")).toBe("Runs on failure");
});

it("describes a node without a run by what it is", () => {
  const store = new GraphStore(graph);
  expect(facts(store, "a")).toBe("ml.extract · 2 retries");
  expect(facts(store, "sub")).toBe("2 nodes · Sub-workflow");
});

it("counts what became of a container's nodes", () => {
  const counts = countsOf(run({ "sub/x": { phase: Phase.SUCCEEDED }, "sub/y": { phase: Phase.RUNNING } }), "sub");
  expect([counts?.done, counts?.total, counts?.parts.map(([look]) => look.word)]).toEqual([
    1,
    2,
    ["Succeeded", "Running"],
  ]);
  expect(countsOf(run({}), "a")).toBeUndefined();
});

it.each<[string, Record<string, Row>, string]>([
  ["ahead", {}, "ahead"],
  ["feeding what runs", { a: { phase: Phase.SUCCEEDED }, b: { phase: Phase.RUNNING } }, "run"],
  ["done", { a: { phase: Phase.SUCCEEDED }, b: { phase: Phase.FAILED } }, "done"],
  ["of a failure", { a: { phase: Phase.FAILED } }, "failed"],
  ["not taken", { b: { phase: Phase.SKIPPED } }, "skipped"],
])("draws an edge %s", (_, rows, tone) => {
  expect(edgeTone(run(rows), "a", "b")).toBe(tone);
});

it("draws the edges of a preview plainly", () => {
  expect(edgeTone(new GraphStore(graph), "a", "b")).toBe("plain");
});

it.each([
  ["p:d:name:v1", "name"],
  ["x > 5", "x > 5"],
  ["", ""],
])("shortens the target %j to %j", (target, short) => {
  expect(shortTarget(target)).toBe(short);
});

it("a map counts its elements", () => {
  const store = run({
    b: { phase: Phase.RUNNING, map: { total: 10, succeeded: 3, running: 2, failed: 1 } },
  });
  expect(countsOf(store, "b")).toMatchObject({ total: 10, done: 3 });
  expect(countsOf(store, "b")?.parts.map(([look, count]) => [look.word, count])).toEqual([
    ["Succeeded", 3],
    ["Running", 2],
    ["Failed", 1],
  ]);
  expect(facts(store, "b")).toBe("3/10");
});

it.each([
  ["approve", looks.paused, "Waits for approval · 1m 00s"],
  ["signal", looks.paused, "Waits for a value · 1m 00s"],
  ["sleep", looks.running, "1m 00s"],
])("a gate, %s: somebody is waited for, not work", (target, look, said) => {
  const gates = new GraphStore(
    create(GraphSchema, { nodes: [{ path: "gate", name: "gate", kind: Kind.GATE, target }] }),
  );
  const summary = create(NodeSummarySchema, { path: "gate", phase: Phase.RUNNING, startedAt: from });
  gates.setNodes(new Map([["gate", summary]]));
  expect(lookOf(summary, gates.byPath.get("gate"))).toBe(look);
  expect(facts(gates, "gate")).toBe(said);
});
