/**
 * Compute of one attempt where control groups cannot be read: the engine's samples, one a second.
 *
 * The last sample stands for the whole, so figures are a little low, and a container too short for one has none.
 */

import type { Compute } from "./cgroups.ts";
import type { Engine } from "./engine.ts";
import type { Figures } from "./usage-sampler.ts";

export interface StatsSamples {
  latest(): Compute | undefined;
}

export function followStats(
  engine: Engine,
  containerId: string,
  signal: AbortSignal,
  tell: (figures: Figures) => void,
): StatsSamples {
  let latest: Compute | undefined;
  const follow = async () => {
    await engine.insist(async (docker) => {
      const options = { stream: true, abortSignal: signal } as const; // the client takes a signal, its types do not say so
      const stream = await docker.getContainer(containerId).stats(options);
      let rest = "";
      for await (const chunk of stream) {
        const lines = (rest + chunk.toString()).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const sample = parseSample(line);
          latest = addSample(latest, sample);
          if (isOfUse(sample)) tell(sample);
        }
      }
    }, signal);
  };
  follow().catch(() => {}); // the container is gone, or enough was seen
  return { latest: () => latest };
}

type Sample = Compute & Figures;

/** Zeros come after the end, and say nothing. */
const isOfUse = (sample: Sample | undefined): sample is Sample => sample !== undefined && sample.cpuSeconds > 0;

export function addSample(before: Compute | undefined, sample: Sample | undefined): Compute | undefined {
  if (!isOfUse(sample)) return before;
  return {
    cpuSeconds: Math.max(before?.cpuSeconds ?? 0, sample.cpuSeconds),
    peakMemoryBytes: Math.max(before?.peakMemoryBytes ?? 0, sample.peakMemoryBytes),
  };
}

export function parseSample(line: string): Sample | undefined {
  try {
    const sample: unknown = JSON.parse(line);
    const nanos = numberAt(sample, "cpu_stats", "cpu_usage", "total_usage");
    const memoryBytes = numberAt(sample, "memory_stats", "usage");
    const peak = Math.max(numberAt(sample, "memory_stats", "max_usage"), memoryBytes);
    return { cpuSeconds: nanos / 1e9, peakMemoryBytes: peak, memoryBytes };
  } catch {
    return undefined;
  }
}

function numberAt(value: unknown, ...path: readonly string[]): number {
  let at = value;
  for (const name of path) at = typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined;
  return typeof at === "number" ? at : 0;
}
