/** Names of executions alone, a few at a time: for guessing which one was meant. */
import type { Database, Scope } from "./database.ts";

/** After every name that begins with a prefix. */
const last = "\u{10ffff}";

/** Those that begin so, in alphabetical order. */
export function namesBeginningWith(db: Database, scope: Scope, prefix: string, limit: number): string[] {
  const rows = db.all(
    namesIn(db, scope)
      .where("execution_name", ">=", prefix)
      .where("execution_name", "<", `${prefix}${last}`)
      .orderBy("execution_name")
      .limit(limit),
  );
  return rows.map((row) => row.execution_name);
}

export function newestNames(db: Database, scope: Scope, limit: number): string[] {
  const rows = db.all(namesIn(db, scope).orderBy("created_at", "desc").orderBy("id", "desc").limit(limit));
  return rows.map((row) => row.execution_name);
}

const namesIn = (db: Database, { project, domain }: Scope) =>
  db.build
    .selectFrom("executions")
    .select("execution_name")
    .where("execution_project", "=", project)
    .where("execution_domain", "=", domain);
