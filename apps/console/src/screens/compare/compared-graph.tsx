import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { GraphMark } from "../../graph/graph-store.ts";
import { LazyGraph } from "../../lazy-graph.tsx";
import type { NodeRow, Verdict } from "./node-rows.ts";
import { formatChange, VerdictGlyph, verdictGlyph } from "./node-table.tsx";
import { type ExecutionId, graphQuery } from "./queries.ts";

interface ComparedGraphProps {
  /** Whose graph is drawn. */
  readonly id: ExecutionId;
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly selected: string | undefined;
  readonly onSelect: (path: string | undefined) => void;
}

/** The graph with what is not the same in each node; on wide screens only, the table says it too. */
export function ComparedGraph({ id, rows, sides, selected, onSelect }: ComparedGraphProps) {
  const { data: graph } = useQuery(graphQuery(id));
  const marks = useMemo(() => new Map(rows.map((row) => [row.node.path, markOf(row, sides)])), [rows, sides]);
  const counts = Map.groupBy(rows, ({ verdict }) => verdict);
  return (
    <section aria-label="Graph" className="relative w-[42%] min-w-90 border-l border-line max-lg:hidden">
      {graph ? <LazyGraph graph={graph} marks={marks} selected={selected} onSelect={onSelect} /> : undefined}
      <ul className="absolute top-3 left-4 z-5 max-w-[70%] flex flex-wrap gap-x-3 rounded-control border border-line-2 bg-surface px-2.5 py-1.5 text-meta">
        {verdicts.flatMap((verdict) => {
          const count = counts.get(verdict)?.length ?? 0;
          if (count === 0) return [];
          return [
            <li key={verdict} className="inline-flex items-center gap-1.5">
              <VerdictGlyph verdict={verdict} />
              {verdictGlyph(verdict).word} {count.toLocaleString("en")}
            </li>,
          ];
        })}
      </ul>
    </section>
  );
}

const verdicts: readonly Verdict[] = ["same", "changed", "only", "better", "worse"];

function markOf({ verdict, differences, change, node }: NodeRow, sides: readonly string[]): GraphMark {
  const { icon, word } = verdictGlyph(verdict);
  const last = node.cells.at(-1)?.summary;
  const said = {
    worse: last?.errorHead || `Worse in ${sides.at(-1)}`,
    better: `Better in ${sides.at(-1)}`,
    only: `Only in ${sides.filter((_, side) => node.cells[side]?.inGraph).join(", ")}`,
    changed: differences.length > 0 ? `${capital(differences.join(", "))} differ` : word,
    same: change !== undefined && Math.abs(change) >= 1000 ? formatChange(change) : "Same",
  } as const satisfies Record<Verdict, string>;
  return { text: said[verdict], severity: verdict === "worse" ? "error" : verdict === "same" ? "none" : "note", icon };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
