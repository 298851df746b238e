import type { Usage } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatCpu, formatMemory } from "./size.ts";

/** Compute of a run or an attempt. What the host did not measure is said to be so, never shown as zero. */
export function UsageText({ usage }: { readonly usage: Usage | undefined }) {
  if (!usage) return undefined;
  if (!usage.measured) return <span className="text-faint">not measured</span>;
  return <span title={`peak memory ${formatMemory(usage.peakMemoryBytes)}`}>{formatCpu(usage.cpuSeconds)}</span>;
}
