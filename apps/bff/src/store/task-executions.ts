/** Attempts: one row per (node execution, retry attempt). */

import type { TaskPhaseName } from "@skein/engine/record";
import type { Facts } from "../runner/runner.ts";
import type { Change, Database } from "./database.ts";
import { idList } from "./id-list.ts";
import { findNodeExecution } from "./node-executions.ts";
import { builder, query } from "./query.ts";
import type { TaskExecutionRow } from "./tables.ts";

export interface PhaseChange {
  readonly phase: TaskPhaseName;
  readonly at: number;
  readonly reason: string;
}

const byAttempt = query((nodeExecutionId: number, attempt: number) =>
  builder
    .selectFrom("task_executions")
    .selectAll()
    .where("node_execution_id", "=", nodeExecutionId)
    .where("retry_attempt", "=", attempt),
);

export function findTaskExecution(
  db: Database,
  nodeExecutionId: number,
  attempt: number,
): TaskExecutionRow | undefined {
  return db.first(byAttempt(nodeExecutionId, attempt));
}

/** The attempts of one node, the first one first. */
export function taskExecutionsOf(db: Database, nodeExecutionId: number): TaskExecutionRow[] {
  return db.all(
    db.build
      .selectFrom("task_executions")
      .selectAll()
      .where("node_execution_id", "=", nodeExecutionId)
      .orderBy("retry_attempt"),
  );
}

/** Which of the given nodes have had a container. */
export function nodesOfContainers(db: Database, nodeExecutionIds: readonly number[]): ReadonlySet<number> {
  const rows = db.all(
    db.build
      .selectFrom("task_executions")
      .select("node_execution_id")
      .where("node_execution_id", "in", idList(nodeExecutionIds))
      .where("facts", "is not", null),
  );
  return new Set(rows.map((row) => row.node_execution_id));
}

const summaryColumns = [
  "node_execution_id",
  "retry_attempt",
  "phase",
  "history",
  "created_at",
  "started_at",
  "ended_at",
  "cpu_seconds",
  "peak_memory_bytes",
  "wall_ms",
] as const;

/** What a list of nodes shows of their attempts. */
export type AttemptSummary = Pick<TaskExecutionRow, (typeof summaryColumns)[number]>;

/** The attempts of the given nodes: by node, then attempt. */
export function taskExecutionsOfNodes(db: Database, nodeExecutionIds: readonly number[]): AttemptSummary[] {
  if (nodeExecutionIds.length === 0) return [];
  return db.all(
    db.build
      .selectFrom("task_executions")
      .select(summaryColumns)
      .where("node_execution_id", "in", idList(nodeExecutionIds))
      .orderBy("node_execution_id")
      .orderBy("retry_attempt"),
  );
}

/** What an attempt's phases were, oldest first. */
export function historyOf(row: Pick<TaskExecutionRow, "history">): PhaseChange[] {
  return JSON.parse(row.history) as PhaseChange[]; // written by apply-records.ts alone
}

/** What the runner knows of an attempt; undefined before it was started. */
export function factsOf(row: Pick<TaskExecutionRow, "facts">): Facts | undefined {
  return row.facts === null ? undefined : (JSON.parse(row.facts) as Facts); // written by saveFacts alone
}

/** Keeps what the runner reported of an attempt; an attempt without a row is none of ours and changes nothing. */
export function saveFacts(
  db: Database,
  change: Change,
  executionId: number,
  node: string,
  attempt: number,
  facts: Facts,
): void {
  const owner = findNodeExecution(db, executionId, node);
  if (!owner) return;
  change.touchExecution(executionId);
  db.run(
    db.build
      .updateTable("task_executions")
      .set({
        facts: JSON.stringify(facts),
        cpu_seconds: facts.usage?.cpuSeconds ?? null,
        peak_memory_bytes: facts.usage?.peakMemoryBytes ?? null,
        wall_ms: facts.usage?.wallMs ?? null,
        log_bytes: facts.logBytes,
      })
      .where("node_execution_id", "=", owner.id)
      .where("retry_attempt", "=", attempt),
  );
  db.run(db.build.updateTable("node_executions").set({ seq: change.sequence }).where("id", "=", owner.id));
}
