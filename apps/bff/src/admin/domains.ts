/** The domains there are, and the projects every home begins with. */
import type { Database } from "../store/database.ts";
import { findProject, insertProject } from "../store/projects.ts";

/** Fixed, as upstream's come from its configuration. */
export const domains = ["development", "staging", "production"] as const;

/** Makes the project flytekit's examples and tests are written for, unless it is there. */
export function seedProjects(db: Database, now: number): void {
  if (findProject(db, "flytesnacks")) return;
  const description = "Where examples are registered unless another project is named";
  insertProject(db, { identifier: "flytesnacks", name: "flytesnacks", description, labels: "{}", state: 0 }, now);
}
