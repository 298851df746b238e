/** What one attempt used over time, beside what it was given: from the file beside its log, and its row. */
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { TaskKey } from "@skein/engine/run";
import { type UsageSamples, UsageSamplesSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { attributeResourcesOf } from "../../admin/attribute-effects.ts";
import type { LogStore } from "../../runner/log-store.ts";
import { readUsage } from "../../runner/usage-file.ts";
import { spansOf, type UsageSpan } from "../../runner/usage-series.ts";
import type { Database } from "../../store/database.ts";
import { findNodeExecution } from "../../store/node-executions.ts";
import { findSubNode } from "../../store/sub-nodes.ts";
import type { ExecutionRow, SubNodeRow, TaskExecutionRow } from "../../store/tables.ts";
import { findTaskExecution } from "../../store/task-executions.ts";
import type { Drawn } from "./closure.ts";
import { givenResources } from "./given-resources.ts";
import { nodeResources } from "./node-resources.ts";

type AttemptRow = Pick<
  TaskExecutionRow & SubNodeRow,
  "facts" | "started_at" | "ended_at" | "cpu_seconds" | "peak_memory_bytes"
>;

/** @param key of an attempt that there is */
export async function usageSamples(
  { db, logs }: { readonly db: Database; readonly logs: Pick<LogStore, "pathOf"> },
  execution: ExecutionRow,
  drawn: Drawn,
  key: TaskKey,
): Promise<UsageSamples> {
  const { path, attempt } = attemptAt(db, execution, key);
  const series = await readUsage(logs.pathOf(key));
  const spans = series ? spansOf(series) : [];
  const asked = nodeResources(drawn).find((each) => each.path === path);
  const cpuSeconds = attempt?.cpu_seconds ?? series?.points.at(-1)?.cpuSeconds;
  const peak = peakOf(attempt, spans);
  const startedAt = series?.startedAt ?? attempt?.started_at ?? undefined;
  return create(UsageSamplesSchema, {
    samples: spans.map(({ from, to, cpu, memoryBytes }) => ({
      fromMs: BigInt(from),
      toMs: BigInt(to),
      cpu,
      ...(memoryBytes === undefined ? {} : { memoryBytes: BigInt(memoryBytes) }),
    })),
    resources: givenResources(path, asked, attributeResourcesOf(execution)),
    ...(cpuSeconds === undefined ? {} : { cpuSeconds }),
    ...(peak === undefined ? {} : { peakMemoryBytes: BigInt(peak) }),
    ...(spans.length === 0 ? {} : { peakCpu: Math.max(...spans.map(({ cpu }) => cpu)) }),
    ...(startedAt === undefined ? {} : { startedAt: timestampFromMs(startedAt) }),
    measured: spans.length > 0,
    notMeasured: spans.length > 0 ? "" : whyNot(attempt),
    complete: attempt?.ended_at != null,
  });
}

function attemptAt(db: Database, execution: ExecutionRow, { node, attempt }: TaskKey) {
  const own = findNodeExecution(db, execution.id, node);
  if (own) return { path: own.path, attempt: findTaskExecution(db, own.id, attempt) };
  const array = findNodeExecution(db, execution.id, node.replace(/-\d+-n\d+$/, "")); // <array>-<attempt>-n<index>
  return { path: array?.path ?? "", attempt: findSubNode(db, execution.id, node, attempt) };
}

function peakOf(attempt: AttemptRow | undefined, spans: readonly UsageSpan[]): number | undefined {
  const seen = spans.map(({ memoryBytes }) => memoryBytes).filter((each) => each !== undefined);
  const known = [...seen, ...(attempt?.peak_memory_bytes == null ? [] : [attempt.peak_memory_bytes])];
  return known.length === 0 ? undefined : Math.max(...known);
}

function whyNot(attempt: AttemptRow | undefined): string {
  if (!attempt) return "Nothing of it runs in a container.";
  if (attempt.ended_at === null)
    return attempt.started_at === null
      ? "Its container has not started."
      : "The first figures come about a second after the start.";
  if (attempt.cpu_seconds !== null) return "How it went over time was not kept; its totals are known.";
  if (attempt.started_at === null) return "Its container never started.";
  return "This host gives no figures: the control groups of its containers cannot be read here, and the engine told none before the end.";
}
