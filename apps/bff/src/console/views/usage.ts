import { create } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { type Usage, UsageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { TaskExecutionRow } from "../../store/tables.ts";

type Figures = Pick<TaskExecutionRow, "cpu_seconds" | "peak_memory_bytes" | "wall_ms">;

/**
 * Compute of some attempts together: seconds add up, the peak is the highest of any one.
 *
 * @returns undefined before any of them has ended; not measured when the host gave no figures for any
 */
export function usageOf(attempts: readonly (Figures & Pick<TaskExecutionRow, "ended_at">)[]): Usage | undefined {
  const ended = attempts.filter((each) => each.ended_at !== null);
  if (ended.length === 0) return undefined;
  const measured = ended.filter((each) => each.cpu_seconds !== null);
  const sum = (value: (each: Figures) => number | null) =>
    measured.reduce((total, each) => total + (value(each) ?? 0), 0);
  return create(UsageSchema, {
    measured: measured.length > 0,
    cpuSeconds: sum((each) => each.cpu_seconds),
    peakMemoryBytes: BigInt(Math.max(0, ...measured.map((each) => each.peak_memory_bytes ?? 0))),
    wall: durationFromMs(sum((each) => each.wall_ms)),
  });
}
