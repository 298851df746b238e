/** Names as entities of their own: a name exists as soon as one version of it does (admin-api.md §2.8). */
import { type NamedEntityMetadata, NamedEntityState } from "@skein/spec/gen/flyteidl/admin/common_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { formatResourceType } from "@skein/spec/identifier";
import type { Database } from "../store/database.ts";
import { findNewestLaunchPlan } from "../store/launch-plans.ts";
import type { EntityTable } from "../store/lists.ts";
import { findNamedEntity, type NamedEntityKey, saveNamedEntity } from "../store/named-entities.ts";
import type { NamedEntityRow } from "../store/tables.ts";
import { findNewestTask } from "../store/tasks.ts";
import { findNewestWorkflow } from "../store/workflows.ts";
import { InvalidRequest, MissingEntity } from "./request-checks.ts";

/** @throws InvalidRequest for anything that has no versions */
export function entityTable(resourceType: ResourceType): EntityTable {
  switch (resourceType) {
    case ResourceType.TASK:
      return "tasks";
    case ResourceType.WORKFLOW:
      return "workflows";
    case ResourceType.LAUNCH_PLAN:
      return "launch_plans";
    default:
      throw new InvalidRequest(
        `invalid resource type ${formatResourceType(resourceType)}; use TASK, WORKFLOW or LAUNCH_PLAN`,
      );
  }
}

/** @throws MissingEntity when there is no version of this name */
export function getNamedEntity(db: Database, key: NamedEntityKey): NamedEntityRow {
  const findNewest = { tasks: findNewestTask, workflows: findNewestWorkflow, launch_plans: findNewestLaunchPlan };
  if (!findNewest[entityTable(key.resource_type)](db, key))
    throw new MissingEntity(
      formatResourceType(key.resource_type),
      `project:"${key.project}" domain:"${key.domain}" name:"${key.name}"`,
    );
  return findNamedEntity(db, key) ?? { ...key, description: "", state: 0 };
}

/**
 * UpdateNamedEntity: description and state of a name. Archiving hides a name and blocks nothing.
 *
 * An empty description stays as it is, as upstream's does: `flytectl update workflow-meta --archive` sends none.
 *
 * @throws InvalidRequest, MissingEntity
 */
export function changeNamedEntity(
  db: Database,
  key: NamedEntityKey,
  { description, state }: NamedEntityMetadata,
): void {
  const before = getNamedEntity(db, key);
  if (!Object.hasOwn(NamedEntityState, state))
    throw new InvalidRequest(`unrecognized named entity state ${state}; use NAMED_ENTITY_ACTIVE or _ARCHIVED`);
  db.transaction((change) => {
    change.touchEntities(key);
    saveNamedEntity(db, { ...key, description: description || before.description, state });
  });
}
