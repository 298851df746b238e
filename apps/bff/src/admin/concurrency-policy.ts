/** A launch plan's own limit on how many of its executions may be under way, over all versions (admin-api.md §3.1). */

import type { LaunchPlanSpec } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { ConcurrencyLimitBehavior } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { Problem } from "@skein/spec/problem";
import type { Database } from "../store/database.ts";
import { countLiveOfLaunchPlan } from "../store/execution-queries.ts";

class ConcurrencyLimitReached extends Problem {
  readonly kind = "conflict";
}

export function checkConcurrency(db: Database, id: Identifier, spec: LaunchPlanSpec | undefined): void {
  const policy = spec?.concurrencyPolicy;
  if (!policy || policy.max === 0 || policy.behavior !== ConcurrencyLimitBehavior.SKIP) return;
  if (countLiveOfLaunchPlan(db, id) >= policy.max)
    throw new ConcurrencyLimitReached(
      `concurrency limit (${policy.max}) reached for launch plan ${id.project}:${id.domain}:${id.name}; skipping execution`,
    );
}
