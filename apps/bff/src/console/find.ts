/** Finding what a request of the console names; what is not there is said with what to do. */
import type { Identifier, WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatExecutionId, formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { findExecution } from "../store/executions.ts";
import { findLaunchPlan, findNewestLaunchPlan } from "../store/launch-plans.ts";
import type { ExecutionRow, LaunchPlanRow, TaskRow, WorkflowRow } from "../store/tables.ts";
import { findNewestTask, findTask } from "../store/tasks.ts";
import { findNewestWorkflow, findWorkflow, findWorkflowById } from "../store/workflows.ts";

export class NotHere extends Problem {
  readonly kind = "notFound";
}

export function getExecutionRow(db: Database, id: WorkflowExecutionIdentifier | undefined): ExecutionRow {
  const row = id && findExecution(db, id);
  if (!row)
    throw new NotHere(`Execution ${formatExecutionId(id)} does not exist; look for it in the list of executions`);
  return row;
}

export function getWorkflowRow(db: Database, id: Identifier | undefined): WorkflowRow {
  const row = id && (id.version === "" ? findNewestWorkflow(db, id) : findWorkflow(db, id));
  if (!row)
    throw new NotHere(`Workflow ${formatIdentifier(id)} is not registered; upload it, or choose another version`);
  return row;
}

export function getWorkflowRowById(db: Database, id: number): WorkflowRow {
  const row = findWorkflowById(db, id);
  if (!row) throw new NotHere(`Workflow row ${id} is not in the store`);
  return row;
}

export function getLaunchPlanRow(db: Database, id: Identifier): LaunchPlanRow {
  const row = id.version === "" ? findNewestLaunchPlan(db, id) : findLaunchPlan(db, id);
  if (!row)
    throw new NotHere(`Launch plan ${formatIdentifier(id)} is not registered; register one for the workflow first`);
  return row;
}

export function getTaskRow(db: Database, id: Identifier): TaskRow {
  const row = id.version === "" ? findNewestTask(db, id) : findTask(db, id);
  if (!row) throw new NotHere(`Task ${formatIdentifier(id)} is not registered; upload it, or choose another version`);
  return row;
}
