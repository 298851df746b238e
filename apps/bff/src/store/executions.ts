/** Rows of executions: made at launch, moved by records (apply-records.ts), found by whoever shows them. */

import type { Breakpoint } from "@skein/engine/breakpoint";
import type { Updateable } from "kysely";
import type { Change, Database } from "./database.ts";
import { idList } from "./id-list.ts";
import type { ExecutionName } from "./identity.ts";
import { findOrigin } from "./node-executions.ts";
import { builder, query } from "./query.ts";
import type { ExecutionRow, ExecutionsTable, NewExecution, NodeExecutionRow } from "./tables.ts";

const byName = query((project: string, domain: string, name: string) =>
  builder
    .selectFrom("executions")
    .selectAll()
    .where("execution_project", "=", project)
    .where("execution_domain", "=", domain)
    .where("execution_name", "=", name),
);

export function findExecution(db: Database, { project, domain, name }: ExecutionName): ExecutionRow | undefined {
  return db.first(byName(project, domain, name));
}

/** Whether there is such an execution and it has not ended; cheap, whatever its inputs weigh. */
export function isExecutionLive(db: Database, { project, domain, name }: ExecutionName): boolean {
  const row = db.first(
    db.build
      .selectFrom("executions")
      .select("ended_at")
      .where("execution_project", "=", project)
      .where("execution_domain", "=", domain)
      .where("execution_name", "=", name),
  );
  return row !== undefined && row.ended_at === null;
}

export function findExecutionById(db: Database, id: number): ExecutionRow | undefined {
  return db.first(db.build.selectFrom("executions").selectAll().where("id", "=", id));
}

/** Where it is to wait for somebody, as of now; while it has not started, where it will. */
export function breakpointsOf({ breakpoints }: Pick<ExecutionRow, "breakpoints">): readonly Breakpoint[] {
  // The column holds what the engine recorded, or the launcher, and nothing else.
  return JSON.parse(breakpoints) as Breakpoint[];
}

export function findExecutionByKey(db: Database, idempotencyKey: string): ExecutionRow | undefined {
  return db.first(db.build.selectFrom("executions").selectAll().where("idempotency_key", "=", idempotencyKey));
}

const newestByParent = query((nodeExecutionId: number) =>
  builder
    .selectFrom("executions")
    .selectAll()
    .where("parent_node_execution_id", "=", nodeExecutionId)
    .orderBy("id", "desc")
    .limit(1),
);

/** The execution that the newest attempt of a launch plan node is. */
export function findChildExecution(db: Database, nodeExecutionId: number): ExecutionRow | undefined {
  return db.first(newestByParent(nodeExecutionId));
}

/** As `findChildExecution`; of a recovered node the one it had where it ran. Elements of arrays each have their own. */
export function findChildOfNode(db: Database, node: NodeExecutionRow): ExecutionRow | undefined {
  if (node.is_array === 1) return undefined;
  const origin = findOrigin(db, node);
  return origin && findChildExecution(db, origin.id);
}

/** As `findChildOfNode` of each that has one, by the node's id. */
export function findChildrenOfNodes(db: Database, nodes: readonly NodeExecutionRow[]): Map<number, ExecutionRow> {
  const own = nodes.filter((node) => node.is_array === 0 && node.recovered_from === null);
  const rows = db.all(
    db.build
      .selectFrom("executions")
      .selectAll()
      .where("parent_node_execution_id", "in", idList(own.map(({ id }) => id)))
      .orderBy("id"),
  );
  // The last one of a node wins.
  const children = new Map(rows.map((row) => [row.parent_node_execution_id ?? 0, row]));
  for (const node of nodes) {
    const child = node.recovered_from === null ? undefined : findChildOfNode(db, node);
    if (child) children.set(node.id, child);
  }
  return children;
}

/** The names of all executions that a node, or elements of it, launched. */
export function childNamesOf(db: Database, nodeExecutionId: number): ReadonlySet<string> {
  const rows = db.all(
    db.build.selectFrom("executions").select("execution_name").where("parent_node_execution_id", "=", nodeExecutionId),
  );
  return new Set(rows.map((row) => row.execution_name));
}

/** Everything that has not ended, oldest first: what the run loop takes up again at boot. */
export function liveExecutions(db: Database): ExecutionRow[] {
  return db.all(db.build.selectFrom("executions").selectAll().where("ended_at", "is", null).orderBy("id"));
}

/**
 * @param tags labels as (key, value) and tags as (key, "")
 * @returns the row's id
 */
export function insertExecution(
  db: Database,
  change: Change,
  execution: NewExecution,
  tags: readonly { readonly key: string; readonly value: string }[],
): number {
  const id = db.run(db.build.insertInto("executions").values({ ...execution, seq: change.sequence })).lastId;
  for (const { key, value } of tags)
    db.run(
      db.build
        .insertInto("execution_tags")
        .values({ execution_id: id, key, value })
        .onConflict((conflict) => conflict.doNothing()),
    );
  change.touchExecution(id);
  return id;
}

export function updateExecution(
  db: Database,
  change: Change,
  id: number,
  fields: Omit<Updateable<ExecutionsTable>, "id" | "seq">,
): void {
  change.touchExecution(id);
  db.run(
    db.build
      .updateTable("executions")
      .set({ ...fields, seq: change.sequence })
      .where("id", "=", id),
  );
}
