/** Finding what a request of the console names; what is not there is said with what to do. */
import type { Identifier, WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatExecutionId, formatIdentifier } from "@skein/spec/identifier";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { findExecution } from "../store/executions.ts";
import { findLaunchPlan, findNewestLaunchPlan, launchPlansOf } from "../store/launch-plans.ts";
import type { ExecutionRow, LaunchPlanRow, TaskRow, WorkflowRow } from "../store/tables.ts";
import { findNewestTask, findTask } from "../store/tasks.ts";
import { findNewestWorkflow, findWorkflow, findWorkflowById } from "../store/workflows.ts";

export class NotHere extends Problem {
  readonly kind = "notFound";
}

class MissingId extends Problem {
  readonly kind = "invalid";
}

export function getExecutionRow(db: Database, id: WorkflowExecutionIdentifier | undefined): ExecutionRow {
  if (!id?.name) throw new MissingId("The request names no execution; give its project, domain and name");
  const row = findExecution(db, id);
  if (!row)
    throw new NotHere(`Execution ${formatExecutionId(id)} does not exist; look for it in the list of executions`);
  return row;
}

export function getWorkflowRow(db: Database, id: Identifier | undefined): WorkflowRow {
  const row = id && (id.version === "" ? findNewestWorkflow(db, id) : findWorkflow(db, id));
  if (!row) throw new NotHere(`Workflow ${nameOf(id)} is not registered; upload it, or choose another version`);
  return row;
}

export function getWorkflowRowById(db: Database, id: number): WorkflowRow {
  const row = findWorkflowById(db, id);
  if (!row) throw new NotHere(`Workflow row ${id} is not in the store`);
  return row;
}

export function getLaunchPlanRow(db: Database, id: Identifier): LaunchPlanRow {
  const row = id.version === "" ? findNewestLaunchPlan(db, id) : findLaunchPlan(db, id);
  if (!row) throw new NotHere(`Launch plan ${nameOf(id)} is not registered; register one for the workflow first`);
  return row;
}

/** What launches a workflow: its default launch plan (same name, same version), else its newest. */
export function getLaunchPlanFor(db: Database, workflow: WorkflowRow): LaunchPlanRow {
  const plans = launchPlansOf(db, workflow.id);
  const standard = plans.find(({ name, version }) => name === workflow.name && version === workflow.version);
  const row = standard ?? plans.at(-1);
  if (!row) {
    const id = `${workflow.project}:${workflow.domain}:${workflow.name}:${workflow.version}`;
    throw new NotHere(`Workflow ${id} has no launch plan; register one for it, then launch it`);
  }
  return row;
}

export function getTaskRow(db: Database, id: Identifier): TaskRow {
  const row = id.version === "" ? findNewestTask(db, id) : findTask(db, id);
  if (!row) throw new NotHere(`Task ${nameOf(id)} is not registered; upload it, or choose another version`);
  return row;
}

/** Identifier text, without a version where any would have done. */
const nameOf = (id: Identifier | undefined): string => formatIdentifier(id).replace(/:$/, "");
