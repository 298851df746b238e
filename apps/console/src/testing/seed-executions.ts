import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type ExecutionRow, ExecutionRowSchema } from "@skein/spec/gen/skein/console/v1/console_pb";

/** Executions to look at: every phase, long and short, with and without errors. Times count back from now. */

export const project = "flytesnacks";
export const domain = "development";

const workflows = [
  ["etl.daily_features", "3f9c1e20a7b44c10"],
  ["etl.hourly_events", "5e20b9107c1d8f33"],
  ["ranking.retrain", "v12"],
  ["fraud.score_batch", "97e6b02c4d1f0a55"],
  ["word_count", "v1"],
  ["embeddings.backfill_with_a_rather_long_workflow_name", "d41c9e0"],
] as const;

const shapes = [
  [Phase.QUEUED, 0.07, "", 9],
  [Phase.RUNNING, 14.3, "", 21],
  [Phase.FAILING, 6.1, "extract_events: connection reset by peer", 77],
  [Phase.RUNNING, 31.2, "", 52],
  [Phase.SUCCEEDED, 3.2, "", 6],
  [Phase.FAILED, 21.2, "train_model: OutOfMemory: container killed at 8.0 GiB, exit 137", 77],
  [Phase.SUCCEEDED, 2.1, "", 6],
  [Phase.TIMED_OUT, 60, "lookup_tiles: no answer in 1h", 12],
  [Phase.ABORTED, 44.2, "", 20],
  [Phase.SUCCEEDED, 12.5, "", 21],
  [Phase.SUCCEEDED, 0.06, "", 1],
  [Phase.SUCCEEDED, 6.8, "", 12],
  [Phase.FAILED, 2.1, "Image embed:2026.11 was not found. Check its name, or pull it by hand.", 4],
] as const;

const triggers = ["manual", "scheduled", "manual", "relaunch", "child workflow", "recovered"] as const;
const letters = "abcdefghjkmnpqrstvwxyz0123456789";

function nameOf(index: number): string {
  let seed = (index + 7) * 7919;
  let name = "a";
  for (let at = 0; at < 9; at += 1) {
    seed = (seed * 48_271 + 11) % 2_147_483_647;
    name += letters[(seed >> 8) % letters.length];
  }
  return name;
}

export function seedExecution(index: number, now: number): ExecutionRow {
  // what still goes on is among the newest
  const shape = index < shapes.length || index % 13 > 3 ? index % shapes.length : 4 + (index % 9);
  const [phase, minutes, errorHead, total] = shapes[shape] ?? shapes[0];
  const [name, version] = workflows[index % workflows.length] ?? workflows[0];
  const ended =
    phase === Phase.SUCCEEDED || phase === Phase.FAILED || phase === Phase.ABORTED || phase === Phase.TIMED_OUT;
  const startedMs = now - minutes * 60_000 - (ended ? index * index * 55_000 + 90_000 : 0);
  const done = ended && phase === Phase.SUCCEEDED ? total : Math.floor(total * 0.6);
  const isWaiting = phase === Phase.QUEUED;
  return create(ExecutionRowSchema, {
    id: { project, domain, name: nameOf(index) },
    phase,
    workflow: { resourceType: ResourceType.WORKFLOW, project, domain, name, version },
    launchPlan: {
      resourceType: ResourceType.LAUNCH_PLAN,
      project,
      domain,
      name: index % 3 === 1 ? "nightly" : name,
      version,
    },
    trigger: triggers[index % triggers.length] ?? "manual",
    principal: index % 3 === 1 ? "scheduler" : "mara.o",
    createdAt: timestampFromMs(startedMs - 900),
    ...(isWaiting ? {} : { startedAt: timestampFromMs(startedMs) }),
    ...(ended ? { endedAt: timestampFromMs(startedMs + minutes * 60_000) } : {}),
    errorHead,
    nodes: {
      total,
      succeeded: isWaiting ? 0 : done,
      running: phase === Phase.RUNNING ? Math.min(3, total - done) : 0,
      failed: errorHead ? 1 : 0,
      queued: isWaiting ? 1 : 0,
    },
    usage: { measured: index % 5 !== 4, cpuSeconds: minutes * 47, peakMemoryBytes: BigInt(Math.round(minutes * 3e7)) },
  });
}

export function seedExecutions(count: number, now = Date.now()): ExecutionRow[] {
  return Array.from({ length: count }, (_, index) => seedExecution(index, now)).toSorted(
    (a, b) => Number(b.createdAt?.seconds ?? 0n) - Number(a.createdAt?.seconds ?? 0n),
  );
}
