/** §4.5 What the Admin API says of an array node: one task execution with an entry for each attempt of each element. */
import type { RunRecord, SubNodesRecord } from "@skein/engine/record";
import { TaskExecution_Phase as TaskPhase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { expect, test } from "vitest";
import { appendBatches } from "../store/journal.ts";
import { withSumWorkflow } from "./testing/admin-client.ts";
import { attemptRecord, nodeRecord } from "./testing/records.ts";
import { int, launchPlanId, taskId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
const nodeExecutionId = { nodeId: "n0", executionId: { ...scope, name: "run" } };

const moved = (
  version: number,
  changes: SubNodesRecord["changes"],
  counts: Partial<SubNodesRecord["counts"]> = {},
): RunRecord => ({
  kind: "subNodes",
  node: "n0",
  arrayAttempt: 0,
  version,
  at: 1_010 + version,
  counts: { size: 4, queued: 0, running: 0, succeeded: 0, failed: 0, aborted: 0, ...counts },
  changes,
  areAborted: false,
});

const array = { taskType: "container_array" };

async function withArray(records: readonly RunRecord[]) {
  const admin = await withSumWorkflow();
  await admin.client.createExecution({
    ...scope,
    name: "run",
    spec: { launchPlan: launchPlanId("sum") },
    inputs: { literals: { n: int(1) } },
  });
  const all = [
    nodeRecord("n0", "QUEUED", 1_000, { isArray: true }),
    attemptRecord(0, "QUEUED", 1_000, array),
    nodeRecord("n0", "RUNNING", 1_000, { isArray: true }),
    attemptRecord(0, "RUNNING", 1_000, array),
    ...records,
  ];
  appendBatches(admin.db, [
    { executionId: 1, entries: [{ number: 0, at: 1, event: { kind: "started", at: 1 }, records: all }] },
  ]);
  return admin;
}

const error = { code: "Error", message: "exit 1", kind: "USER" } as const;

test("entries stand by index, then attempt; those of elements that have not begun are UNDEFINED", async () => {
  const { client } = await withArray([
    moved(1, [
      { index: 1, attempt: 0, phase: "QUEUED" },
      { index: 0, attempt: 0, phase: "QUEUED" },
    ]),
    moved(2, [{ index: 1, attempt: 0, phase: "RUNNING" }]),
    moved(3, [
      { index: 1, attempt: 0, phase: "FAILED", error },
      { index: 1, attempt: 1, phase: "QUEUED" },
    ]),
  ]);
  const id = { taskId: taskId("add"), nodeExecutionId, retryAttempt: 0 };
  const { closure } = await client.getTaskExecution({ id });
  expect(closure).toMatchObject({ taskType: "container_array", eventVersion: 1, phase: TaskPhase.RUNNING });
  expect(closure?.metadata?.pluginIdentifier).toBe("k8s-array");
  const entries = closure?.metadata?.externalResources.map((each) => [
    each.externalId,
    each.index,
    each.retryAttempt,
    TaskPhase[each.phase],
  ]);
  expect(entries).toEqual([
    ["run-n0-0-n0-0", 0, 0, "QUEUED"],
    ["run-n0-0-n1-0", 1, 0, "FAILED"],
    ["run-n0-0-n1-1", 1, 1, "QUEUED"],
    ["run-n0-0-n2-0", 2, 0, "UNDEFINED"],
    ["run-n0-0-n3-0", 3, 0, "UNDEFINED"],
  ]);
  const listed = await client.listTaskExecutions({ nodeExecutionId, limit: 5 });
  expect(listed.taskExecutions[0]?.closure?.metadata?.externalResources).toHaveLength(5);
});

test("the node says that it is an array, and is no parent", async () => {
  const { client } = await withArray([]);
  const { metadata } = await client.getNodeExecution({ id: nodeExecutionId });
  expect(metadata).toMatchObject({ isArray: true, isParentNode: false });
});

test("an element that has ended stays as it ended, and a change of the past is passed over", async () => {
  const { client, db } = await withArray([
    moved(1, [{ index: 0, attempt: 0, phase: "QUEUED" }]),
    moved(2, [{ index: 0, attempt: 0, phase: "SUCCEEDED" }]),
    moved(2, [{ index: 0, attempt: 0, phase: "FAILED" }]),
  ]);
  const late = moved(3, [{ index: 0, attempt: 0, phase: "RUNNING" }]);
  appendBatches(db, [
    { executionId: 1, entries: [{ number: 1, at: 1, event: { kind: "started", at: 1 }, records: [late] }] },
  ]);
  const { taskExecutions } = await client.listTaskExecutions({ nodeExecutionId, limit: 5 });
  const [first] = taskExecutions[0]?.closure?.metadata?.externalResources ?? [];
  expect(TaskPhase[first?.phase ?? 0]).toBe("SUCCEEDED");
});

test("with an array that is brought down go all that only sleep", async () => {
  const aborted = { ...moved(2, []), areAborted: true } as RunRecord;
  const { client } = await withArray([
    moved(1, [
      { index: 0, attempt: 0, phase: "RUNNING" },
      { index: 1, attempt: 0, phase: "SUCCEEDED" },
    ]),
    aborted,
    attemptRecord(0, "ABORTED", 1_100, array),
  ]);
  const { taskExecutions } = await client.listTaskExecutions({ nodeExecutionId, limit: 5 });
  const resources = taskExecutions[0]?.closure?.metadata?.externalResources ?? [];
  expect(resources.map(({ phase }) => TaskPhase[phase]).slice(0, 2)).toEqual(["ABORTED", "SUCCEEDED"]);
});
