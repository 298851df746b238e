/** CreateLaunchPlan (admin-api.md §2.4). */
import { fromBinary } from "@bufbuild/protobuf";
import { draftLaunchPlan } from "@skein/compiler/drafts/draft-launch-plan";
import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { Database } from "../store/database.ts";
import { compareLaunchPlan } from "./compare-stored.ts";
import { getWorkflow } from "./lookups.ts";
import { refuseFirst } from "./refuse-first.ts";
import { requireIdentifier, requireNewIdentifier, requireValue } from "./request-checks.ts";
import { requireActiveScope } from "./scope.ts";
import { storeLaunchPlan } from "./store-launch-plan.ts";
import { alreadyRegistered, differentStructure } from "./stored-structure.ts";

/** @throws InvalidRequest, MissingEntity (the workflow), Already-, DifferentStructure */
export function registerLaunchPlan(
  db: Database,
  given: Identifier | undefined,
  spec: LaunchPlanSpec | undefined,
  now: number,
): void {
  const wanted = requireValue(spec, "spec");
  // Upstream looks at the workflow before it looks at the launch plan's own name.
  const workflow = getWorkflow(db, requireIdentifier(wanted.workflowId, ResourceType.WORKFLOW));
  const id = requireNewIdentifier(given, ResourceType.LAUNCH_PLAN);
  requireActiveScope(db, id);
  const { launchPlan, refusals } = draftLaunchPlan(
    id,
    wanted,
    fromBinary(TypedInterfaceSchema, workflow.typed_interface),
  );
  refuseFirst(refusals);
  db.transaction((change) => {
    const drafted = requireValue(launchPlan, "spec");
    const { change: kind, differences } = compareLaunchPlan(db, id, drafted);
    if (kind === "same") throw alreadyRegistered(id);
    if (kind === "conflict") throw differentStructure(id, differences);
    storeLaunchPlan(db, change, id, drafted, workflow.id, now);
  });
}
