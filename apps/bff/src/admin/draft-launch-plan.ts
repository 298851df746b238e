/** A launch plan as it would be stored, or why it cannot be (admin-api.md §2.4). */
import { create, toBinary } from "@bufbuild/protobuf";
import { checkLaunchPlan } from "@skein/compiler/admission";
import type { Diagnostic } from "@skein/spec/diagnostic";
import {
  type LaunchPlan,
  LaunchPlanClosureSchema,
  LaunchPlanSchema,
  type LaunchPlanSpec,
  LaunchPlanSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { TypedInterface } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Change, Database } from "../store/database.ts";
import { insertLaunchPlan } from "../store/launch-plans.ts";
import type { LaunchPlanRow } from "../store/tables.ts";
import { digestOf } from "./stored-structure.ts";

export interface LaunchPlanDraft {
  readonly kind: "launchPlan";
  readonly id: Identifier;
  /** Without state and times: what is compared and stored. Absent when there are errors. */
  readonly launchPlan: LaunchPlan | undefined;
  /** As given. */
  readonly workflowId: Identifier | undefined;
  readonly refusals: readonly Diagnostic[];
}

export function draftLaunchPlan(
  id: Identifier,
  spec: LaunchPlanSpec,
  workflowInterface: TypedInterface | undefined,
): LaunchPlanDraft {
  const { expectedInputs, expectedOutputs, diagnostics } = checkLaunchPlan(spec, workflowInterface);
  const { workflowId } = spec;
  if (!expectedInputs) return { kind: "launchPlan", id, workflowId, launchPlan: undefined, refusals: diagnostics };
  const launchPlan = create(LaunchPlanSchema, {
    id,
    // What GetLaunchPlan answers must hold the inputs left open: flytekit reads them there.
    spec: { ...spec, defaultInputs: expectedInputs, fixedInputs: spec.fixedInputs ?? create(LiteralMapSchema) },
    closure: { expectedInputs, expectedOutputs },
  });
  return { kind: "launchPlan", id, workflowId, launchPlan, refusals: diagnostics };
}

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
