/** Rows by identifier, or upstream's NotFound (admin-api.md §1). */
import type { Identifier, WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatResourceType } from "@skein/spec/identifier";
import type { Database } from "../store/database.ts";
import { findDescription } from "../store/description-entities.ts";
import { findExecution } from "../store/executions.ts";
import { findActiveLaunchPlan, findLaunchPlan } from "../store/launch-plans.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import type {
  DescriptionEntityRow,
  ExecutionRow,
  LaunchPlanRow,
  NodeExecutionRow,
  TaskExecutionRow,
  TaskRow,
  WorkflowRow,
} from "../store/tables.ts";
import { findTaskExecution } from "../store/task-executions.ts";
import { findTask } from "../store/tasks.ts";
import { findWorkflow } from "../store/workflows.ts";
import { MissingEntity } from "./request-checks.ts";

export function getTask(db: Database, id: Identifier): TaskRow {
  return findTask(db, id) ?? missing("TASK", id);
}

export function getWorkflow(db: Database, id: Identifier): WorkflowRow {
  return findWorkflow(db, id) ?? missing("WORKFLOW", id);
}

export function getLaunchPlan(db: Database, id: Identifier): LaunchPlanRow {
  return findLaunchPlan(db, id) ?? missing("LAUNCH_PLAN", id);
}

/** @throws MissingEntity also where a version is there and says nothing of itself */
export function getDescription(db: Database, id: Identifier): DescriptionEntityRow {
  return (
    findDescription(db, { ...id, resource_type: id.resourceType }) ?? missing(formatResourceType(id.resourceType), id)
  );
}

export function getActiveLaunchPlan(db: Database, id: Pick<Identifier, "project" | "domain" | "name">): LaunchPlanRow {
  const row = findActiveLaunchPlan(db, id);
  if (!row)
    throw new MissingEntity(
      "LAUNCH_PLAN",
      `${formatParts(id, ["project", "domain", "name"])}, of which none is active`,
    );
  return row;
}

export function getExecution(db: Database, id: WorkflowExecutionIdentifier): ExecutionRow {
  return findExecution(db, id) ?? missing("execution", id);
}

export interface FoundNode {
  readonly execution: ExecutionRow;
  readonly node: NodeExecutionRow;
}

export function getNodeExecution(
  db: Database,
  { executionId, nodeId }: { readonly executionId: WorkflowExecutionIdentifier; readonly nodeId: string },
): FoundNode {
  const execution = findExecution(db, executionId);
  const node = execution && findNodeExecution(db, execution.id, nodeId);
  if (!execution || !node)
    throw new MissingEntity("node execution", `${formatParts(executionId, executionParts)} node_id:"${nodeId}"`);
  return { execution, node };
}

export function getTaskExecution(
  db: Database,
  id: { readonly executionId: WorkflowExecutionIdentifier; readonly nodeId: string; readonly retryAttempt: number },
): FoundNode & { readonly task: TaskExecutionRow } {
  const found = getNodeExecution(db, id);
  const task = findTaskExecution(db, found.node.id, id.retryAttempt);
  if (!task)
    throw new MissingEntity(
      "task execution",
      `${formatParts(id.executionId, executionParts)} node_id:"${id.nodeId}" retry_attempt:${id.retryAttempt}`,
    );
  return { ...found, task };
}

const entityParts = ["project", "domain", "name", "version"] as const;
const executionParts = ["project", "domain", "name"] as const;

function missing(type: string, id: Identifier | WorkflowExecutionIdentifier): never {
  const parts = "version" in id ? formatParts(id, entityParts) : formatParts(id, executionParts);
  throw new MissingEntity(type, parts);
}

function formatParts<K extends string>(id: Readonly<Record<K, string>>, parts: readonly K[]): string {
  return parts.map((part) => `${part}:"${id[part]}"`).join(" ");
}
