/** Projects: made and changed under upstream's rules (admin-api.md §2.8). */
import type { Project } from "@skein/spec/gen/flyteidl/admin/project_pb";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { findProject, insertProject, type NewProject, updateProject } from "../store/projects.ts";
import { checkLabels } from "./labels.ts";
import { InvalidRequest, MissingEntity, requireText, requireValue } from "./request-checks.ts";

class ProjectExists extends Problem {
  readonly kind = "conflict";
}

export function registerProject(db: Database, given: Project | undefined, now: number): void {
  const asked = requireValue(given, "project");
  requireText(asked.name, "project_name");
  const project = checkProject(asked);
  db.transaction(() => {
    if (findProject(db, project.identifier))
      throw new ProjectExists(`project with identifier ${project.identifier} already exists`);
    insertProject(db, project, now);
  });
}

/**
 * What is empty stays as it is, and the state is always taken: `flytectl update project --archive` sends nothing else.
 *
 * @throws MissingEntity first, then what registering would say
 */
export function changeProject(db: Database, given: Project, now: number): void {
  const before = findProject(db, given.id);
  if (!before) throw new MissingEntity("PROJECT", given.id);
  const { name, description, labels, ...rest } = checkProject(given);
  const said = {
    ...rest,
    name: name || before.name,
    description: description || before.description,
    labels: given.labels ? labels : before.labels,
  };
  updateProject(db, said, now);
}

function checkProject(project: Project): NewProject {
  requireText(project.id, "project_id");
  if (project.id.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(project.id))
    throw new InvalidRequest(
      `invalid project id [${project.id}]: use 1 to 63 lower-case letters, digits and "-", and no "-" at either end`,
    );
  if (project.name.length > 64) throw new InvalidRequest("project_name cannot exceed 64 characters");
  if (project.description.length > 300) throw new InvalidRequest("project_description cannot exceed 300 characters");
  if (project.domains.length > 0)
    throw new InvalidRequest(
      "Domains are currently only set system wide. Please retry without domains included in your request.",
    );
  checkLabels(project.labels?.values ?? {});
  return {
    identifier: project.id,
    name: project.name,
    description: project.description,
    labels: JSON.stringify(project.labels?.values ?? {}),
    state: project.state,
  };
}
