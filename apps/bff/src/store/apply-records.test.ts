import type { NodeRecord, RunRecord, TaskRecord } from "@skein/engine/record";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "./database.ts";
import { findExecutionById } from "./executions.ts";
import { appendBatches } from "./journal.ts";
import { countNodesByPhase, findNodeExecution, nodeExecutionsOf } from "./node-executions.ts";
import { findTaskExecution, historyOf } from "./task-executions.ts";
import { isExecutionEnd, isNodeEnd, isTaskEnd } from "./terminal.ts";
import { seededDatabase } from "./testing/seeded.ts";

const at = fc.nat(1_000);
const error = fc.constantFrom(undefined, { code: "Error", message: "no", kind: "USER" } as const);

const executionRecord: fc.Arbitrary<RunRecord> = fc.record({
  kind: fc.constant("execution" as const),
  phase: fc.constantFrom("QUEUED", "RUNNING", "SUCCEEDING", "SUCCEEDED", "FAILING", "FAILED", "ABORTED", "ABORTING"),
  at,
  outputs: fc.constant(undefined),
  error,
  errorNode: fc.constant(undefined),
});

const nodePhases: NodeRecord["phase"][] = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILING", "FAILED", "ABORTED", "SKIPPED"];
const nodeRecord: fc.Arbitrary<RunRecord> = fc.record({
  kind: fc.constant("node" as const),
  node: fc.constant("n0"),
  specNodeId: fc.constant("n0"),
  path: fc.constant("n0"),
  parent: fc.constant(undefined),
  retryGroup: fc.constant(""),
  phase: fc.constantFrom(...nodePhases),
  at,
  inputs: fc.constant(undefined),
  outputs: fc.constantFrom(undefined, "s3://b/o"),
  error,
  isParent: fc.boolean(),
  attempt: fc.nat(2),
  maxAttempts: fc.constant(3),
});

const taskPhases: TaskRecord["phase"][] = ["QUEUED", "INITIALIZING", "RUNNING", "SUCCEEDED", "FAILED", "ABORTED"];
const taskRecord: fc.Arbitrary<RunRecord> = fc.record({
  kind: fc.constant("task" as const),
  node: fc.constant("n0"),
  attempt: fc.constant(0),
  task: fc.constant("p:d:t:v"),
  taskType: fc.constant("raw-container"),
  phase: fc.constantFrom(...taskPhases),
  version: fc.nat(2),
  at,
  reason: fc.string({ maxLength: 3 }),
  inputs: fc.constant("s3://b/i"),
  outputs: fc.constant(undefined),
  error,
  generatedName: fc.constant("g"),
  interruptible: fc.boolean(),
});

const entryOf = (record: RunRecord, number: number) =>
  ({ number, at: 1, event: { kind: "started", at: 1 }, records: [record] }) as const;

function rowsOf(db: Database, executionId: number) {
  const node = findNodeExecution(db, executionId, "n0");
  return { execution: findExecutionById(db, executionId), node, task: node && findTaskExecution(db, node.id, 0) };
}

/** Applies the records one by one and looks at the rows after each. */
function follow(records: readonly RunRecord[]) {
  const { db, launch } = seededDatabase();
  const executionId = launch("x");
  return records.map((record, number) => {
    appendBatches(db, [{ executionId, entries: [entryOf(record, number)] }]);
    return rowsOf(db, executionId);
  });
}

test("records of one transaction leave the rows that they leave one by one", () => {
  fc.assert(
    fc.property(anyRecords, (records) => {
      const { db, launch } = seededDatabase();
      const executionId = launch("x");
      appendBatches(db, [{ executionId, entries: records.map(entryOf) }]);
      const timeless = (row: object | undefined) => row && { ...row, seq: 0 };
      const { execution, node, task } = rowsOf(db, executionId);
      const apart = follow(records).at(-1);
      expect(timeless(node)).toEqual(timeless(apart?.node));
      expect(task).toEqual(apart?.task);
      if (apart) expect(timeless(execution)).toEqual(timeless(apart.execution));
    }),
    { numRuns: 60 },
  );
});

const anyRecords = fc.array(fc.oneof(executionRecord, nodeRecord, taskRecord), { maxLength: 12 });

test("a row that has ended keeps its phase, end and error, whatever comes", () => {
  fc.assert(
    fc.property(anyRecords, (records) => {
      const states = follow(records);
      states.slice(1).forEach((after, index) => {
        const before = states[index];
        if (before?.execution && isExecutionEnd(before.execution.phase))
          expect(after.execution).toEqual({ ...before.execution, seq: after.execution?.seq });
        if (before?.node && isNodeEnd(before.node.phase))
          expect(after.node).toMatchObject({
            phase: before.node.phase,
            ended_at: before.node.ended_at,
            error: before.node.error,
          });
        if (before?.task && isTaskEnd(before.task.phase)) expect(after.task).toEqual(before.task);
      });
    }),
    { numRuns: 60 },
  );
});

test("an end has a time, nothing else has one, and no duration is negative", () => {
  fc.assert(
    fc.property(anyRecords, (records) => {
      for (const { execution, node, task } of follow(records)) {
        if (execution) expect(execution.ended_at !== null).toBe(isExecutionEnd(execution.phase));
        if (node) expect(node.ended_at !== null).toBe(isNodeEnd(node.phase));
        if (task) expect(task.ended_at !== null).toBe(isTaskEnd(task.phase));
        for (const row of [execution, node, task]) expect(row?.duration_ms ?? 0).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 60 },
  );
});

test("an attempt's history ends with its phase", () => {
  fc.assert(
    fc.property(anyRecords, (records) => {
      for (const { task } of follow(records)) if (task) expect(historyOf(task).at(-1)?.phase).toBe(task.phase);
    }),
    { numRuns: 60 },
  );
});

test("§10.5 the counts of phases are those of the rows, however records are spread over transactions", () => {
  const records = fc.array(
    fc
      .oneof(taskRecord, fc.tuple(nodeRecord, fc.constantFrom("n0", "n1", "start-node")))
      .map((made) => (Array.isArray(made) ? { ...made[0], node: made[1], specNodeId: made[1] } : made)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.array(records, { maxLength: 4 }), (transactions) => {
      const { db, launch } = seededDatabase();
      const executionId = launch("x");
      let number = 0;
      for (const records of transactions)
        appendBatches(db, [{ executionId, entries: records.map((record) => entryOf(record, number++)) }]);
      const phases = nodeExecutionsOf(db, executionId).filter((row) => row.spec_node_id !== "start-node");
      const counted = Object.groupBy(phases, ({ phase }) => phase);
      expect(
        Object.fromEntries(countNodesByPhase(db, [executionId]).map(({ phase, count }) => [phase, count])),
      ).toEqual(Object.fromEntries(Object.entries(counted).map(([phase, rows]) => [phase, rows.length])));
    }),
    { numRuns: 60 },
  );
});
