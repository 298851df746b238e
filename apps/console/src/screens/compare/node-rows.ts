/** The nodes of compared executions as rows: what became of each, and what is not the same. */
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ComparedCell,
  type ComparedNode,
  GraphNode_Kind as Kind,
  type NodeSummary,
  Sameness,
} from "@skein/spec/gen/skein/console/v1/console_pb";

export interface NodeRow {
  readonly node: ComparedNode;
  /** How long it ran in each execution, milliseconds; undefined where it did not, or still does. */
  readonly spans: readonly (number | undefined)[];
  /** Last less first, milliseconds. */
  readonly change: number | undefined;
  readonly verdict: Verdict;
  /** What is not the same, in words. */
  readonly differences: readonly string[];
}

/** From the first execution to the last. Of more than two, "only" ones are not in the graphs of all. */
export type Verdict = "worse" | "better" | "onlyLeft" | "onlyRight" | "only" | "changed" | "same";

/** Start and end nodes, which are nobody's own, left out. */
export function nodeRows(nodes: readonly ComparedNode[]): NodeRow[] {
  return nodes.filter(({ kind }) => kind !== Kind.START && kind !== Kind.END).map(rowOf);
}

/** Outcome before time: what got worse, then the largest change. */
export function byChange(rows: readonly NodeRow[]): NodeRow[] {
  const size = ({ change }: NodeRow) => Math.abs(change ?? 0);
  return [...rows].sort((a, b) => ranks[a.verdict] - ranks[b.verdict] || size(b) - size(a));
}

const ranks = {
  worse: 0,
  better: 1,
  onlyLeft: 2,
  onlyRight: 2,
  only: 2,
  changed: 3,
  same: 3,
} as const satisfies Record<Verdict, number>;

/** It is in the graphs of some, not of all. */
export const isOnly = ({ node }: NodeRow): boolean => isPartial(node.cells);
const isPartial = (cells: readonly ComparedCell[]): boolean => cells.some(({ inGraph }) => !inGraph);

/** Where a node stands in the graph of one execution; undefined where it is not in it. */
export function pathIn({ path, cells }: Pick<ComparedNode, "path" | "cells">, side: number): string | undefined {
  const cell = cells[side];
  return cell?.inGraph ? cell.path || path : undefined;
}

/** More than a tenth of what it took, and than what nobody notices. */
export const isNotable = ({ change, spans }: NodeRow): boolean =>
  change !== undefined && Math.abs(change) > 1000 && Math.abs(change) > 0.1 * (spans[0] ?? 0);

function rowOf(node: ComparedNode): NodeRow {
  const spans = node.cells.map(({ summary }) => spanOf(summary));
  const [first] = spans;
  const last = spans.at(-1);
  const differences = differencesOf(node);
  const change = first === undefined || last === undefined ? undefined : last - first;
  return { node, spans, change, differences, verdict: verdictOf(node.cells, differences.length > 0) };
}

function verdictOf(cells: readonly ComparedCell[], isDifferent: boolean): Verdict {
  if (isPartial(cells)) return cells.length > 2 ? "only" : cells[0]?.inGraph ? "onlyLeft" : "onlyRight";
  const [first] = cells;
  const before = outcomeOf(first?.summary);
  const after = outcomeOf(cells.at(-1)?.summary);
  if (before !== after && after === "bad") return "worse";
  if (before !== after && before === "bad" && after === "good") return "better";
  return isDifferent || before !== after ? "changed" : "same";
}

const bad: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT, Phase.ABORTED]);
const good: ReadonlySet<Phase> = new Set([Phase.SUCCEEDED, Phase.RECOVERED]);

function outcomeOf(summary: NodeSummary | undefined): "good" | "bad" | "open" {
  if (summary && bad.has(summary.phase)) return "bad";
  return summary && good.has(summary.phase) ? "good" : "open";
}

function differencesOf({ inputs, outputs, spec, cells }: ComparedNode): string[] {
  const attempts = new Set(cells.flatMap(({ summary }) => (summary ? [summary.attempt + 1] : [])));
  return [
    ...(spec === Sameness.DIFFERENT ? ["spec"] : []),
    ...(inputs === Sameness.DIFFERENT ? ["inputs"] : []),
    ...(outputs === Sameness.DIFFERENT ? ["outputs"] : []),
    ...(attempts.size > 1 ? ["attempts"] : []),
  ];
}

function spanOf(summary: NodeSummary | undefined): number | undefined {
  if (!summary?.startedAt || !summary.endedAt) return undefined;
  return timestampMs(summary.endedAt) - timestampMs(summary.startedAt);
}
