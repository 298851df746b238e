/** What the attempts of a node are made of. */
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Span } from "@skein/spec/gen/flyteidl/core/metrics_pb";
import type { ExecutionRow, NodeExecutionRow, TaskExecutionRow } from "../../store/tables.ts";
import { toIdentifier } from "../entity-messages.ts";
import { toExecutionId } from "../execution-messages.ts";
import { operation, operationIfAny, reference } from "./span.ts";

/** The attempts in order, with what lies between them; at depth 0 only that. */
export function attemptSpans(
  execution: ExecutionRow,
  node: NodeExecutionRow,
  tasks: readonly TaskExecutionRow[],
  depth: number,
): Span[] {
  return tasks.flatMap((task, index) => {
    const before = tasks[index - 1];
    return [
      ...(before ? [operation("NODE_RESET", before.updated_at, task.created_at)] : []),
      ...(depth === 0 ? [] : [attemptSpan(execution, node, task)]),
    ];
  });
}

function attemptSpan(execution: ExecutionRow, node: NodeExecutionRow, task: TaskExecutionRow): Span {
  const value = {
    taskId: toIdentifier(task, ResourceType.TASK),
    nodeExecutionId: { nodeId: node.node_id, executionId: toExecutionId(execution) },
    retryAttempt: task.retry_attempt,
  };
  return reference({ case: "taskId", value }, task, partsOf(task));
}

function partsOf({ created_at, started_at, duration_ms, updated_at }: TaskExecutionRow): Span[] {
  if (started_at === null) return [operation("TASK_SETUP", created_at, updated_at)];
  const setup = operation("TASK_SETUP", created_at, started_at);
  // Upstream cannot tell a length of zero from none.
  if (!duration_ms) return [setup, operation("TASK_RUNTIME", started_at, updated_at)];
  const end = started_at + duration_ms;
  return [setup, operation("TASK_RUNTIME", started_at, end), ...operationIfAny("TASK_TEARDOWN", end, updated_at)];
}
