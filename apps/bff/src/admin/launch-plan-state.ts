/** UpdateLaunchPlan (admin-api.md §2.5): at most one version of a name is active. */
import { LaunchPlanState } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Database } from "../store/database.ts";
import { activateLaunchPlan, deactivateLaunchPlan } from "../store/launch-plans.ts";
import { getLaunchPlan } from "./lookups.ts";
import { InvalidRequest, requireParts } from "./request-checks.ts";

/** The resource type is not looked at: `flytectl register --enableSchedule` leaves it unset. */
export function changeLaunchPlanState(
  db: Database,
  given: Identifier | undefined,
  state: LaunchPlanState,
  now: number,
): void {
  const id = requireParts(given);
  db.transaction((change) => {
    switch (state) {
      case LaunchPlanState.ACTIVE:
        activateLaunchPlan(db, change, getLaunchPlan(db, id), now);
        break;
      case LaunchPlanState.INACTIVE:
        deactivateLaunchPlan(db, change, getLaunchPlan(db, id), now);
        break;
      default:
        throw new InvalidRequest(`unrecognized launch plan state ${state}; use ACTIVE or INACTIVE`);
    }
  });
}
