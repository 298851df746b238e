import type { Change, Database } from "./database.ts";
import type { EntityName } from "./identity.ts";
import type { NewTask, TaskRow } from "./tables.ts";

export function findTask(db: Database, { project, domain, name, version }: EntityName): TaskRow | undefined {
  return db.first(
    db.build
      .selectFrom("tasks")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name)
      .where("version", "=", version),
  );
}

/** The version of this name registered last. */
export function findNewestTask(
  db: Database,
  { project, domain, name }: Omit<EntityName, "version">,
): TaskRow | undefined {
  return db.first(
    db.build
      .selectFrom("tasks")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(1),
  );
}

/** @returns the row's id */
export function insertTask(db: Database, change: Change, task: NewTask): number {
  change.touchEntities(task);
  return db.run(db.build.insertInto("tasks").values(task)).lastId;
}
