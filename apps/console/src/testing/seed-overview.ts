/** The overview of the seeded executions. */
import { create } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type ExecutionRow, type Overview, OverviewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { domain, project } from "./seed-executions.ts";

const HOUR = 3_600_000;

export function seedOverview(rows: readonly ExecutionRow[], now = Date.now()): Overview {
  const running = rows.filter(({ phase }) => phase === Phase.RUNNING || phase === Phase.QUEUED);
  const failed = rows.filter(({ phase }) => phase === Phase.FAILED || phase === Phase.TIMED_OUT);
  const recent = rows.filter(({ createdAt }) => createdAt && timestampMs(createdAt) > now - 6 * HOUR);
  const lanes = Map.groupBy(recent, ({ workflow }) => workflow?.name ?? "");
  const causes = Map.groupBy(failed, ({ workflow }) => workflow?.name ?? "");
  return create(OverviewSchema, {
    now: timestampFromMs(now),
    running: running.slice(0, 6),
    runningTotal: BigInt(running.length),
    failedTotal: BigInt(failed.length),
    causes: [...causes].slice(0, 6).map(([workflow, all]) => ({
      workflow,
      code: "USER:ValueError",
      count: all.length,
      errorHead: all[0]?.errorHead ?? "",
      execution: all[0]?.id?.name ?? "",
      at: timestampFromMs(now - 240_000),
    })),
    schedules:
      rows.length === 0
        ? []
        : [1, 3, 9].map((hours) => ({
            launchPlan: {
              resourceType: ResourceType.LAUNCH_PLAN,
              project,
              domain,
              name: `every_${hours}`,
              version: "v1",
            },
            workflow: "etl.daily_features",
            schedule: `every ${hours} hours`,
            at: timestampFromMs(now + hours * HOUR),
          })),
    lanes: [...lanes].slice(0, 10).map(([workflow, all], index) => ({
      workflow,
      bars: all.map(({ id, phase, createdAt, endedAt }) => ({
        execution: id?.name ?? "",
        phase,
        ...(createdAt ? { from: createdAt } : {}),
        ...(endedAt ? { to: endedAt } : {}),
      })),
      ticks: index === 0 ? [timestampFromMs(now + 1_200_000), timestampFromMs(now + 2_400_000)] : [],
    })),
    lanesFrom: timestampFromMs(now - 6 * HOUR),
    lanesTo: timestampFromMs(now + HOUR),
    launched: BigInt(recent.length),
    ...(rows.length === 0 ? {} : { usageToday: { measured: true, cpuSeconds: 5400, peakMemoryBytes: 1n << 32n } }),
    attemptsToday: rows.length === 0 ? 0 : 212,
    sequence: 1n,
  });
}
