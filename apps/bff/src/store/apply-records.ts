/**
 * Moves rows by records, as upstream's Admin applies propeller's events (execution.md §1).
 *
 * Terminal is final: a record for a row that has ended changes nothing. Nor does one that steps back (RUNNING → QUEUED
 * of an execution, anything but an end after ABORTING, an older version of a task's phase).
 */
import { create, toBinary } from "@bufbuild/protobuf";
import type { RunError } from "@skein/engine/event";
import type { ExecutionRecord, NodeRecord, RunRecord, TaskRecord } from "@skein/engine/record";
import { ExecutionError_ErrorKind, ExecutionErrorSchema } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { parseIdentifier } from "@skein/spec/identifier";
import { assertNever } from "@skein/spec/never";
import type { Change, Database } from "./database.ts";
import { findExecutionById, updateExecution } from "./executions.ts";
import { findNodeExecution } from "./node-executions.ts";
import type { ExecutionRow } from "./tables.ts";
import { findTaskExecution, historyOf } from "./task-executions.ts";
import { isExecutionEnd, isNodeEnd, isTaskEnd } from "./terminal.ts";

export function applyRecord(db: Database, change: Change, executionId: number, record: RunRecord): void {
  switch (record.kind) {
    case "execution":
      applyExecutionRecord(db, change, executionId, record);
      break;
    case "node":
      applyNodeRecord(db, change, executionId, record);
      break;
    case "task":
      applyTaskRecord(db, change, executionId, record);
      break;
    default:
      assertNever(record, "record");
  }
}

function applyExecutionRecord(db: Database, change: Change, id: number, record: ExecutionRecord): void {
  const row = findExecutionById(db, id);
  if (!row || !mayMove(row.phase, record.phase)) return;
  const startedAt = row.started_at ?? (record.phase === "RUNNING" ? record.at : null);
  updateExecution(db, change, id, {
    phase: record.phase,
    updated_at: record.at,
    started_at: startedAt,
    ...(record.outputs !== undefined && { outputs_uri: record.outputs }),
    ...(record.error && { ...errorColumns(record.error), error_node: record.errorNode ?? null }),
    ...(isExecutionEnd(record.phase) && ended(startedAt, record.at)),
  });
}

function mayMove(from: ExecutionRow["phase"], to: ExecutionRecord["phase"]): boolean {
  if (isExecutionEnd(from)) return false;
  if (from === "ABORTING") return isExecutionEnd(to);
  return !(to === "QUEUED" && from !== "UNDEFINED" && from !== "QUEUED");
}

function applyNodeRecord(db: Database, change: Change, executionId: number, record: NodeRecord): void {
  const row = findNodeExecution(db, executionId, record.node);
  if (row && isNodeEnd(row.phase)) return;
  const startedAt = row?.started_at ?? (isStart(record.phase) ? record.at : null);
  const fields = {
    phase: record.phase,
    is_parent: row?.is_parent || record.isParent ? 1 : 0,
    attempt: Math.max(record.attempt, row?.attempt ?? 0),
    max_attempts: record.maxAttempts,
    queued_at: row?.queued_at ?? (record.phase === "QUEUED" ? record.at : null),
    started_at: startedAt,
    updated_at: record.at,
    seq: change.sequence,
    ...(record.inputs !== undefined && { input_uri: record.inputs }),
    ...(record.outputs !== undefined && { output_uri: record.outputs }),
    ...(record.error && errorColumns(record.error)),
    ...(record.reason !== undefined && { reason: record.reason }),
    ...(isNodeEnd(record.phase) && ended(startedAt, record.at)),
  };
  change.touchExecution(executionId);
  if (row) {
    db.run(db.build.updateTable("node_executions").set(fields).where("id", "=", row.id));
    return;
  }
  const parent = record.parent === undefined ? undefined : findNodeExecution(db, executionId, record.parent);
  db.run(
    db.build.insertInto("node_executions").values({
      ...fields,
      execution_id: executionId,
      node_id: record.node,
      spec_node_id: record.specNodeId,
      path: record.path,
      parent_id: parent?.id ?? null,
      retry_group: record.retryGroup,
      created_at: record.at,
    }),
  );
}

const isStart = (phase: NodeRecord["phase"]): boolean => phase === "RUNNING" || phase === "DYNAMIC_RUNNING";

function applyTaskRecord(db: Database, change: Change, executionId: number, record: TaskRecord): void {
  const node = findNodeExecution(db, executionId, record.node);
  // The node's row comes first (execution.md §1.2); without one there is nothing the attempt could belong to.
  if (!node) return;
  const row = findTaskExecution(db, node.id, record.attempt);
  if (row && (isTaskEnd(row.phase) || (row.phase === record.phase && row.phase_version >= record.version))) return;

  const startedAt = row?.started_at ?? (record.phase === "RUNNING" ? record.at : null);
  const history = [...(row ? historyOf(row) : []), { phase: record.phase, at: record.at, reason: record.reason }];
  const fields = {
    phase: record.phase,
    phase_version: record.version,
    history: JSON.stringify(history),
    started_at: startedAt,
    updated_at: record.at,
    input_uri: record.inputs,
    ...(record.outputs !== undefined && { output_uri: record.outputs }),
    ...(record.error && errorColumns(record.error)),
    ...(isTaskEnd(record.phase) && ended(startedAt, record.at)),
  };
  if (row) db.run(db.build.updateTable("task_executions").set(fields).where("id", "=", row.id));
  else
    db.run(
      db.build.insertInto("task_executions").values({
        ...fields,
        ...taskName(record.task),
        execution_id: executionId,
        node_execution_id: node.id,
        retry_attempt: record.attempt,
        task_type: record.taskType,
        generated_name: record.generatedName,
        interruptible: record.interruptible ? 1 : 0,
        created_at: record.at,
      }),
    );
  change.touchExecution(executionId);
  const isNewest = record.attempt >= node.attempt;
  db.run(
    db.build
      .updateTable("node_executions")
      .set({ seq: change.sequence, ...(isNewest && { attempt: record.attempt, reason: record.reason }) })
      .where("id", "=", node.id),
  );
}

function ended(startedAt: number | null, at: number) {
  return { ended_at: at, duration_ms: startedAt === null ? null : Math.max(0, at - startedAt) };
}

function errorColumns(error: RunError) {
  const message = create(ExecutionErrorSchema, {
    code: error.code,
    message: error.message,
    kind: ExecutionError_ErrorKind[error.kind],
  });
  return { error: toBinary(ExecutionErrorSchema, message), error_kind: error.kind, error_code: error.code };
}

function taskName(text: string) {
  const { project, domain, name, version } = parseIdentifier(text, ResourceType.TASK);
  return { project, domain, name, version };
}
