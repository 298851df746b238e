/** For tests: records of an execution `run` of the sum workflow, as a run would leave them. */
import type { NodeRecord, RunRecord, TaskRecord } from "@skein/engine/record";

export const nodeRecord = (
  id: string,
  phase: NodeRecord["phase"],
  at: number,
  more: Partial<NodeRecord> = {},
): RunRecord => ({
  kind: "node",
  node: id,
  specNodeId: id,
  path: id,
  parent: undefined,
  retryGroup: "",
  phase,
  at,
  inputs: `s3://b/${id}/inputs.pb`,
  outputs: undefined,
  error: undefined,
  isParent: false,
  attempt: 0,
  maxAttempts: 1,
  ...more,
});

/** Of the node "n0". */
export const attemptRecord = (
  number: number,
  phase: TaskRecord["phase"],
  at: number,
  more: Partial<TaskRecord> = {},
): RunRecord => ({
  kind: "task",
  node: "n0",
  attempt: number,
  task: "flytesnacks:development:add:v1",
  taskType: "raw-container",
  phase,
  version: 0,
  at,
  reason: "",
  inputs: "s3://b/n0/inputs.pb",
  outputs: undefined,
  error: undefined,
  generatedName: `run-n0-${number}`,
  interruptible: false,
  ...more,
});
