/** Which executions hang together: by the node that launched one, or by a reference to the one it was launched again from. */
import type { Database } from "./database.ts";
import { idList } from "./id-list.ts";
import type { ExecutionName } from "./identity.ts";
import type { ExecutionRow } from "./tables.ts";

export interface LaunchingNode {
  readonly execution: ExecutionName;
  readonly path: string;
}

/** The nodes with these row ids, as those they launched name them. */
export function launchingNodesOf(db: Database, nodeIds: readonly number[]): ReadonlyMap<number, LaunchingNode> {
  if (nodeIds.length === 0) return new Map();
  const rows = db.all(
    db.build
      .selectFrom("node_executions")
      .innerJoin("executions", "executions.id", "node_executions.execution_id")
      .select([
        "node_executions.id",
        "node_executions.path",
        "executions.execution_project as project",
        "executions.execution_domain as domain",
        "executions.execution_name as name",
      ])
      .where("node_executions.id", "in", idList(nodeIds)),
  );
  return new Map(rows.map(({ id, path, ...execution }) => [id, { execution, path }]));
}

/** Narrow: inputs and specs, which are wide, are not read. */
interface RelatedExecution
  extends Pick<
    ExecutionRow,
    "id" | "execution_project" | "execution_domain" | "execution_name" | "phase" | "mode" | "created_at"
  > {
  /** Of the node that launched it. */
  readonly path: string | null;
}

export interface RelatedExecutions {
  readonly total: number;
  readonly first: readonly RelatedExecution[];
}

interface Limits {
  /** How many are named. */
  readonly first: number;
  /** How many are counted. */
  readonly counted: number;
}

const columns = [
  "executions.id",
  "executions.execution_project",
  "executions.execution_domain",
  "executions.execution_name",
  "executions.phase",
  "executions.mode",
  "executions.created_at",
] as const;

/** What its nodes launched, the first one first. */
export function childrenOf(db: Database, executionId: number, { first, counted }: Limits): RelatedExecutions {
  const children = db.build
    .selectFrom("node_executions")
    .innerJoin("executions", "executions.parent_node_execution_id", "node_executions.id")
    .where("node_executions.execution_id", "=", executionId);
  const total = db.first(
    db.build
      .selectFrom(children.select("executions.id").limit(counted).as("some"))
      .select((count) => count.fn.countAll<number>().as("count")),
  )?.count;
  if (!total) return { total: 0, first: [] };
  return {
    total,
    first: db.all(
      children
        .select([...columns, "node_executions.path"])
        .orderBy("executions.id")
        .limit(first),
    ),
  };
}

/** Whether any of these nodes has launched an execution. */
export function haveChildren(db: Database, nodeIds: readonly number[]): boolean {
  if (nodeIds.length === 0) return false;
  const query = db.build
    .selectFrom("executions")
    .select("id")
    .where("parent_node_execution_id", "in", idList(nodeIds))
    .limit(1);
  return db.first(query) !== undefined;
}

/** What was launched with a reference to it, the newest first. */
export function rerunsOf(db: Database, executionId: number, { first, counted }: Limits): RelatedExecutions {
  const reruns = db.build.selectFrom("executions").where("source_execution_id", "=", executionId);
  const total = db.first(
    db.build
      .selectFrom(reruns.select("id").limit(counted).as("some"))
      .select((count) => count.fn.countAll<number>().as("count")),
  )?.count;
  if (!total) return { total: 0, first: [] };
  const rows = db.all(reruns.select(columns).orderBy("executions.id", "desc").limit(first));
  return { total, first: rows.map((row) => ({ ...row, path: null })) };
}
