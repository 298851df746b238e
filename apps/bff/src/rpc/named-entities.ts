import { changeNamedEntity, entityTable, getNamedEntity } from "../admin/named-entities.ts";
import { requireText, requireValue } from "../admin/request-checks.ts";
import { listNamedEntities } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import { toNamedEntity } from "./entity-messages.ts";
import { requireNameScope, requireScope } from "./list-scope.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const namedEntitiesRpc = ({ db }: RpcParts): AdminHandlers => ({
  listNamedEntities(request) {
    const page = parseListRequest(request, { rpc: "ListNamedEntities", primary: "entities" });
    const scope = { ...requireScope(request), resource_type: request.resourceType };
    const rows = listNamedEntities(db, entityTable(request.resourceType), scope, page);
    return { entities: rows.map(toNamedEntity), token: nextToken(rows.length, page) };
  },
  getNamedEntity({ resourceType, id }) {
    const scope = requireNameScope(id);
    requireText(scope.name, "name");
    return toNamedEntity(getNamedEntity(db, { ...scope, resource_type: resourceType }));
  },
  updateNamedEntity({ resourceType, id, metadata }) {
    entityTable(resourceType);
    const scope = requireNameScope(id);
    requireText(scope.name, "name");
    changeNamedEntity(db, { ...scope, resource_type: resourceType }, requireValue(metadata, "metadata"));
    return {};
  },
});
