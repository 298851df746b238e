/** What every attempt used, as rows that can be put in order, and what all of them used together. */
import { durationMs, type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import type {
  Attempt,
  Graph,
  GraphNode,
  NodeResources,
  NodeSummary,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { type Sorting, sortedBy } from "../sorting.ts";

export interface ComputeRow {
  readonly node: GraphNode;
  readonly attempt: Attempt;
  /** Before it ran; grows while it waits. */
  readonly waitedMs: number | undefined;
  readonly ranMs: number | undefined;
  readonly measured: "yes" | "no" | "not yet";
  /** Undefined: not measured, or not yet. */
  readonly cpuSeconds: number | undefined;
  readonly peakBytes: number | undefined;
  readonly asked: NodeResources | undefined;
}

/** @param now the server's clock */
export function computeRows(
  graph: Graph | undefined,
  nodes: ReadonlyMap<string, NodeSummary>,
  resources: readonly NodeResources[],
  now: number,
): ComputeRow[] {
  const askedBy = new Map(resources.map((each) => [each.path, each]));
  return (graph?.nodes ?? []).flatMap((node) =>
    (nodes.get(node.path)?.attempts ?? []).map((attempt): ComputeRow => {
      const { usage, createdAt, startedAt, endedAt } = attempt;
      const end = msOf(endedAt) ?? now;
      return {
        node,
        attempt,
        waitedMs: span(msOf(createdAt), msOf(startedAt) ?? end),
        ranMs: usage?.measured && usage.wall ? durationMs(usage.wall) : span(msOf(startedAt), end),
        measured: usage ? (usage.measured ? "yes" : "no") : endedAt ? "no" : "not yet",
        cpuSeconds: usage?.measured ? usage.cpuSeconds : undefined,
        peakBytes: usage?.measured ? Number(usage.peakMemoryBytes) : undefined,
        asked: askedBy.get(node.path),
      };
    }),
  );
}

export type ComputeColumn = "node" | "attempt" | "waited" | "ran" | "cpu" | "cores" | "peak" | "share";

/** Cores in use on average while it ran. */
export function coresOf({ cpuSeconds, ranMs }: ComputeRow): number | undefined {
  return cpuSeconds === undefined || !ranMs ? undefined : cpuSeconds / (ranMs / 1000);
}

/** The peak as a part of the limit, or of the request where there is no limit. */
export function memoryShare({ peakBytes, asked }: ComputeRow): number | undefined {
  const given = asked?.memoryLimitBytes ?? asked?.memoryRequestBytes;
  return peakBytes === undefined || !given ? undefined : peakBytes / Number(given);
}

const values: Record<Exclude<ComputeColumn, "node">, (row: ComputeRow) => number | undefined> = {
  attempt: ({ attempt }) => attempt.attempt,
  waited: ({ waitedMs }) => waitedMs,
  ran: ({ ranMs }) => ranMs,
  cpu: ({ cpuSeconds }) => cpuSeconds,
  cores: coresOf,
  peak: ({ peakBytes }) => peakBytes,
  share: memoryShare,
};

export function sortRows(rows: readonly ComputeRow[], { by, descending }: Sorting<ComputeColumn>): ComputeRow[] {
  return sortedBy(rows, by === "node" ? ({ node }) => node.name : values[by], descending);
}

export interface ComputeTotals {
  readonly attempts: number;
  readonly waitedMs: number;
  readonly ranMs: number;
  readonly cpuSeconds: number;
  /** The highest of any one. */
  readonly peakBytes: number;
  readonly measured: number;
  readonly unmeasured: number;
}

export function totalsOf(rows: readonly ComputeRow[]): ComputeTotals {
  const sum = (value: (row: ComputeRow) => number | undefined) => rows.reduce((all, row) => all + (value(row) ?? 0), 0);
  return {
    attempts: rows.length,
    waitedMs: sum(values.waited),
    ranMs: sum(values.ran),
    cpuSeconds: sum(values.cpu),
    peakBytes: rows.reduce((most, { peakBytes = 0 }) => Math.max(most, peakBytes), 0),
    measured: rows.filter(({ measured }) => measured === "yes").length,
    unmeasured: rows.filter(({ measured }) => measured === "no").length,
  };
}

const span = (from: number | undefined, to: number) => (from === undefined ? undefined : Math.max(0, to - from));

const msOf = (time: Timestamp | undefined) => (time ? timestampMs(time) : undefined);
