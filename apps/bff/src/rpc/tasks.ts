import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { getTask } from "../admin/lookups.ts";
import { registerTask } from "../admin/register-task.ts";
import { requireParts } from "../admin/request-checks.ts";
import { listNamedEntities, listTasks } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import { toTask } from "./entity-messages.ts";
import { requireNameScope, requireScope } from "./list-scope.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const tasksRpc = ({ db, now }: RpcParts): AdminHandlers => ({
  createTask({ id, spec }) {
    registerTask(db, id, spec, now());
    return {};
  },
  getTask({ id }) {
    // Upstream does not look at the resource type here.
    return toTask(getTask(db, requireParts(id)));
  },
  listTasks(request) {
    const page = parseListRequest(request, { rpc: "ListTasks", primary: "task" });
    const rows = listTasks(db, requireNameScope(request.id), page);
    return { tasks: rows.map(toTask), token: nextToken(rows.length, page) };
  },
  listTaskIds(request) {
    const page = parseListRequest(request, { rpc: "ListTaskIds", primary: "entities" });
    const scope = { ...requireScope(request), resource_type: ResourceType.TASK };
    const rows = listNamedEntities(db, "tasks", scope, page, { withGenerated: true });
    return {
      entities: rows.map(({ project, domain, name }) => ({ project, domain, name })),
      token: nextToken(rows.length, page),
    };
  },
});
