/**
 * Moves rows by records, as upstream's Admin applies propeller's events (execution.md §1).
 *
 * Terminal is final: a record for a row that has ended changes nothing. Nor does one that steps back (RUNNING → QUEUED
 * of an execution, anything but an end after ABORTING, an older version of a task's phase).
 *
 * A new column of a node or an attempt: its value in `fields` below; held-rows.ts writes whatever is named.
 */
import type { RunError } from "@skein/engine/event";
import type {
  ExecutionRecord,
  HoldRecord,
  NodeRecord,
  RunRecord,
  SubNodesRecord,
  TaskRecord,
} from "@skein/engine/record";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { parseIdentifier } from "@skein/spec/identifier";
import { assertNever } from "@skein/spec/never";
import type { Insertable } from "kysely";
import { cacheColumns } from "./catalog-key.ts";
import type { Change, Database } from "./database.ts";
import { saveDynamicWorkflow } from "./dynamic-workflows.ts";
import { toErrorBytes } from "./execution-error.ts";
import { findExecutionById, updateExecution } from "./executions.ts";
import { HeldRows } from "./held-rows.ts";
import { unendedNodes } from "./node-executions.ts";
import type { ExecutionRow, Tables, TaskExecutionRow } from "./tables.ts";
import { historyOf, taskExecutionsOf } from "./task-executions.ts";
import { isExecutionEnd, isNodeEnd, isTaskEnd } from "./terminal.ts";

export function applyRecords(db: Database, change: Change, executionId: number, records: Iterable<RunRecord>): void {
  const rows = new HeldRows(db, change, executionId);
  for (const record of records) {
    switch (record.kind) {
      case "execution":
        applyExecutionRecord(db, change, executionId, record);
        break;
      case "node":
        applyNodeRecord(rows, record);
        if (record.dynamic) saveDynamicWorkflow(db, executionId, record, record.dynamic);
        break;
      case "task":
        applyTaskRecord(rows, record);
        break;
      case "hold":
        applyHoldRecord(rows, record);
        break;
      case "breakpoints":
        updateExecution(db, change, executionId, { breakpoints: JSON.stringify(record.breakpoints) });
        break;
      case "subNodes":
        applySubNodesRecord(rows, record);
        break;
      default:
        assertNever(record, "record");
    }
  }
  rows.write();
  change.touchExecution(executionId);
}

