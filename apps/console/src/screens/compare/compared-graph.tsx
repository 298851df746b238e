import type { ComparedNode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { failureMessage } from "../../frame/failure-face.tsx";
import type { GraphMark } from "../../graph/graph-store.ts";
import { LazyGraph } from "../../lazy-graph.tsx";
import { Button } from "../../ui/button.tsx";
import { mergedGraph } from "./merged-graph.ts";
import { type NodeRow, pathIn, type Verdict } from "./node-rows.ts";
import { formatChange } from "./node-table.tsx";
import { type ExecutionId, graphQuery } from "./queries.ts";
import { VerdictSwatch, verdictLooks, verdicts } from "./verdict.tsx";

interface ComparedGraphProps {
  readonly ids: readonly ExecutionId[];
  readonly nodes: readonly ComparedNode[];
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly selected: string | undefined;
  readonly onSelect: (path: string | undefined) => void;
}

/** The graphs of all as one, with what is not the same in each node; on wide screens only, the tables say it too. */
export function ComparedGraph({ ids, nodes, rows, sides, selected, onSelect }: ComparedGraphProps) {
  const answers = useQueries({
    queries: ids.map((id, side) => graphQuery(id, nodes.filter((node) => pathIn(node, side) !== undefined).length)),
    combine: (results) => results,
  });
  const graphs = answers.map(({ data }) => data ?? undefined);
  const isWhole = answers.every(({ isPending }) => !isPending);
  // Graphs are the same objects until they are asked for anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the array is new each time, what is in it is not
  const graph = useMemo(() => (isWhole ? mergedGraph(graphs, nodes) : undefined), [isWhole, nodes, ...graphs]);
  const marks = useMemo(() => new Map(rows.map((row) => [row.node.path, markOf(row, sides)])), [rows, sides]);
  const failed = answers.find(({ error, data }) => error && !data);
  const counts = Map.groupBy(rows, ({ verdict }) => verdict);
  return (
    <section aria-label="Graph" className="relative w-[42%] min-w-90 border-l border-line max-lg:hidden">
      {graph && graph.nodes.length > 0 ? (
        <LazyGraph graph={graph} marks={marks} selected={selected} onSelect={onSelect} />
      ) : undefined}
      {failed ? (
        <div
          role="alert"
          className="absolute inset-x-4 bottom-4 z-5 flex items-center gap-2 rounded-control border border-line-2 bg-surface px-2.5 py-1.5 text-meta"
        >
          <span className="min-w-0 flex-1 wrap-anywhere">
            A graph could not be read: {failureMessage(failed.error)}
          </span>
          <Button size="small" onClick={() => void failed.refetch()}>
            Retry
          </Button>
        </div>
      ) : undefined}
      <ul
        aria-label="Legend"
        className="absolute top-12 left-4 z-5 flex max-w-[85%] flex-wrap gap-x-3 gap-y-1 rounded-control border border-line-2 bg-surface px-2.5 py-1.5 text-meta"
      >
        {verdicts.flatMap((verdict) => {
          const count = counts.get(verdict)?.length ?? 0;
          if (count === 0) return [];
          return [
            <li key={verdict} className="inline-flex items-center gap-1.5">
              <VerdictSwatch verdict={verdict} />
              {verdictLooks[verdict].word} {count.toLocaleString("en")}
            </li>,
          ];
        })}
      </ul>
    </section>
  );
}

function markOf(row: NodeRow, sides: readonly string[]): GraphMark {
  const { verdict } = row;
  const { icon, hatch } = verdictLooks[verdict];
  return {
    text: textOf(row, sides),
    severity: verdict === "worse" ? "error" : verdict === "same" ? "none" : "note",
    ...(icon ? { icon } : {}),
    ...(hatch ? { hatch } : {}),
  };
}

function textOf({ verdict, differences, change, node }: NodeRow, sides: readonly string[]): string {
  const present = `Only in ${sides.filter((_, side) => node.cells[side]?.inGraph).join(", ")}`;
  const texts = {
    worse: node.cells.at(-1)?.summary?.errorHead || `Worse in ${sides.at(-1)}`,
    better: `Better in ${sides.at(-1)}`,
    onlyLeft: present,
    onlyRight: present,
    only: present,
    changed: differences.length > 0 ? differText(differences) : verdictLooks.changed.word,
    same: change !== undefined && Math.abs(change) >= 1000 ? formatChange(change) : verdictLooks.same.word,
  } as const satisfies Record<Verdict, string>;
  return texts[verdict];
}

/** "Spec differs", "Inputs, outputs differ". */
const differText = (differences: readonly string[]): string =>
  `${capital(differences.join(", "))} ${differences.join() === "spec" ? "differs" : "differ"}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
