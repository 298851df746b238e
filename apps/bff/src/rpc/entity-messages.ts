/** Rows of registered entities and projects as flyteidl messages. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { type NamedEntity, NamedEntitySchema } from "@skein/spec/gen/flyteidl/admin/common_pb";
import {
  type LaunchPlan,
  LaunchPlanClosureSchema,
  LaunchPlanSchema,
  LaunchPlanSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type Project, ProjectSchema } from "@skein/spec/gen/flyteidl/admin/project_pb";
import { type Task, TaskSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { type Workflow, WorkflowSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { CompiledTaskSchema, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { timestampFromMillis } from "@skein/spec/timestamp";
import { domains } from "../admin/domains.ts";
import type { EntityName } from "../store/identity.ts";
import type { LaunchPlanRow, NamedEntityRow, ProjectRow, TaskRow, WorkflowRow } from "../store/tables.ts";

export function toIdentifier({ project, domain, name, version }: EntityName, resourceType: ResourceType): Identifier {
  return create(IdentifierSchema, { resourceType, project, domain, name, version });
}

export function toTask(row: TaskRow): Task {
  return create(TaskSchema, {
    id: toIdentifier(row, ResourceType.TASK),
    closure: {
      compiledTask: fromBinary(CompiledTaskSchema, row.closure),
      createdAt: timestampFromMillis(row.created_at),
    },
    shortDescription: row.short_description,
  });
}

export function toWorkflow(row: WorkflowRow): Workflow {
  return create(WorkflowSchema, {
    id: toIdentifier(row, ResourceType.WORKFLOW),
    closure: {
      compiledWorkflow: fromBinary(CompiledWorkflowClosureSchema, row.closure),
      createdAt: timestampFromMillis(row.created_at),
    },
    shortDescription: row.short_description,
  });
}

/** Without the closure's body, as upstream lists workflows: interface and time only. */
export function toListedWorkflow(row: WorkflowRow): Workflow {
  const id = toIdentifier(row, ResourceType.WORKFLOW);
  return create(WorkflowSchema, {
    id,
    closure: {
      compiledWorkflow: {
        primary: { template: { id, interface: fromBinary(TypedInterfaceSchema, row.typed_interface) } },
      },
      createdAt: timestampFromMillis(row.created_at),
    },
    shortDescription: row.short_description,
  });
}

export function toLaunchPlan(row: LaunchPlanRow): LaunchPlan {
  const closure = fromBinary(LaunchPlanClosureSchema, row.closure);
  closure.state = row.state;
  closure.createdAt = timestampFromMillis(row.created_at);
  closure.updatedAt = timestampFromMillis(row.updated_at);
  const spec = fromBinary(LaunchPlanSpecSchema, row.spec);
  return create(LaunchPlanSchema, { id: toIdentifier(row, ResourceType.LAUNCH_PLAN), spec, closure });
}

export function toNamedEntity(row: NamedEntityRow): NamedEntity {
  return create(NamedEntitySchema, {
    resourceType: row.resource_type,
    id: { project: row.project, domain: row.domain, name: row.name },
    metadata: { description: row.description, state: row.state },
  });
}

export function toProject(row: ProjectRow): Project {
  return create(ProjectSchema, {
    id: row.identifier,
    name: row.name,
    description: row.description,
    labels: { values: JSON.parse(row.labels) },
    state: row.state,
    domains: domains.map((id) => ({ id, name: id })),
  });
}