/** Ends the rows of nodes and attempts under way, for an execution that no run will end: nothing in it moves any more. */
export function abortUnended(db: Database, change: Change, executionId: number, at: number): void {
  const rows = new HeldRows(db, change, executionId);
  for (const { node_id: nodeId, id } of unendedNodes(db, executionId)) {
    const node = rows.node(nodeId);
    node.move({ phase: "ABORTED", updated_at: at, ...ended(node.row?.started_at ?? null, at) });
    for (const { retry_attempt: number, started_at: startedAt, ended_at: endedAt } of taskExecutionsOf(db, id))
      if (endedAt === null)
        rows.attempt(node, number).move({ phase: "ABORTED", updated_at: at, ...ended(startedAt, at) });
  }
  rows.write();
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

function applyNodeRecord(rows: HeldRows, record: NodeRecord): void {
  const node = rows.node(record.node);
  const { row } = node;
  if (row?.phase !== undefined && isNodeEnd(row.phase)) return;
  const startedAt = row?.started_at ?? (isStart(record.phase) ? record.at : null);
  const fields = {
    phase: record.phase,
    is_parent: row?.is_parent || record.isParent ? 1 : 0,
    is_dynamic: row?.is_dynamic || record.dynamic ? 1 : 0,
    is_in_dynamic_chain: record.isInDynamicChain ? 1 : 0,
    attempt: Math.max(record.attempt, row?.attempt ?? 0),
    max_attempts: record.maxAttempts,
    is_array: row?.is_array || record.isArray ? 1 : 0,
    queued_at: row?.queued_at ?? (record.phase === "QUEUED" ? record.at : null),
    started_at: startedAt,
    updated_at: record.at,
    ...(record.inputs !== undefined && { input_uri: record.inputs }),
    ...(record.outputs !== undefined && { output_uri: record.outputs }),
    ...(record.error && errorColumns(record.error)),
    ...(record.recoveredFrom !== undefined && { recovered_from: record.recoveredFrom }),
    ...(record.reason !== undefined && { reason: record.reason }),
    ...(record.cache && cacheColumns(record.cache)),
    ...(isNodeEnd(record.phase) && { ...ended(startedAt, record.at), held: "" as const }),
  };
  if (row) {
    node.move(fields);
    return;
  }
  node.parent = record.parent === undefined ? undefined : rows.node(record.parent);
  node.move({
    ...fields,
    node_id: record.node,
    spec_node_id: record.specNodeId,
    path: record.path,
    retry_group: record.retryGroup,
    created_at: record.at,
  } satisfies Omit<Insertable<Tables["node_executions"]>, "execution_id" | "parent_id" | "seq">);
}

function applyHoldRecord(rows: HeldRows, { node: nodeId, at, held, reason }: HoldRecord): void {
  const node = rows.node(nodeId);
  if (node.row?.phase === undefined || isNodeEnd(node.row.phase)) return;
  node.move({ held: held ?? "", reason, updated_at: at });
}

const isStart = (phase: NodeRecord["phase"]): boolean => phase === "RUNNING" || phase === "DYNAMIC_RUNNING";

function applyTaskRecord(rows: HeldRows, record: TaskRecord): void {
  const node = rows.node(record.node);
  // The node's row comes first (execution.md §1.2); without one there is nothing the attempt could belong to.
  if (!node.row) return;
  const attempt = rows.attempt(node, record.attempt);
  const { row } = attempt;
  if (row && isOver(row, record)) return;

  const startedAt = row?.started_at ?? (record.phase === "RUNNING" ? record.at : null);
  const before = row?.history === undefined ? [] : historyOf({ history: row.history });
  const fields = {
    phase: record.phase,
    phase_version: record.version,
    history: JSON.stringify([...before, { phase: record.phase, at: record.at, reason: record.reason }]),
    started_at: startedAt,
    updated_at: record.at,
    input_uri: record.inputs,
    ...(record.outputs !== undefined && { output_uri: record.outputs }),
    ...(record.error && errorColumns(record.error)),
    ...(isTaskEnd(record.phase) && ended(startedAt, record.at)),
  };
  if (row) attempt.move(fields);
  else
    attempt.move({
      ...fields,
      ...taskName(record.task),
      retry_attempt: record.attempt,
      task_type: record.taskType,
      generated_name: record.generatedName,
      interruptible: record.interruptible ? 1 : 0,
      created_at: record.at,
    } satisfies Omit<Insertable<Tables["task_executions"]>, "execution_id" | "node_execution_id">);
  const isNewest = record.attempt >= (node.row.attempt ?? 0);
  node.move(isNewest ? { attempt: record.attempt, reason: record.reason } : {});
}

/** What moves are elements; of the array itself only its counts and its version do. */
function applySubNodesRecord(rows: HeldRows, record: SubNodesRecord): void {
  const node = rows.node(record.node);
  if (!node.row) return;
  const attempt = rows.attempt(node, record.arrayAttempt);
  const { phase, phase_version: version } = attempt.row ?? {};
  if (phase !== "RUNNING" || (version ?? 0) >= record.version) return;
  attempt.move({ phase_version: record.version, updated_at: record.at });
  node.move({ updated_at: record.at, array_counts: JSON.stringify(record.counts) });
  const subNodes = rows.subNodes(node, record.arrayAttempt);
  for (const change of record.changes) subNodes.apply(change, record.at);
  if (record.areAborted) subNodes.abort(record.at);
}

/** Whether the attempt is past what the record tells. */
function isOver({ phase, phase_version: version }: Partial<TaskExecutionRow>, record: TaskRecord): boolean {
  if (phase === undefined) return false;
  return isTaskEnd(phase) || (phase === record.phase && (version ?? 0) >= record.version);
}

function ended(startedAt: number | null, at: number) {
  return { ended_at: at, duration_ms: startedAt === null ? null : Math.max(0, at - startedAt) };
}

function errorColumns(error: RunError) {
  return { error: toErrorBytes(error), error_kind: error.kind, error_code: error.code };
}

function taskName(text: string) {
  const { project, domain, name, version } = parseIdentifier(text, ResourceType.TASK);
  return { project, domain, name, version };
}
