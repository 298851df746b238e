/**
 * What the one task execution of an array node says of its elements (execution.md §4.5): one entry per attempt of each,
 * in order, and one for each that has not begun. Put together when it is read; nothing as long is ever stored.
 */
import { create } from "@bufbuild/protobuf";
import { childExecutionName, subNodeKey } from "@skein/engine/node-id";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { TaskExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { WorkflowExecutionIdentifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type ExternalResourceInfo, ExternalResourceInfoSchema } from "@skein/spec/gen/flyteidl/event/event_pb";
import { cacheStatusOf } from "../store/catalog-key.ts";
import type { Database } from "../store/database.ts";
import { childNamesOf } from "../store/executions.ts";
import { arrayCountsOf, subNodesOf } from "../store/sub-nodes.ts";
import type { NodeExecutionRow, TaskExecutionRow } from "../store/tables.ts";

export function externalResources(
  db: Database,
  node: NodeExecutionRow,
  task: TaskExecutionRow,
  executionId: WorkflowExecutionIdentifier,
): ExternalResourceInfo[] {
  if (node.is_array !== 1) return [];
  const children = childNamesOf(db, node.id);
  const entry = (index: number, attempt: number, phase: TaskExecution_Phase, cacheStatus = NONE) => {
    const name = childExecutionName(executionId.name, subNodeKey(node.node_id, task.retry_attempt, index), attempt);
    return create(ExternalResourceInfoSchema, {
      externalId: `${task.generated_name}-n${index}-${attempt}`,
      index,
      retryAttempt: attempt,
      phase,
      cacheStatus,
      ...(children.has(name) && {
        targetMetadata: {
          case: "workflowNodeMetadata" as const,
          value: { executionId: { project: executionId.project, domain: executionId.domain, name } },
        },
      }),
    });
  };
  const entries = subNodesOf(db, node.id, task.retry_attempt).map((row) =>
    entry(row.item, row.attempt, TaskExecution_Phase[row.phase], cacheStatusOf(row)),
  );
  // How many there were in an earlier attempt of the array is not kept.
  const size = task.retry_attempt === node.attempt ? (arrayCountsOf(node)?.size ?? 0) : 0;
  for (let index = (entries.at(-1)?.index ?? -1) + 1; index < size; index += 1)
    entries.push(entry(index, 0, TaskExecution_Phase.UNDEFINED));
  return entries;
}

const NONE = CatalogCacheStatus.CACHE_DISABLED;
