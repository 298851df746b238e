/** UpdateExecution (admin-api.md §3.5): archived executions are left out of lists, and nothing else changes. */
import { ExecutionState } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Database } from "../store/database.ts";
import { updateExecution } from "../store/executions.ts";
import { getExecution } from "./lookups.ts";
import { InvalidRequest } from "./request-checks.ts";

/** @throws MissingEntity, InvalidRequest for a state that is neither */
export function changeExecutionState(
  db: Database,
  id: WorkflowExecutionIdentifier,
  state: ExecutionState,
  now: number,
): void {
  const row = getExecution(db, id);
  if (state !== ExecutionState.EXECUTION_ACTIVE && state !== ExecutionState.EXECUTION_ARCHIVED)
    throw new InvalidRequest(`unrecognized execution state ${state}; use EXECUTION_ACTIVE or EXECUTION_ARCHIVED`);
  db.transaction((change) => updateExecution(db, change, row.id, { state, state_changed_at: now }));
}
