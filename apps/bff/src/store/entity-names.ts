import type { Database, Scope } from "./database.ts";

/** Names registered in a project and domain, the ones registered last first. */
export function findNames(
  db: Database,
  table: "tasks" | "workflows" | "launch_plans",
  { project, domain }: Scope,
  limit: number,
): string[] {
  const rows = db.all(
    db.build
      .selectFrom(table)
      .select((each) => ["name", each.fn.max("id").as("newest")])
      .where("project", "=", project)
      .where("domain", "=", domain)
      .groupBy("name")
      .orderBy("newest", "desc")
      .limit(limit),
  );
  return rows.map((row) => row.name);
}
