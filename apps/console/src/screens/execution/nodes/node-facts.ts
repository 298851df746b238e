/** What the columns of the Nodes view say of a node, as values: what rows are sorted by and what is copied of them. */
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus as Cache } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { GraphNode, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { cacheWord } from "../../../flyte/cache-word.ts";
import type { PhaseLook } from "../../../flyte/phase-look.ts";
import { isTicking, lookOf } from "../../../graph/node-face.ts";

export interface NodeFacts {
  readonly look: PhaseLook;
  /** That have begun; a node that runs no task has none. */
  readonly attempts: number | undefined;
  readonly cache: string;
  /** Server's milliseconds. */
  readonly startedAt: number | undefined;
  readonly queuedMs: number | undefined;
  readonly ranMs: number | undefined;
  /** Undefined: not measured, or not yet. */
  readonly cpuSeconds: number | undefined;
  readonly peakBytes: number | undefined;
}

/** @param now the server's clock: as long has run what goes on */
export function factsOf(node: GraphNode, summary: NodeSummary | undefined, now: number): NodeFacts {
  const queuedAt = msOf(summary?.queuedAt);
  const startedAt = msOf(summary?.startedAt);
  const endedAt = msOf(summary?.endedAt) ?? (isTicking(summary) ? now : undefined);
  const usage = summary?.usage?.measured ? summary.usage : undefined;
  return {
    look: lookOf(summary, node),
    attempts: summary && summary.maxAttempts > 0 ? summary.attempt + 1 : undefined,
    cache: cacheFact(summary),
    startedAt,
    queuedMs: between(queuedAt, startedAt),
    ranMs: between(startedAt, endedAt),
    cpuSeconds: usage?.cpuSeconds,
    peakBytes: usage && Number(usage.peakMemoryBytes),
  };
}

/** What caching came to; empty where nothing is cached. */
export function cacheFact(summary: NodeSummary | undefined): string {
  const status = summary?.cacheStatus ?? Cache.CACHE_DISABLED;
  return status === Cache.CACHE_DISABLED ? "" : cacheWord(status);
}

const msOf = (time: Timestamp | undefined) => (time ? timestampMs(time) : undefined);

function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}
