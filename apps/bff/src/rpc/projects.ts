import { domains } from "../admin/domains.ts";
import { changeProject, registerProject } from "../admin/projects.ts";
import { MissingEntity, requireText } from "../admin/request-checks.ts";
import { listProjects } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import { findProject } from "../store/projects.ts";
import { toProject } from "./entity-messages.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const projectsRpc = ({ db, now }: RpcParts): AdminHandlers => ({
  registerProject({ project }) {
    registerProject(db, project, now());
    return {};
  },
  updateProject(project) {
    changeProject(db, project, now());
    return {};
  },
  getProject({ id }) {
    requireText(id, "project_id");
    const row = findProject(db, id);
    if (!row) throw new MissingEntity("PROJECT", id);
    return toProject(row);
  },
  listProjects(request) {
    // The only list a client may ask for without a limit: flyteconsole does.
    const page = parseListRequest(request, { rpc: "ListProjects", primary: "project", mayOmitLimit: true });
    const rows = listProjects(db, page);
    return { projects: rows.map(toProject), token: nextToken(rows.length, page) };
  },
  getDomains() {
    return { domains: domains.map((id) => ({ id, name: id })) };
  },
});
