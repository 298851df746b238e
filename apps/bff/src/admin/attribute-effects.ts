/**
 * What the settings of a place mean for an execution launched there (admin-api.md §3.2).
 *
 * Worked out once, at launch, and kept in the execution's row: a run that is taken up again after a restart must find
 * what it began with, whatever was set meanwhile.
 */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  MatchableResource,
  type TaskResourceAttributes,
  TaskResourceAttributesSchema,
  type WorkflowExecutionConfig,
  WorkflowExecutionConfigSchema,
} from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import type { Database } from "../store/database.ts";
import { type AttributeScope, findAttributesAt, findAttributesFor } from "../store/matchable-attributes.ts";
import type { ExecutionRow, MatchableAttributesRow } from "../store/tables.ts";
import { mergeConfig } from "./execution-config.ts";
import { readAttributes } from "./matchable-attributes.ts";

type Effects = Pick<ExecutionRow, "attribute_config" | "attribute_resources">;

/** The columns of the execution's row; `workflow` is empty for a single task. */
export function attributeEffects(db: Database, scope: AttributeScope): Effects {
  const kind = MatchableResource.WORKFLOW_EXECUTION_CONFIG;
  const nearest = configIn(findAttributesFor(db, kind, scope));
  const wholeProject = configIn(findAttributesAt(db, kind, { ...scope, domain: "", workflow: "" }));
  const resources = findAttributesFor(db, MatchableResource.TASK_RESOURCE, scope);
  const target = resources && readAttributes(resources).target;
  return {
    attribute_config: nearest ? toBinary(WorkflowExecutionConfigSchema, mergeConfig(nearest, wholeProject)) : null,
    attribute_resources:
      target?.case === "taskResourceAttributes" ? toBinary(TaskResourceAttributesSchema, target.value) : null,
  };
}

/** What was kept of it. */
export const attributeConfigOf = ({ attribute_config }: Effects): WorkflowExecutionConfig | undefined =>
  attribute_config === null ? undefined : fromBinary(WorkflowExecutionConfigSchema, attribute_config);

export const attributeResourcesOf = ({ attribute_resources }: Effects): TaskResourceAttributes | undefined =>
  attribute_resources === null ? undefined : fromBinary(TaskResourceAttributesSchema, attribute_resources);

function configIn(row: MatchableAttributesRow | undefined): WorkflowExecutionConfig | undefined {
  const target = row && readAttributes(row).target;
  return target?.case === "workflowExecutionConfig" ? target.value : undefined;
}
