import { Problem } from "@skein/spec/problem";
import type { Change, Database } from "./database.ts";
import type { EntityName } from "./identity.ts";
import type { NewWorkflow, WorkflowRow } from "./tables.ts";

export function findWorkflow(db: Database, { project, domain, name, version }: EntityName): WorkflowRow | undefined {
  return db.first(
    db.build
      .selectFrom("workflows")
      .selectAll()
      .where("project", "=", project)
      .where("domain", "=", domain)
      .where("name", "=", name)
      .where("version", "=", version),
  );
}

export function findWorkflowById(db: Database, id: number): WorkflowRow | undefined {
  return db.first(db.build.selectFrom("workflows").selectAll().where("id", "=", id));
}

/** The version of this name registered last. */
export function findNewestWorkflow(
  db: Database,
  { project, domain, name }: Omit<EntityName, "version">,
): WorkflowRow | undefined {
  return db.first(
    db.build
      .selectFrom("workflows")
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
export function insertWorkflow(db: Database, change: Change, workflow: NewWorkflow): number {
  change.touchEntities(workflow);
  return db.run(db.build.insertInto("workflows").values(workflow)).lastId;
}

class WorkflowGone extends Problem {
  readonly kind = "notFound";
}

/** Its identifier alone: a closure may weigh megabytes. @throws WorkflowGone */
export function getWorkflowName(db: Database, id: number): EntityName {
  const name = db.first(
    db.build.selectFrom("workflows").select(["project", "domain", "name", "version"]).where("id", "=", id),
  );
  return name ?? gone(id);
}

/** @throws WorkflowGone when a row refers to nothing: the database was changed by hand */
export function getWorkflowById(db: Database, id: number): WorkflowRow {
  return findWorkflowById(db, id) ?? gone(id);
}

function gone(id: number): never {
  throw new WorkflowGone(`Workflow row ${id}, which an execution refers to, is not in the store`);
}
