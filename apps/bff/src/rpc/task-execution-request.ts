import { ResourceType, type TaskExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { getTaskExecution } from "../admin/lookups.ts";
import { requireIdentifier, requireNodeExecutionId, requireValue } from "../admin/request-checks.ts";
import type { Database } from "../store/database.ts";

/** The attempt an identifier names. @throws InvalidRequest, MissingEntity */
export function requireTaskExecution(db: Database, id: TaskExecutionIdentifier | undefined) {
  const given = requireValue(id, "id");
  requireIdentifier(requireValue(given.taskId, "task_id"), ResourceType.TASK);
  const node = requireNodeExecutionId(requireValue(given.nodeExecutionId, "node_execution_id"));
  return getTaskExecution(db, { ...node, retryAttempt: given.retryAttempt });
}
