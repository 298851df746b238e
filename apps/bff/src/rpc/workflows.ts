import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { getWorkflow } from "../admin/lookups.ts";
import { registerWorkflow } from "../admin/register-workflow.ts";
import { requireIdentifier } from "../admin/request-checks.ts";
import { listNamedEntities, listWorkflows } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import { toListedWorkflow, toWorkflow } from "./entity-messages.ts";
import { requireNameScope, requireScope } from "./list-scope.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const workflowsRpc = ({ db, now }: RpcParts): AdminHandlers => ({
  createWorkflow({ id, spec }) {
    registerWorkflow(db, id, spec, now());
    return {};
  },
  getWorkflow({ id }) {
    return toWorkflow(getWorkflow(db, requireIdentifier(id, ResourceType.WORKFLOW)));
  },
  listWorkflows(request) {
    const page = parseListRequest(request, { rpc: "ListWorkflows", primary: "workflow" });
    const rows = listWorkflows(db, requireNameScope(request.id), page);
    return { workflows: rows.map(toListedWorkflow), token: nextToken(rows.length, page) };
  },
  listWorkflowIds(request) {
    const page = parseListRequest(request, { rpc: "ListWorkflowIds", primary: "entities" });
    const scope = { ...requireScope(request), resource_type: ResourceType.WORKFLOW };
    const rows = listNamedEntities(db, "workflows", scope, page, { withGenerated: true });
    return {
      entities: rows.map(({ project, domain, name }) => ({ project, domain, name })),
      token: nextToken(rows.length, page),
    };
  },
});
