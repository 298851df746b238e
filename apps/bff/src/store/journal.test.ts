import type { ExecutionRecord, NodeRecord, RunRecord, TaskRecord } from "@skein/engine/record";
import { describe, expect, test } from "vitest";
import type { Facts } from "../runner/runner.ts";
import type { Commit } from "./database.ts";
import { findExecutionById, liveExecutions } from "./executions.ts";
import { appendBatches, readEvents, readJournal } from "./journal.ts";
import { countNodesByPhase, findNodeExecution, nodeExecutionsSince } from "./node-executions.ts";
import { factsOf, historyOf, taskExecutionsOf } from "./task-executions.ts";
import { seededDatabase } from "./testing/seeded.ts";

const execution = (phase: ExecutionRecord["phase"], at: number, more: Partial<ExecutionRecord> = {}): RunRecord => ({
  kind: "execution",
  phase,
  at,
  outputs: undefined,
  error: undefined,
  errorNode: undefined,
  ...more,
});

const node = (phase: NodeRecord["phase"], at: number, more: Partial<NodeRecord> = {}): RunRecord => ({
  kind: "node",
  node: "n0",
  specNodeId: "n0",
  path: "n0",
  parent: undefined,
  retryGroup: "",
  phase,
  at,
  inputs: "s3://b/n0/inputs.pb",
  outputs: undefined,
  error: undefined,
  isParent: false,
  attempt: 0,
  maxAttempts: 3,
  ...more,
});

const task = (phase: TaskRecord["phase"], at: number, more: Partial<TaskRecord> = {}): RunRecord => ({
  kind: "task",
  node: "n0",
  attempt: 0,
  task: "flytesnacks:development:a.b.t1:v1",
  taskType: "raw-container",
  phase,
  version: 0,
  at,
  reason: "",
  inputs: "s3://b/n0/inputs.pb",
  outputs: undefined,
  error: undefined,
  generatedName: "x-n0-0",
  interruptible: false,
  ...more,
});

function running() {
  const seeded = seededDatabase();
  const executionId = seeded.launch("x");
  let number = 0;
  const append = (...records: RunRecord[]) =>
    appendBatches(seeded.db, [
      { executionId, entries: [{ number: number++, at: 1, event: { kind: "started", at: 1 }, records }] },
    ]);
  return { ...seeded, executionId, append };
}

describe("the execution's row", () => {
  test("starts at the first RUNNING and gets its duration at the end", () => {
    const { db, executionId, append } = running();
    append(execution("RUNNING", 3_000), execution("RUNNING", 4_000));
    append(execution("SUCCEEDED", 5_500, { outputs: "s3://b/end/outputs.pb" }));
    expect(findExecutionById(db, executionId)).toMatchObject({
      phase: "SUCCEEDED",
      started_at: 3_000,
      ended_at: 5_500,
      duration_ms: 2_500,
      outputs_uri: "s3://b/end/outputs.pb",
    });
    expect(liveExecutions(db)).toEqual([]);
  });

  test("keeps the error, its kind and code, and the node it comes from", () => {
    const { db, executionId, append } = running();
    append(execution("FAILED", 9, { error: { code: "Error", message: "exit 1", kind: "USER" }, errorNode: "n0" }));
    expect(findExecutionById(db, executionId)).toMatchObject({
      error_kind: "USER",
      error_code: "Error",
      error_node: "n0",
      duration_ms: null,
    });
  });

  test.each([
    ["SUCCEEDED", "FAILED", "SUCCEEDED"], // terminal is final
    ["ABORTED", "RUNNING", "ABORTED"],
    ["RUNNING", "QUEUED", "RUNNING"],
    ["ABORTING", "RUNNING", "ABORTING"],
    ["ABORTING", "ABORTED", "ABORTED"],
    ["ABORTING", "FAILED", "FAILED"],
  ] as const)("in %s, %s leads to %s", (from, record, after) => {
    const { db, executionId, append } = running();
    append(execution(from, 1), execution(record, 2));
    expect(findExecutionById(db, executionId)?.phase).toBe(after);
  });
});

