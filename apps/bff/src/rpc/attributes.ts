/** Matchable attributes at their three levels (admin-api.md §2.9). */
import { create } from "@bufbuild/protobuf";
import {
  MatchableResource,
  type MatchingAttributes,
  MatchingAttributesSchema,
} from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { mergeConfig, platformConfig } from "../admin/execution-config.ts";
import {
  formatScope,
  getAttributes,
  readAttributes,
  requireKind,
  updateAttributes,
} from "../admin/matchable-attributes.ts";
import { MissingEntity, requireText, requireValue } from "../admin/request-checks.ts";
import { requireActiveProject, requireActiveScope } from "../admin/scope.ts";
import type { Database } from "../store/database.ts";
import {
  type AttributeScope,
  attributesOfKind,
  deleteAttributes,
  findAttributesAt,
} from "../store/matchable-attributes.ts";
import type { AdminHandlers, RpcParts } from "./parts.ts";

export const attributesRpc = ({ db, now }: RpcParts): AdminHandlers => ({
  updateProjectAttributes({ attributes }) {
    const given = requireValue(attributes, "attributes");
    updateAttributes(db, projectScope(db, given), given.matchingAttributes, now());
    return {};
  },
  getProjectAttributes(request) {
    return { attributes: projectAttributes(db, projectScope(db, request), request.resourceType) };
  },
  deleteProjectAttributes(request) {
    deleteAttributes(db, requireKind(request.resourceType), projectScope(db, request));
    return {};
  },

  updateProjectDomainAttributes({ attributes }) {
    const given = requireValue(attributes, "attributes");
    updateAttributes(db, domainScope(db, given), given.matchingAttributes, now());
    return {};
  },
  getProjectDomainAttributes(request) {
    const { row, matchingAttributes } = getAttributes(db, request.resourceType, domainScope(db, request));
    return { attributes: { project: row.project, domain: row.domain, matchingAttributes } };
  },
  deleteProjectDomainAttributes(request) {
    deleteAttributes(db, requireKind(request.resourceType), domainScope(db, request));
    return {};
  },

  updateWorkflowAttributes({ attributes }) {
    const given = requireValue(attributes, "attributes");
    updateAttributes(db, workflowScope(db, given), given.matchingAttributes, now());
    return {};
  },
  getWorkflowAttributes(request) {
    const { row, matchingAttributes } = getAttributes(db, request.resourceType, workflowScope(db, request));
    const { project, domain, workflow } = row;
    return { attributes: { project, domain, workflow, matchingAttributes } };
  },
  deleteWorkflowAttributes(request) {
    deleteAttributes(db, requireKind(request.resourceType), workflowScope(db, request));
    return {};
  },

  listMatchableAttributes({ resourceType }) {
    const rows = attributesOfKind(db, requireKind(resourceType));
    return {
      configurations: rows.map((row) => ({
        project: row.project,
        domain: row.domain,
        workflow: row.workflow,
        attributes: readAttributes(row),
      })),
    };
  },
});

function projectScope(db: Database, { project }: { readonly project: string }): AttributeScope {
  requireActiveProject(db, project);
  return { project, domain: "", workflow: "" };
}

function domainScope(db: Database, { project, domain }: Omit<AttributeScope, "workflow">): AttributeScope {
  requireActiveScope(db, { project, domain });
  return { project, domain, workflow: "" };
}

function workflowScope(db: Database, { project, domain, workflow }: AttributeScope): AttributeScope {
  requireActiveScope(db, { project, domain });
  requireText(workflow, "name");
  return { project, domain, workflow };
}

/** Only the project's own; what executions would run with is always known, and so always answered. */
function projectAttributes(db: Database, scope: AttributeScope, kind: MatchableResource) {
  const row = findAttributesAt(db, requireKind(kind), scope);
  const found = row && readAttributes(row);
  if (!found && kind !== MatchableResource.WORKFLOW_EXECUTION_CONFIG)
    throw new MissingEntity(MatchableResource[kind], formatScope(scope));
  return { project: scope.project, matchingAttributes: withPlatform(found) };
}

function withPlatform(found: MatchingAttributes | undefined): MatchingAttributes {
  if (found && found.target.case !== "workflowExecutionConfig") return found;
  const own = found?.target.case === "workflowExecutionConfig" ? found.target.value : undefined;
  const value = mergeConfig(own, platformConfig);
  return create(MatchingAttributesSchema, { target: { case: "workflowExecutionConfig", value } });
}
