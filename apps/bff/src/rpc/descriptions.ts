import { create, fromBinary } from "@bufbuild/protobuf";
import { type DescriptionEntity, DescriptionEntitySchema } from "@skein/spec/gen/flyteidl/admin/description_entity_pb";
import { getDescription } from "../admin/lookups.ts";
import { entityTable } from "../admin/named-entities.ts";
import { requireParts, requireText } from "../admin/request-checks.ts";
import { listDescriptions } from "../store/lists.ts";
import { nextToken, parseListRequest } from "../store/paging.ts";
import type { DescriptionEntityRow } from "../store/tables.ts";
import { toIdentifier } from "./entity-messages.ts";
import { requireNameScope } from "./list-scope.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const descriptionsRpc = ({ db }: RpcParts): AdminHandlers => ({
  getDescriptionEntity({ id }) {
    return toDescription(getDescription(db, requireParts(id)));
  },
  listDescriptionEntities(request) {
    const { resourceType } = request;
    const primary = primaryOf[entityTable(resourceType)];
    const page = parseListRequest(request, { rpc: "ListDescriptionEntities", primary });
    const scope = requireNameScope(request.id);
    requireText(scope.name, "name");
    const rows = listDescriptions(db, { ...scope, resource_type: resourceType }, page, primary);
    return { descriptionEntities: rows.map(toDescription), token: nextToken(rows.length, page) };
  },
});

/** Filters name what is described, not its description. */
const primaryOf = { tasks: "task", workflows: "workflow", launch_plans: "launch_plan" } as const;

function toDescription(row: DescriptionEntityRow): DescriptionEntity {
  const description = fromBinary(DescriptionEntitySchema, row.description);
  return create(DescriptionEntitySchema, { ...description, id: toIdentifier(row, row.resource_type) });
}
