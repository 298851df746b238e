import { create } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type Histogram, type HistogramRequest, HistogramSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import { countExecutionsOverTime, oldestExecution } from "../../store/execution-queries.ts";
import { filterOf } from "./execution-list.ts";

const STANDARD = 96;
const MOST = 200;
const SHORTEST_MS = 1000;

/** How many executions were launched in each of some equal spans of time; the last span reaches to the end or past it. */
export function executionHistogram(db: Database, request: HistogramRequest, now: number): Histogram {
  const all = filterOf(request, now);
  const filter = { ...all, terms: all.terms.filter((term) => term.kind !== "time" || term.field !== "started") };
  const to = request.to ? timestampMs(request.to) : now;
  const from = Math.min(to, request.from ? timestampMs(request.from) : (oldestExecution(db, filter) ?? to));
  const count = request.bars > 0 ? Math.min(request.bars, MOST) : STANDARD;
  const barMs = Math.max(SHORTEST_MS, Math.ceil((to - from + 1) / count));
  const bars = Array.from({ length: Math.max(1, Math.ceil((to - from + 1) / barMs)) }, () => ({
    counts: [] as { phase: Phase; count: bigint }[],
  }));
  for (const { span, phase, count: found } of countExecutionsOverTime(db, filter, {
    from,
    spanMs: barMs,
    spans: bars.length,
  }))
    bars[span]?.counts.push({ phase: Phase[phase], count: BigInt(found) });
  return create(HistogramSchema, { from: timestampFromMs(from), barMs: BigInt(barMs), bars });
}
