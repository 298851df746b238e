import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { NodeExecution_Phase, TaskExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type Attempt,
  AttemptSchema,
  type NodeSummary,
  NodeSummarySchema,
  type PhaseChange,
  PhaseChangeSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { cacheStatusOf } from "../../store/catalog-key.ts";
import type { Database } from "../../store/database.ts";
import { readExecutionError } from "../../store/execution-error.ts";
import { arrayCountsOf } from "../../store/sub-nodes.ts";
import type { NodeExecutionRow } from "../../store/tables.ts";
import {
  type AttemptSummary,
  historyOf,
  type PhaseChange as StoredChange,
  taskExecutionsOfNodes,
} from "../../store/task-executions.ts";
import { sideOf } from "./breakpoints.ts";
import { headOf } from "./error-head.ts";
import { mapCounts } from "./map-counts.ts";
import { timeField } from "./times.ts";
import { usageOf } from "./usage.ts";

/** What graphs and tables show of these nodes, in the order given. */
export function nodeSummaries(db: Database, rows: readonly NodeExecutionRow[]): NodeSummary[] {
  const attempts = Map.groupBy(
    taskExecutionsOfNodes(
      db,
      rows.map((row) => row.id),
    ),
    (attempt) => attempt.node_execution_id,
  );
  return rows.map((row) => nodeSummary(row, attempts.get(row.id) ?? []));
}

export function nodeSummary(row: NodeExecutionRow, attempts: readonly AttemptSummary[]): NodeSummary {
  const newest = attempts.at(-1);
  const usage = usageOf(attempts);
  const counts = arrayCountsOf(row);
  return create(NodeSummarySchema, {
    id: row.node_id,
    path: row.path,
    phase: NodeExecution_Phase[row.phase],
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    taskPhase: newest ? TaskExecution_Phase[newest.phase] : TaskExecution_Phase.UNDEFINED,
    // Of what has ended the last reason is old news, unless it is why it never began.
    reason: row.ended_at === null || row.phase === "SKIPPED" ? row.reason : "",
    ...timeField("queuedAt", row.queued_at),
    ...timeField("startedAt", row.started_at),
    ...timeField("endedAt", row.ended_at),
    errorHead: headOf(readExecutionError(row.error)),
    isParent: row.is_parent === 1,
    held: sideOf(row.held),
    recoveredFrom: row.recovered_from ?? "",
    ...(usage ? { usage } : {}),
    attempts: attempts.map(attemptInBrief),
    cacheStatus: cacheStatusOf(row) ?? CatalogCacheStatus.CACHE_DISABLED,
    ...(counts ? { map: mapCounts(counts) } : {}),
  });
}

function attemptInBrief(row: AttemptSummary): Attempt {
  const usage = usageOf([row]);
  return create(AttemptSchema, {
    attempt: row.retry_attempt,
    phase: TaskExecution_Phase[row.phase],
    history: beginnings(historyOf(row)),
    ...timeField("createdAt", row.created_at),
    ...timeField("startedAt", row.started_at),
    ...timeField("endedAt", row.ended_at),
    ...(usage ? { usage } : {}),
  });
}

/** When each phase began; further words on the same one (a pull's progress) are left out. */
function beginnings(history: readonly StoredChange[]): PhaseChange[] {
  return history
    .filter(({ phase }, at) => phase !== history[at - 1]?.phase)
    .map(({ phase, at }) => create(PhaseChangeSchema, { phase: TaskExecution_Phase[phase], at: timestampFromMs(at) }));
}
