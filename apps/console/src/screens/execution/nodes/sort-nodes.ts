/** The rows of the Nodes view in the order of a column: a list, no longer a tree. */
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { looks, type PhaseLook } from "../../../flyte/phase-look.ts";
import { flatRow, type TreeRow } from "../node-tree.ts";
import { type Sorting, sortedBy } from "../sorting.ts";
import { factsOf, type NodeFacts } from "./node-facts.ts";

export type NodeColumn = "name" | "status" | "attempts" | "started" | "queued" | "ran" | "compute";

/** Those that rows are sorted by, and which end of them is looked for. */
export const nodeColumns = [
  { id: "name", text: "Name", descendingFirst: false },
  { id: "status", text: "Status", descendingFirst: false },
  { id: "attempts", text: "Attempts", descendingFirst: true },
  { id: "started", text: "Started", descendingFirst: false },
  { id: "queued", text: "Queued", descendingFirst: true },
  { id: "ran", text: "Ran", descendingFirst: true },
  { id: "compute", text: "Compute", descendingFirst: true },
] as const satisfies readonly { id: NodeColumn; text: string; descendingFirst: boolean }[];

/** What may want somebody comes first, what ended well last. */
export const urgency: readonly PhaseLook[] = [
  looks.failed,
  looks.failing,
  looks.timedOut,
  looks.aborted,
  looks.aborting,
  looks.held,
  looks.paused,
  looks.running,
  looks.dynamicRunning,
  looks.succeeding,
  looks.initialising,
  looks.waiting,
  looks.queued,
  looks.unknown,
  looks.notStarted,
  looks.skipped,
  looks.succeeded,
  looks.cached,
  looks.recovered,
];

const measures: Record<Exclude<NodeColumn, "name">, (facts: NodeFacts) => number | undefined> = {
  status: ({ look }) => urgency.indexOf(look),
  attempts: ({ attempts }) => attempts,
  started: ({ startedAt }) => startedAt,
  queued: ({ queuedMs }) => queuedMs,
  ran: ({ ranMs }) => ranMs,
  compute: ({ cpuSeconds }) => cpuSeconds,
};

/** Without those that are only there for what they hold. @param now the server's clock */
export function sortNodes(
  rows: readonly TreeRow[],
  nodes: ReadonlyMap<string, NodeSummary>,
  { by, descending }: Sorting<NodeColumn>,
  now: number,
): TreeRow[] {
  const list = rows.filter(({ isGrey }) => !isGrey).map(({ node }) => flatRow(node));
  if (by === "name") return sortedBy(list, ({ node }) => node.name, descending);
  const measure = measures[by];
  return sortedBy(list, ({ node }) => measure(factsOf(node, nodes.get(node.path), now)), descending);
}
