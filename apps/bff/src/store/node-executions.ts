import { sql } from "kysely";
import type { Database } from "./database.ts";
import { idList } from "./id-list.ts";
import { builder, query } from "./query.ts";
import type { NodeExecutionRow } from "./tables.ts";

const byNodeId = query((executionId: number, nodeId: string) =>
  builder
    .selectFrom("node_executions")
    .selectAll()
    .where("execution_id", "=", executionId)
    .where("node_id", "=", nodeId),
);

export function findNodeExecution(db: Database, executionId: number, nodeId: string): NodeExecutionRow | undefined {
  return db.first(byNodeId(executionId, nodeId));
}

/** Where nodes are in the graph, by unique node id; nodes without a row are left out. */
export function pathsOfNodes(
  db: Database,
  executionId: number,
  nodeIds: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const listed = sql<string>`(select value from json_each(${JSON.stringify([...nodeIds])}))`;
  const rows = db.all(
    db.build
      .selectFrom("node_executions")
      .select(["node_id", "path"])
      .where("execution_id", "=", executionId)
      .where("node_id", "in", listed),
  );
  return new Map(rows.map(({ node_id, path }) => [node_id, path]));
}

const originOf = query((executionId: number, recoveredFrom: string, nodeId: string) =>
  builder
    .selectFrom("node_executions as origin")
    .innerJoin("executions as ran_in", "ran_in.id", "origin.execution_id")
    .innerJoin("executions as own", (join) =>
      join
        .onRef("own.execution_project", "=", "ran_in.execution_project")
        .onRef("own.execution_domain", "=", "ran_in.execution_domain"),
    )
    .selectAll("origin")
    .where("own.id", "=", executionId)
    .where("ran_in.execution_name", "=", recoveredFrom)
    .where("origin.node_id", "=", nodeId),
);

/** The row where the node ran: its own, or that of the execution it was recovered from, if it is there. */
export function findOrigin(db: Database, node: NodeExecutionRow): NodeExecutionRow | undefined {
  if (node.recovered_from === null) return node;
  return db.first(originOf(node.execution_id, node.recovered_from, node.node_id));
}

/** The node that launched an execution; undefined for one that somebody did. */
export function findParentNode(db: Database, executionId: number): NodeExecutionRow | undefined {
  return db.first(
    db.build
      .selectFrom("node_executions")
      .innerJoin("executions", "executions.parent_node_execution_id", "node_executions.id")
      .selectAll("node_executions")
      .where("executions.id", "=", executionId),
  );
}

/** The rows of a place in the graph: one, or one per attempt of its parent; newest last. */
export function nodeExecutionsAt(db: Database, executionId: number, path: string): NodeExecutionRow[] {
  return db.all(
    db.build
      .selectFrom("node_executions")
      .selectAll()
      .where("execution_id", "=", executionId)
      .where("path", "=", path)
      .orderBy("id"),
  );
}

export function nodeExecutionsOf(db: Database, executionId: number): NodeExecutionRow[] {
  return db.all(
    db.build.selectFrom("node_executions").selectAll().where("execution_id", "=", executionId).orderBy("id"),
  );
}

/** Rows of one execution that have not come to their end. */
export function unendedNodes(db: Database, executionId: number): NodeExecutionRow[] {
  return db.all(
    db.build
      .selectFrom("node_executions")
      .selectAll()
      .where("execution_id", "=", executionId)
      .where("ended_at", "is", null),
  );
}

/** Rows of one execution that changed after the given sequence. */
export function nodeExecutionsSince(db: Database, executionId: number, sequence: number): NodeExecutionRow[] {
  return db.all(
    db.build
      .selectFrom("node_executions")
      .selectAll()
      .where("execution_id", "=", executionId)
      .where("seq", ">", sequence)
      .orderBy("seq")
      .orderBy("id"),
  );
}

export interface PhaseTally {
  readonly execution_id: number;
  readonly phase: NodeExecutionRow["phase"];
  readonly count: number;
}

const addToCount = query((executionId: number, phase: NodeExecutionRow["phase"], count: number) =>
  builder
    .insertInto("node_counts")
    .values({ execution_id: executionId, phase, count })
    .onConflict((known) =>
      known.columns(["execution_id", "phase"]).doUpdateSet((of) => ({
        count: of("node_counts.count", "+", of.ref("excluded.count")),
      })),
    ),
);

/** Takes into account that nodes came into phases (more) and left them (fewer). */
export function countNodes(
  db: Database,
  executionId: number,
  changes: Iterable<readonly [phase: NodeExecutionRow["phase"], by: number]>,
): void {
  for (const [phase, by] of changes) if (by !== 0) db.run(addToCount(executionId, phase, by));
}

/** How many nodes of each execution are in each phase; start and end nodes left out. */
export function countNodesByPhase(db: Database, executionIds: readonly number[]): PhaseTally[] {
  if (executionIds.length === 0) return [];
  return db.all(
    db.build
      .selectFrom("node_counts")
      .selectAll()
      .where("execution_id", "in", idList(executionIds))
      .where("count", ">", 0),
  );
}

/** The nodes of an execution that are RUNNING. */
export function runningNodesOf(db: Database, executionId: number): NodeExecutionRow[] {
  return db.all(
    db.build
      .selectFrom("node_executions")
      .selectAll()
      .where("execution_id", "=", executionId)
      .where("phase", "=", "RUNNING")
      .orderBy("id"),
  );
}
