import { create, fromBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import {
  LaunchPlanRowSchema,
  type LaunchPlanRow as LaunchPlanRowView,
  type ListWorkflowsRequest,
  type ListWorkflowsResponse,
  ListWorkflowsResponseSchema,
  WorkflowRowSchema,
  WorkflowVersionSchema,
  type WorkflowView,
  WorkflowViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import type { EntityName } from "../../store/identity.ts";
import { launchPlanState, launchPlansOf } from "../../store/launch-plans.ts";
import { findSchedule } from "../../store/schedules.ts";
import type { LaunchPlanRow, WorkflowRow } from "../../store/tables.ts";
import {
  countWorkflowNames,
  findWorkflowNames,
  recentExecutions,
  workflowVersions,
} from "../../store/workflow-queries.ts";
import { parsePage, tokenAfter } from "../page.ts";
import type { Drawn } from "./closure.ts";
import { executionRows } from "./execution-row.ts";
import { describeSchedule, nextRun } from "./schedule.ts";
import { timeField } from "./times.ts";

/** As many runs as a strip in a list row shows, and a page of its own. */
const STRIP = 20;
const ON_PAGE = 50;

export function listWorkflows(db: Database, request: ListWorkflowsRequest): ListWorkflowsResponse {
  const { project, domain, search } = request;
  const page = parsePage(request);
  const names = findWorkflowNames(db, { project, domain }, search, page);
  const recent = recentExecutions(
    db,
    { project, domain },
    names.map(({ newest }) => newest.name),
    STRIP,
  );
  return create(ListWorkflowsResponseSchema, {
    workflows: names.map(({ newest, versions }) =>
      create(WorkflowRowSchema, {
        id: identifierOf(ResourceType.WORKFLOW, newest),
        description: newest.short_description,
        createdAt: timestampFromMs(newest.created_at),
        versions,
        interface: fromBinary(TypedInterfaceSchema, newest.typed_interface),
        recent: executionRows(db, recent.get(newest.name) ?? []),
      }),
    ),
    token: tokenAfter(page, names.length),
    total: BigInt(countWorkflowNames(db, { project, domain }, search)),
  });
}

export function workflowView(db: Database, row: WorkflowRow, { graph, closure }: Drawn): WorkflowView {
  const scope = { project: row.project, domain: row.domain };
  return create(WorkflowViewSchema, {
    id: identifierOf(ResourceType.WORKFLOW, row),
    description: row.short_description,
    createdAt: timestampFromMs(row.created_at),
    interface: fromBinary(TypedInterfaceSchema, row.typed_interface),
    graph,
    versions: workflowVersions(db, scope, row.name).map((version) =>
      create(WorkflowVersionSchema, {
        version: version.version,
        createdAt: timestampFromMs(version.created_at),
        executions: BigInt(version.executions),
        ...timeField("lastRunAt", version.last_run_at),
      }),
    ),
    launchPlans: launchPlansOf(db, row.id).map((each) => launchPlanRow(db, each, row)),
    executions: executionRows(db, recentExecutions(db, scope, [row.name], ON_PAGE).get(row.name) ?? []),
    failurePolicy: closure.primary?.template?.metadata?.onFailure ?? 0,
  });
}

function launchPlanRow(db: Database, row: LaunchPlanRow, workflow: WorkflowRow): LaunchPlanRowView {
  const schedule = fromBinary(LaunchPlanSpecSchema, row.spec).entityMetadata?.schedule;
  return create(LaunchPlanRowSchema, {
    id: identifierOf(ResourceType.LAUNCH_PLAN, row),
    active: row.state === launchPlanState.active,
    schedule: describeSchedule(schedule),
    workflowVersion: workflow.version,
    createdAt: timestampFromMs(row.created_at),
    ...timeField("nextRunAt", nextRun(schedule, findSchedule(db, row.id))),
  });
}

export const identifierOf = (resourceType: ResourceType, { project, domain, name, version }: EntityName): Identifier =>
  create(IdentifierSchema, { resourceType, project, domain, name, version });
