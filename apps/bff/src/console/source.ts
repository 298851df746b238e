/** GetSource: a registered workflow, and the launch plans of it, as a text that registers as the same. */
import { create, fromBinary } from "@bufbuild/protobuf";
import { liftClosure } from "@skein/spec/authoring/lift/lift";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type GetSourceResponse, GetSourceResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../store/database.ts";
import { launchPlansOf } from "../store/launch-plans.ts";
import type { WorkflowRow } from "../store/tables.ts";
import { registeredIn } from "./registered.ts";
import { identifierOf } from "./views/workflow-views.ts";

export function sourceOf(db: Database, row: WorkflowRow): GetSourceResponse {
  const closure = fromBinary(CompiledWorkflowClosureSchema, row.closure);
  const plans = launchPlansOf(db, row.id).map((plan) => ({
    id: identifierOf(ResourceType.LAUNCH_PLAN, plan),
    spec: fromBinary(LaunchPlanSpecSchema, plan.spec),
  }));
  const { text, notes } = liftClosure(closure, plans, { registered: registeredIn(db) });
  return create(GetSourceResponseSchema, { text, notes: [...notes] });
}