describe("node and attempt rows", () => {
  test("an attempt's phases become its history, and its last reason the node's", () => {
    const { db, executionId, append } = running();
    append(node("QUEUED", 10), task("QUEUED", 11, { reason: "submitted" }));
    append(node("RUNNING", 12), task("INITIALIZING", 13, { reason: "pulling" }));
    append(task("INITIALIZING", 14, { reason: "pulling, 50 %", version: 1 }));
    append(task("INITIALIZING", 14, { reason: "late", version: 1 }));
    append(task("RUNNING", 15), task("SUCCEEDED", 25, { outputs: "s3://b/n0/0/outputs.pb" }));
    append(node("SUCCEEDED", 26, { outputs: "s3://b/n0/0/outputs.pb" }));

    const row = findNodeExecution(db, executionId, "n0");
    expect(row).toMatchObject({ phase: "SUCCEEDED", queued_at: 10, started_at: 12, ended_at: 26, duration_ms: 14 });
    const [attempt, ...others] = taskExecutionsOf(db, row?.id ?? 0);
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({ name: "a.b.t1", version: "v1", phase: "SUCCEEDED", duration_ms: 10 });
    expect(attempt && historyOf(attempt).map(({ phase, reason }) => `${phase} ${reason}`)).toEqual([
      "QUEUED submitted",
      "INITIALIZING pulling",
      "INITIALIZING pulling, 50 %",
      "RUNNING ",
      "SUCCEEDED ",
    ]);
  });

  test("a second attempt raises the node's attempt without a node record", () => {
    const { db, executionId, append } = running();
    append(node("QUEUED", 1), task("FAILED", 2, { error: { code: "Error", message: "no", kind: "USER" } }));
    append(task("QUEUED", 3, { attempt: 1, reason: "again" }), task("RUNNING", 4, { attempt: 0, reason: "late" }));
    expect(findNodeExecution(db, executionId, "n0")).toMatchObject({ attempt: 1, reason: "again" });
  });

  test("a child knows its parent's row", () => {
    const { db, executionId, append } = running();
    append(node("RUNNING", 1, { isParent: true }));
    append(node("QUEUED", 2, { node: "n0-0-n1", specNodeId: "n1", path: "n0/n1", parent: "n0", retryGroup: "0" }));
    const parent = findNodeExecution(db, executionId, "n0");
    expect(findNodeExecution(db, executionId, "n0-0-n1")).toMatchObject({ parent_id: parent?.id, retry_group: "0" });
  });

  test("a node that has ended stays as it is", () => {
    const { db, executionId, append } = running();
    append(node("SKIPPED", 1), node("RUNNING", 2));
    expect(findNodeExecution(db, executionId, "n0")?.phase).toBe("SKIPPED");
  });

  test("phases are counted without start and end node", () => {
    const { db, executionId, append } = running();
    append(node("SUCCEEDED", 1, { node: "start-node", specNodeId: "start-node" }), node("RUNNING", 2));
    expect(countNodesByPhase(db, [executionId])).toEqual([{ execution_id: executionId, phase: "RUNNING", count: 1 }]);
  });

  test("the runner's facts are kept with the attempt", () => {
    const { db, executionId, append } = running();
    append(node("RUNNING", 1), task("RUNNING", 2));
    const facts: Facts = {
      containerId: "c1",
      containerName: "skein-c1",
      image: "busybox:1.36",
      imageDigest: "",
      command: ["sh"],
      args: [],
      env: [],
      exitCode: 0,
      usage: { cpuSeconds: 0.5, peakMemoryBytes: 1024, wallMs: 900 },
      logBytes: 12,
    };
    appendBatches(db, [{ executionId, entries: [], facts: [{ node: "n0", attempt: 0, facts }] }]);
    const [attempt] = taskExecutionsOf(db, findNodeExecution(db, executionId, "n0")?.id ?? 0);
    expect(attempt).toMatchObject({ cpu_seconds: 0.5, peak_memory_bytes: 1024, wall_ms: 900, log_bytes: 12 });
    expect(attempt && factsOf(attempt)).toEqual(facts);
  });
});

describe("a batch", () => {
  test("takes one number of the sequence, tells it after the commit, and marks the rows it changed", () => {
    const { db, executionId, launch, append } = running();
    const other = launch("y");
    const commits: Commit[] = [];
    db.onCommit((commit) => commits.push(commit));
    const before = db.sequence();
    append(execution("RUNNING", 1), node("QUEUED", 2));
    expect(commits).toEqual([{ sequence: before + 1, executionIds: [executionId], entityScopes: [] }]);
    expect(db.sequence()).toBe(before + 1);
    expect(nodeExecutionsSince(db, executionId, before)).toHaveLength(1);
    expect(nodeExecutionsSince(db, executionId, before + 1)).toEqual([]);
    expect(findExecutionById(db, executionId)?.seq).toBe(before + 1);
    expect(findExecutionById(db, other)?.seq).toBe(before);
  });

  test("is kept whole or not at all", () => {
    const { db, executionId, append } = running();
    append(execution("RUNNING", 1));
    const before = db.sequence();
    const entry = { number: 7, at: 1, event: { kind: "started", at: 1 }, records: [node("QUEUED", 1)] } as const;
    expect(() => appendBatches(db, [{ executionId, entries: [entry, entry] }])).toThrow(/UNIQUE/);
    expect(findNodeExecution(db, executionId, "n0")).toBeUndefined();
    expect(db.sequence()).toBe(before);
    expect(readJournal(db, executionId)).toHaveLength(1);
  });

  test("is read back in order: its events whole, of its records what the rows do not hold", () => {
    const { db, executionId, append } = running();
    append(execution("RUNNING", 1), node("QUEUED", 2));
    append(node("RUNNING", 3));
    const journal = readJournal(db, executionId);
    expect(journal.map((entry) => entry.number)).toEqual([0, 1]);
    expect(journal[0]?.records).toEqual([
      { kind: "execution", phase: "RUNNING", at: 1 },
      { kind: "node", node: "n0", phase: "QUEUED", at: 2 },
    ]);
    expect([...readEvents(db, executionId)]).toEqual(journal.map(({ event }) => event));
    expect(readJournal(db, executionId, 1)).toHaveLength(1);
  });
});
