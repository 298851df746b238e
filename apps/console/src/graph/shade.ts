/**
 * What else than its phase a graph can show: how much of something each node took. A shade is ink, not a hue, and stands
 * beside the phase's own glyph.
 */
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus as Cache } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatDuration } from "../flyte/duration.ts";

export const shadings = ["status", "duration", "queue", "cache", "compute", "usual"] as const;
export type Shading = (typeof shadings)[number];

export const shadingWords = {
  status: "Status",
  duration: "Duration",
  queue: "Time in queue",
  cache: "Cache",
  compute: "CPU time",
  usual: "Against usual",
} as const satisfies Record<Shading, string>;

/** How long nodes usually take in milliseconds, by path. */
export type UsualDurations = ReadonlyMap<string, number>;

export interface Shade {
  /** 0 is least, 1 most, of those in the graph. */
  readonly weight: number;
  readonly text: string;
}

/** A measure of one node; undefined: there is none. */
interface Measure {
  readonly value: number;
  readonly text: string;
}

/** By path; nodes that have no such figure have no shade. @param now the server's clock */
export function shadesOf(
  shading: Exclude<Shading, "status">,
  nodes: ReadonlyMap<string, NodeSummary>,
  now: number,
  usual: UsualDurations | undefined,
): ReadonlyMap<string, Shade> {
  const measures = new Map<string, Measure>();
  for (const [path, node] of nodes) {
    const measure = measureOf(shading, node, now, usual?.get(path));
    if (measure) measures.set(path, measure);
  }
  let most = shading === "cache" ? 1 : 0;
  for (const { value } of measures.values()) most = Math.max(most, value);
  return new Map(
    [...measures].map(([path, { value, text }]) => [path, { weight: most > 0 ? Math.max(0, value) / most : 0, text }]),
  );
}

function measureOf(
  shading: Exclude<Shading, "status">,
  node: NodeSummary,
  now: number,
  usual: number | undefined,
): Measure | undefined {
  switch (shading) {
    case "duration": {
      const duration = durationOf(node, now);
      return duration === undefined ? undefined : { value: duration, text: formatDuration(duration) };
    }
    case "queue": {
      if (!node.queuedAt) return undefined;
      const until = node.startedAt ?? node.endedAt;
      const queued = Math.max(0, (until ? timestampMs(until) : now) - timestampMs(node.queuedAt));
      return { value: queued, text: `${formatDuration(queued)} in queue` };
    }
    case "cache":
      return caches[node.cacheStatus];
    case "compute": {
      if (!node.usage?.measured) return undefined;
      return { value: node.usage.cpuSeconds, text: `${formatDuration(node.usage.cpuSeconds * 1000)} of CPU` };
    }
    case "usual": {
      const duration = durationOf(node, now);
      if (duration === undefined || usual === undefined) return undefined;
      const times = duration / Math.max(1, usual);
      // Twice as long is worth as much ink as the next doubling; what is quicker than usual has none.
      return { value: Math.log2(Math.max(1, times)), text: `${formatTimes(times)} its usual ${formatDuration(usual)}` };
    }
  }
}

function durationOf({ startedAt, endedAt }: NodeSummary, now: number): number | undefined {
  return startedAt && Math.max(0, (endedAt ? timestampMs(endedAt) : now) - timestampMs(startedAt));
}

const formatTimes = (times: number) => `${times < 10 ? times.toFixed(1) : Math.round(times)} ×`;

const caches: Readonly<Partial<Record<Cache, Measure>>> = {
  [Cache.CACHE_HIT]: { value: 0, text: "Cache hit" },
  [Cache.CACHE_MISS]: { value: 1, text: "Cache miss" },
  [Cache.CACHE_POPULATED]: { value: 0.7, text: "Cache written" },
  [Cache.CACHE_LOOKUP_FAILURE]: { value: 1, text: "Cache could not be read" },
  [Cache.CACHE_PUT_FAILURE]: { value: 1, text: "Cache could not be written" },
  [Cache.CACHE_SKIPPED]: { value: 1, text: "Cache passed over" },
  [Cache.CACHE_EVICTED]: { value: 1, text: "Evicted from the cache" },
};
