/** The workflows a list shows: one row per name, its newest version first, with what ran of it lately. */
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { sql } from "kysely";
import type { Database, Scope } from "./database.ts";
import { idList } from "./id-list.ts";
import { namedEntityState } from "./named-entities.ts";
import type { ExecutionRow, WorkflowRow } from "./tables.ts";

/** Made for single-task executions; nobody registered them. */
const GENERATED = ".flytegen.";

/** Neither generated nor archived by its name (UpdateNamedEntity). */
const isShown = sql<boolean>`substr(name, 1, ${GENERATED.length}) <> ${GENERATED} and not exists (
  select 1 from named_entities as named
  where named.resource_type = ${ResourceType.WORKFLOW} and named.state = ${namedEntityState.archived}
    and named.project = workflows.project and named.domain = workflows.domain and named.name = workflows.name)`;

export interface WorkflowName {
  readonly newest: WorkflowRow;
  readonly versions: number;
}

/** Names by when their newest version was registered, newest first; `search` is part of the name, in any case. */
export function findWorkflowNames(
  db: Database,
  scope: Scope,
  search: string,
  page: { readonly limit: number; readonly offset: number },
): WorkflowName[] {
  const names = db.all(
    db.build
      .selectFrom("workflows")
      .select((each) => [each.fn.max("id").as("newest"), each.fn.countAll<number>().as("versions")])
      .where("project", "=", scope.project)
      .where("domain", "=", scope.domain)
      .where(sql<boolean>`instr(lower(name), ${search.toLowerCase()}) > 0`)
      .where(isShown)
      .groupBy("name")
      .orderBy("newest", "desc")
      .limit(page.limit)
      .offset(page.offset),
  );
  if (names.length === 0) return [];
  const rows = db.all(
    db.build
      .selectFrom("workflows")
      .selectAll()
      .where("id", "in", idList(names.map((each) => each.newest))),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return names.flatMap(({ newest, versions }) => {
    const row = byId.get(newest);
    return row ? [{ newest: row, versions }] : [];
  });
}

export function countWorkflowNames(db: Database, scope: Scope, search: string): number {
  const row = db.first(
    db.build
      .selectFrom("workflows")
      .select((each) => each.fn.count<number>("name").distinct().as("count"))
      .where("project", "=", scope.project)
      .where("domain", "=", scope.domain)
      .where(sql<boolean>`instr(lower(name), ${search.toLowerCase()}) > 0`)
      .where(isShown),
  );
  return row?.count ?? 0;
}

/**
 * The latest executions of each of these workflow names, newest first, at most `each` per name.
 *
 * Goes by the index of each version's executions, so it costs what is shown and not what has ever run.
 */
export function recentExecutions(
  db: Database,
  scope: Scope,
  names: readonly string[],
  each: number,
): ReadonlyMap<string, ExecutionRow[]> {
  if (names.length === 0) return new Map();
  const { project, domain } = scope;
  const rows = db.all(
    db.build
      .selectFrom("workflows")
      .innerJoin("executions", (join) => join.on(latestOf(each)))
      .selectAll("executions")
      .select("workflows.name as workflow_name")
      .where("workflows.project", "=", project)
      .where("workflows.domain", "=", domain)
      .where(sql<boolean>`workflows.name in (select value from json_each(${JSON.stringify(names)}))`)
      .orderBy("executions.created_at", "desc")
      .orderBy("executions.id", "desc"),
  );
  const byName = Map.groupBy(rows, (row) => row.workflow_name);
  return new Map([...byName].map(([name, found]) => [name, found.slice(0, each)]));
}

/** Joins the newest executions of a version: ids by index first, so that no other row is looked at. */
const latestOf = (limit: number) => sql<boolean>`executions.id in (
  select id from executions as latest
  where latest.workflow_id = workflows.id and latest.state = 0
  order by latest.created_at desc, latest.id desc limit ${limit})`;

export interface WorkflowVersionRow {
  readonly version: string;
  readonly created_at: number;
  readonly executions: number;
  readonly last_run_at: number | null;
}

/** The versions of a name, newest first, at most `limit`. */
export function findWorkflowVersions(db: Database, scope: Scope, name: string, limit: number): string[] {
  const rows = db.all(
    db.build
      .selectFrom("workflows")
      .select("version")
      .where("project", "=", scope.project)
      .where("domain", "=", scope.domain)
      .where("name", "=", name)
      .orderBy("id", "desc")
      .limit(limit),
  );
  return rows.map((row) => row.version);
}

/** All versions of a name, newest first, with how often and when last each ran. */
export function workflowVersions(db: Database, scope: Scope, name: string): WorkflowVersionRow[] {
  return db.all(
    db.build
      .selectFrom("workflows")
      .leftJoin("executions", "executions.workflow_id", "workflows.id")
      .select((each) => [
        "workflows.version",
        "workflows.created_at",
        each.fn.count<number>("executions.id").as("executions"),
        each.fn.max("executions.created_at").as("last_run_at"),
      ])
      .where("workflows.project", "=", scope.project)
      .where("workflows.domain", "=", scope.domain)
      .where("workflows.name", "=", name)
      .groupBy("workflows.id")
      .orderBy("workflows.id", "desc"),
  );
}
