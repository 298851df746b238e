/** Rows of executions, nodes and attempts as flyteidl messages. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { isInProcess } from "@skein/engine/in-process-task";
import { durationFromMs } from "@skein/spec/duration";
import {
  type Execution,
  ExecutionSchema,
  type ExecutionSpec,
  ExecutionSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type NodeExecution, NodeExecutionSchema } from "@skein/spec/gen/flyteidl/admin/node_execution_pb";
import { type TaskExecution, TaskExecutionSchema } from "@skein/spec/gen/flyteidl/admin/task_execution_pb";
import { CatalogMetadataSchema } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import {
  type ExecutionError,
  ExecutionErrorSchema,
  NodeExecution_Phase,
  TaskExecution_Phase,
  WorkflowExecution_Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ResourceType,
  type WorkflowExecutionIdentifier,
  WorkflowExecutionIdentifierSchema,
} from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type ExternalResourceInfo,
  TaskExecutionMetadata_InstanceClass,
} from "@skein/spec/gen/flyteidl/event/event_pb";
import { timestampFromMillis } from "@skein/spec/timestamp";
import { cacheStatusOf } from "../store/catalog-key.ts";
import type { EntityName } from "../store/identity.ts";
import type { ExecutionRow, NodeExecutionRow, TaskExecutionRow } from "../store/tables.ts";
import { historyOf } from "../store/task-executions.ts";
import { toIdentifier } from "./entity-messages.ts";

/** Lists cut error messages, as upstream. */
const listedErrorBytes = 100;

export interface ExecutionContext {
  readonly row: ExecutionRow;
  readonly workflow: EntityName;
  /** Absent for single-task executions. */
  readonly launchPlan: LaunchPlanSpec | undefined;
}

export function toExecutionId(row: ExecutionRow): WorkflowExecutionIdentifier {
  return create(WorkflowExecutionIdentifierSchema, {
    project: row.execution_project,
    domain: row.execution_domain,
    name: row.execution_name,
  });
}

export function toExecution({ row, workflow, launchPlan }: ExecutionContext, isListed = false): Execution {
  const spec = fromBinary(ExecutionSpecSchema, row.spec);
  const error = readError(row.error, isListed);
  return create(ExecutionSchema, {
    id: toExecutionId(row),
    spec,
    closure: {
      phase: WorkflowExecution_Phase[row.phase],
      workflowId: toIdentifier(workflow, ResourceType.WORKFLOW),
      createdAt: timestampFromMillis(row.created_at),
      updatedAt: timestampFromMillis(row.updated_at),
      ...startAndDuration(row),
      outputResult: executionResult(row, error),
      notifications: notificationsOf(spec, launchPlan),
      stateChangeDetails: {
        state: row.state,
        occurredAt: timestampFromMillis(row.state_changed_at),
        principal: nobody,
      },
    },
  });
}

/** Upstream without authentication knows no principal; the name that rows hold is the console's. */
const nobody = "";

function executionResult(row: ExecutionRow, error: ExecutionError | undefined) {
  if (error) return { case: "error" as const, value: error };
  if (row.abort_cause !== null)
    return {
      case: "abortMetadata" as const,
      value: { cause: row.abort_cause, principal: nobody },
    };
  if (row.outputs_uri !== null)
    return { case: "outputs" as const, value: { data: { case: "uri" as const, value: row.outputs_uri } } };
  return { case: undefined };
}

/** The request's own list wins, then its wish for none, then the launch plan's. */
function notificationsOf({ notificationOverrides: own }: ExecutionSpec, launchPlan: LaunchPlanSpec | undefined) {
  if (own.case === "notifications" && own.value.notifications.length > 0) return own.value.notifications;
  if (own.case === "disableAll" && own.value) return [];
  return launchPlan?.entityMetadata?.notifications ?? [];
}

export interface NodeContext {
  /** The execution that a launch plan node is. */
  readonly child: ExecutionRow | undefined;
  readonly deckUri?: string | undefined;
  readonly isListed?: boolean;
}

