/** Writes a launch plan's row; what stands in it was drafted by the compiler. */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type LaunchPlan,
  LaunchPlanClosureSchema,
  LaunchPlanSchema,
  type LaunchPlanSpec,
  LaunchPlanSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Change, Database } from "../store/database.ts";
import { insertLaunchPlan } from "../store/launch-plans.ts";
import type { LaunchPlanRow } from "../store/tables.ts";
import { digestOf } from "./stored-structure.ts";

/** Inactive at first. @returns the row's id */
export function storeLaunchPlan(
  db: Database,
  change: Change,
  { project, domain, name, version }: Identifier,
  launchPlan: LaunchPlan,
  workflowId: number,
  now: number,
): number {
  const { spec = create(LaunchPlanSpecSchema), closure = create(LaunchPlanClosureSchema) } = launchPlan;
  return insertLaunchPlan(db, change, {
    project,
    domain,
    name,
    version,
    workflow_id: workflowId,
    schedule_type: scheduleType(spec),
    digest: digestOf(LaunchPlanSchema, launchPlan),
    spec: toBinary(LaunchPlanSpecSchema, spec),
    closure: toBinary(LaunchPlanClosureSchema, closure),
    created_at: now,
    updated_at: now,
  });
}

function scheduleType(spec: LaunchPlanSpec): LaunchPlanRow["schedule_type"] {
  switch (spec.entityMetadata?.schedule?.ScheduleExpression.case) {
    case "cronSchedule":
    case "cronExpression":
      return "CRON";
    case "rate":
      return "RATE";
    case undefined:
      return "NONE";
  }
}
