import type { Database } from "./database.ts";
import type { ProjectRow } from "./tables.ts";

export interface NewProject {
  readonly identifier: string;
  readonly name: string;
  readonly description: string;
  /** JSON object of strings. */
  readonly labels: string;
  /** admin.Project.ProjectState. */
  readonly state: number;
}

export function findProject(db: Database, identifier: string): ProjectRow | undefined {
  return db.first(db.build.selectFrom("projects").selectAll().where("identifier", "=", identifier));
}

export function allProjects(db: Database): ProjectRow[] {
  return db.all(db.build.selectFrom("projects").selectAll().orderBy("identifier"));
}

export function insertProject(db: Database, project: NewProject, at: number): void {
  db.run(db.build.insertInto("projects").values({ ...project, created_at: at, updated_at: at }));
}

export function updateProject(db: Database, { identifier, ...fields }: NewProject, at: number): void {
  db.run(
    db.build
      .updateTable("projects")
      .set({ ...fields, updated_at: at })
      .where("identifier", "=", identifier),
  );
}
