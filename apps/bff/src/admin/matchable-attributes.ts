/**
 * Settings of projects, domains and workflows: checked, kept, and found again by who they hold for (admin-api.md §2.9).
 *
 * Of the eight kinds two have an effect here, WORKFLOW_EXECUTION_CONFIG and TASK_RESOURCE (attribute-effects.ts); the
 * others are kept for clients that set and read them.
 */
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  MatchableResource,
  type MatchingAttributes,
  MatchingAttributesSchema,
  type PluginOverrides,
  PluginOverridesSchema,
  type TaskResourceAttributes,
} from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { assertNever } from "@skein/spec/never";
import { parseQuantity } from "../runner/quantity.ts";
import type { Database } from "../store/database.ts";
import {
  type AttributeScope,
  findAttributesAt,
  findAttributesFor,
  saveAttributes,
} from "../store/matchable-attributes.ts";
import type { MatchableAttributesRow } from "../store/tables.ts";
import { InvalidRequest, MissingEntity, requireValue } from "./request-checks.ts";

/** @throws InvalidRequest for a number that names no kind */
export function requireKind(kind: MatchableResource): MatchableResource {
  if (!Object.hasOwn(MatchableResource, kind)) throw new InvalidRequest("invalid value for resource_type");
  return kind;
}

/** Replaces what stood there; plugin overrides replace those of their task types only. @throws InvalidRequest */
export function updateAttributes(
  db: Database,
  scope: AttributeScope,
  given: MatchingAttributes | undefined,
  now: number,
): void {
  const attributes = requireValue(given, "matching_attributes");
  const kind = kindOf(attributes, scope);
  if (attributes.target.case === "taskResourceAttributes") checkAmounts(attributes.target.value);
  db.transaction(() => {
    const before = findAttributesAt(db, kind, scope);
    saveAttributes(db, kind, scope, before ? mergeOverrides(readAttributes(before), attributes) : attributes, now);
  });
}

/** What holds for a place. @throws MissingEntity where nothing is set: clients read that as "none yet" */
export function getAttributes(
  db: Database,
  kind: MatchableResource,
  scope: AttributeScope,
): { readonly row: MatchableAttributesRow; readonly matchingAttributes: MatchingAttributes } {
  const row = findAttributesFor(db, requireKind(kind), scope);
  if (!row) throw new MissingEntity(MatchableResource[kind], formatScope(scope));
  return { row, matchingAttributes: readAttributes(row) };
}

export const readAttributes = ({ attributes }: MatchableAttributesRow): MatchingAttributes =>
  fromBinary(MatchingAttributesSchema, attributes);

export const formatScope = ({ project, domain, workflow }: AttributeScope): string =>
  [project, domain, workflow].filter((part) => part !== "").join("-");

function kindOf({ target }: MatchingAttributes, scope: AttributeScope): MatchableResource {
  switch (target.case) {
    case "taskResourceAttributes":
      return MatchableResource.TASK_RESOURCE;
    case "clusterResourceAttributes":
      return MatchableResource.CLUSTER_RESOURCE;
    case "executionQueueAttributes":
      return MatchableResource.EXECUTION_QUEUE;
    case "executionClusterLabel":
      return MatchableResource.EXECUTION_CLUSTER_LABEL;
    case "qualityOfService":
      return MatchableResource.QUALITY_OF_SERVICE_SPECIFICATION;
    case "pluginOverrides":
      return MatchableResource.PLUGIN_OVERRIDE;
    case "workflowExecutionConfig":
      return MatchableResource.WORKFLOW_EXECUTION_CONFIG;
    case "clusterAssignment":
      return MatchableResource.CLUSTER_ASSIGNMENT;
    case undefined:
      throw new InvalidRequest(`Unrecognized matching attributes type for request ${formatScope(scope)}`);
    default:
      return assertNever(target, "matching attributes");
  }
}

/** An amount nobody can read would fail every task of the project, far from who wrote it. */
function checkAmounts({ defaults, limits }: TaskResourceAttributes): void {
  for (const [list, spec] of Object.entries({ defaults, limits }))
    for (const field of ["cpu", "gpu", "memory", "storage", "ephemeralStorage"] as const) {
      const amount = spec?.[field] ?? "";
      if (amount !== "" && parseQuantity(amount) === undefined)
        throw new InvalidRequest(`${list}.${field} "${amount}" is not an amount; write it as 500m, 2, 256Mi or 1Gi`);
    }
}

function mergeOverrides(before: MatchingAttributes, given: MatchingAttributes): MatchingAttributes {
  if (before.target.case !== "pluginOverrides" || given.target.case !== "pluginOverrides") return given;
  const byTaskType = ({ overrides }: PluginOverrides) => overrides.map((each) => [each.taskType, each] as const);
  const merged = new Map([...byTaskType(before.target.value), ...byTaskType(given.target.value)]);
  const value = create(PluginOverridesSchema, { overrides: [...merged.values()] });
  return create(MatchingAttributesSchema, { target: { case: "pluginOverrides", value } });
}
