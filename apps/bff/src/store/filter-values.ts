/** What the keys of the list's filter can be given in a project and domain; the newest of what there is much of. */
import type { ValueSide } from "@skein/spec/execution-filter/term";
import type { Database, Scope } from "./database.ts";

const MOST = 500;
/** Executions whose labels and values are offered. */
const NEWEST = 2000;

export function workflowNames(db: Database, scope: Scope): string[] {
  return distinct(db, scope, "workflows", "name");
}

export function workflowVersions(db: Database, scope: Scope): string[] {
  return distinct(db, scope, "workflows", "version");
}

export function launchPlanNames(db: Database, scope: Scope): string[] {
  return distinct(db, scope, "launch_plans", "name");
}

function distinct(
  db: Database,
  { project, domain }: Scope,
  table: "workflows" | "launch_plans",
  column: "name" | "version",
): string[] {
  const rows = db.all(
    db.build
      .selectFrom(table)
      .select([`${column} as text`, (each) => each.fn.max("created_at").as("newest")])
      .where("project", "=", project)
      .where("domain", "=", domain)
      .groupBy(column)
      .orderBy("newest", "desc")
      .limit(MOST),
  );
  return rows.map(({ text }) => text);
}

const newestIds = (db: Database, { project, domain }: Scope) =>
  db.build
    .selectFrom("executions")
    .select("id")
    .where("execution_project", "=", project)
    .where("execution_domain", "=", domain)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(NEWEST);

export function userNames(db: Database, scope: Scope): string[] {
  const rows = db.all(
    db.build
      .selectFrom("executions")
      .select("user")
      .distinct()
      .where("id", "in", newestIds(db, scope))
      .where("user", "<>", "")
      .orderBy("user")
      .limit(MOST),
  );
  return rows.map(({ user }) => user);
}

/** Labels as `key=value`, tags by their key. */
export function labelTexts(db: Database, scope: Scope): string[] {
  const rows = db.all(
    db.build
      .selectFrom("execution_tags")
      .select(["key", "value"])
      .distinct()
      .where("execution_id", "in", newestIds(db, scope))
      .orderBy("key")
      .orderBy("value")
      .limit(MOST),
  );
  return rows.map(({ key, value }) => (value === "" ? key : `${key}=${value}`));
}

export function valueNames(db: Database, scope: Scope, side: ValueSide): string[] {
  const rows = db.all(
    db.build
      .selectFrom("execution_values")
      .select("name")
      .distinct()
      .where("execution_id", "in", newestIds(db, scope))
      .where("side", "=", side)
      .orderBy("name")
      .limit(MOST),
  );
  return rows.map(({ name }) => name);
}
