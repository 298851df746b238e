/** Whether a project and domain may receive something: registered, active, known. */
import { create } from "@bufbuild/protobuf";
import { InactiveProjectSchema, Project_ProjectState } from "@skein/spec/gen/flyteidl/admin/project_pb";
import type { Database, Scope } from "../store/database.ts";
import { findProject } from "../store/projects.ts";
import { domains } from "./domains.ts";
import { DetailedProblem } from "./problem-detail.ts";
import { InvalidRequest } from "./request-checks.ts";

class ProjectNotActive extends DetailedProblem {
  readonly kind = "invalid";

  constructor(id: string) {
    super(`project [${id}] is not active`, {
      desc: InactiveProjectSchema,
      value: create(InactiveProjectSchema, { id }),
    });
  }
}

/** @throws InvalidRequest (not NotFound, as upstream) or ProjectNotActive */
export function requireActiveProject(db: Database, project: string): void {
  const row = findProject(db, project);
  if (!row)
    throw new InvalidRequest(
      `failed to validate that project [${project}] exists, err: [project [${project}] not found]`,
    );
  if (row.state !== Project_ProjectState.ACTIVE) throw new ProjectNotActive(project);
}

/** @throws InvalidRequest (not NotFound, as upstream) or ProjectNotActive */
export function requireActiveScope(db: Database, { project, domain }: Scope): void {
  const row = findProject(db, project);
  if (!row)
    throw new InvalidRequest(
      `failed to validate that project [${project}] and domain [${domain}] are registered, err: ` +
        `[project [${project}] not found]`,
    );
  if (row.state !== Project_ProjectState.ACTIVE) throw new ProjectNotActive(project);
  if (!domains.some((each) => each === domain))
    throw new InvalidRequest(`domain [${domain}] is unrecognized by system`);
}
