/** Which attempts of an execution may have written lines: those of tasks, and of the elements of maps. */
import { subNodeKey } from "@skein/engine/node-id";
import type { TaskKey } from "@skein/engine/run";
import type { LogScope } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { nodeExecutionsOf } from "../../store/node-executions.ts";
import { subNodesOf } from "../../store/sub-nodes.ts";
import type { ExecutionRow, NodeExecutionRow } from "../../store/tables.ts";
import { taskExecutionsOfNodes } from "../../store/task-executions.ts";

/** More attempts than this are not read together; the newest are. */
const MOST_ORIGINS = 2000;

export interface Origin {
  readonly key: TaskKey;
  readonly path: string;
  readonly index: number | undefined;
}

/** In the order in which they began. */
export function originsIn(db: Database, row: ExecutionRow, scope: LogScope) {
  const nodes = nodeExecutionsOf(db, row.id).filter((node) => isInScope(node, scope));
  const attempts = new Map<number, number[]>();
  for (const each of taskExecutionsOfNodes(
    db,
    nodes.map(({ id }) => id),
  ))
    attempts.set(each.node_execution_id, [...(attempts.get(each.node_execution_id) ?? []), each.retry_attempt]);
  const all = nodes.flatMap((node) =>
    (attempts.get(node.id) ?? []).flatMap((attempt) =>
      node.is_array === 1 ? elementsOf(db, row, node, attempt) : [originOf(row, node.path, node.node_id, attempt)],
    ),
  );
  const wanted = all.filter(
    ({ key }) =>
      (scope.nodeId === "" || key.node === scope.nodeId) &&
      (scope.attempt === undefined || key.attempt === scope.attempt),
  );
  return { origins: wanted.slice(-MOST_ORIGINS), leftOut: Math.max(0, wanted.length - MOST_ORIGINS) };
}

function isInScope(node: NodeExecutionRow, { path, nodeId }: LogScope): boolean {
  if (nodeId !== "") return nodeId === node.node_id || nodeId.startsWith(`${node.node_id}-`);
  return path === "" || node.path === path || node.path.startsWith(`${path}/`);
}

function elementsOf(db: Database, row: ExecutionRow, node: NodeExecutionRow, arrayAttempt: number): Origin[] {
  return subNodesOf(db, node.id, arrayAttempt).map(({ item, attempt }) =>
    originOf(row, node.path, subNodeKey(node.node_id, arrayAttempt, item), attempt, item),
  );
}

function originOf(row: ExecutionRow, path: string, node: string, attempt: number, index?: number): Origin {
  const { execution_project: project, execution_domain: domain, execution_name: execution } = row;
  return { key: { project, domain, execution, node, attempt }, path, index };
}