export function toNodeExecution(
  row: NodeExecutionRow,
  executionId: WorkflowExecutionIdentifier,
  { child, deckUri = "", isListed = false }: NodeContext,
): NodeExecution {
  return create(NodeExecutionSchema, {
    id: { nodeId: row.node_id, executionId },
    inputUri: row.input_uri ?? "",
    closure: {
      phase: NodeExecution_Phase[row.phase],
      createdAt: timestampFromMillis(row.created_at),
      updatedAt: timestampFromMillis(row.updated_at),
      ...startAndDuration(row),
      outputResult: result(row, isListed),
      deckUri,
      ...targetMetadata(row, child),
    },
    metadata: {
      retryGroup: row.retry_group,
      isParentNode: row.is_parent === 1,
      isDynamic: row.is_dynamic === 1,
      isArray: row.is_array === 1,
      specNodeId: row.spec_node_id,
    },
  });
}

/** The execution that a launch plan node is, or what caching came to. */
function targetMetadata(row: NodeExecutionRow, child: ExecutionRow | undefined) {
  if (child) {
    const value = { executionId: toExecutionId(child) };
    return { targetMetadata: { case: "workflowNodeMetadata" as const, value } };
  }
  const cacheStatus = cacheStatusOf(row);
  if (cacheStatus === undefined) return {};
  const catalogKey = row.catalog_key && fromBinary(CatalogMetadataSchema, row.catalog_key);
  const value = { cacheStatus, ...(catalogKey && { catalogKey }) };
  return { targetMetadata: { case: "taskNodeMetadata" as const, value } };
}

export function toTaskExecution(
  row: TaskExecutionRow,
  nodeId: string,
  executionId: WorkflowExecutionIdentifier,
  externalResources: ExternalResourceInfo[] = [],
): TaskExecution {
  const reasons = historyOf(row)
    .filter((each) => each.reason !== "")
    .map((each) => ({ occurredAt: timestampFromMillis(each.at), message: each.reason }));
  return create(TaskExecutionSchema, {
    id: {
      taskId: toIdentifier(row, ResourceType.TASK),
      nodeExecutionId: { nodeId, executionId },
      retryAttempt: row.retry_attempt,
    },
    inputUri: row.input_uri ?? "",
    closure: {
      phase: TaskExecution_Phase[row.phase],
      createdAt: timestampFromMillis(row.created_at),
      updatedAt: timestampFromMillis(row.updated_at),
      ...startAndDuration(row),
      outputResult: result(row, false),
      taskType: row.task_type,
      reason: reasons.at(-1)?.message ?? "",
      reasons,
      metadata: {
        generatedName: row.generated_name,
        pluginIdentifier: pluginOf(row.task_type),
        externalResources,
        instanceClass: row.interruptible
          ? TaskExecutionMetadata_InstanceClass.INTERRUPTIBLE
          : TaskExecutionMetadata_InstanceClass.DEFAULT,
      },
      eventVersion: 1,
    },
  });
}

function pluginOf(taskType: string): string {
  if (taskType === "container_array") return "k8s-array";
  return isInProcess(taskType) ? taskType : "container";
}

function result(row: NodeExecutionRow | TaskExecutionRow, isListed: boolean) {
  const error = readError(row.error, isListed);
  if (error) return { case: "error" as const, value: error };
  if (row.output_uri !== null) return { case: "outputUri" as const, value: row.output_uri };
  return { case: undefined };
}

function startAndDuration({ started_at, duration_ms }: { started_at: number | null; duration_ms: number | null }) {
  return {
    ...(started_at !== null && { startedAt: timestampFromMillis(started_at) }),
    ...(duration_ms !== null && { duration: durationFromMs(duration_ms) }),
  };
}

function readError(bytes: Uint8Array | null, isListed: boolean): ExecutionError | undefined {
  if (bytes === null) return undefined;
  const error = fromBinary(ExecutionErrorSchema, bytes);
  if (isListed) error.message = cut(error.message);
  return error;
}

const cut = (message: string): string =>
  Buffer.byteLength(message) <= listedErrorBytes
    ? message
    : Buffer.from(message)
        .subarray(0, listedErrorBytes)
        .toString("utf8")
        .replace(/\uFFFD$/, "");
