import { useQueries } from "@tanstack/react-query";
import { IconButton } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import type { NodeRow } from "./node-rows.ts";
import { comparedNodeQuery, type ExecutionId } from "./queries.ts";
import { SideLetter } from "./side-heads.tsx";
import { valueRows } from "./value-rows.ts";
import { ValuesTable } from "./values-table.tsx";

interface NodeDetailProps {
  readonly row: NodeRow;
  readonly ids: readonly ExecutionId[];
  readonly sides: readonly string[];
  readonly onClose: () => void;
}

/** One node in all executions: its errors, what it read and wrote. */
export function NodeDetail({ row, ids, sides, onClose }: NodeDetailProps) {
  const { path, name, cells } = row.node;
  // An execution whose graph has no such node is not asked for it.
  const answers = useQueries({
    queries: ids.map((id, side) => ({ ...comparedNodeQuery(id, path), enabled: cells[side]?.inGraph === true })),
  });
  const isLoading = answers.some(({ isLoading: loading }) => loading);
  const errors = answers.flatMap(({ data }, side) =>
    data?.error ? [{ side: sides[side] ?? "", text: data.error.message }] : [],
  );
  return (
    <section
      aria-label={`${name}, compared`}
      className="flex max-h-[45%] min-h-0 flex-none flex-col border-t border-line-2 bg-surface"
    >
      <header className="flex min-h-9.5 items-center gap-2 border-b border-line px-4">
        <h2 className="truncate font-semibold">{name}</h2>
        <span className="mono truncate text-axis text-faint">{path}</span>
        <IconButton icon="cross" size="small" label="Close" onClick={onClose} className="ml-auto" />
      </header>
      <div className="min-h-0 overflow-y-auto">
        {isLoading ? <SkeletonRows rows={3} label={`Loading ${name}`} /> : undefined}
        {errors.map(({ side, text }) => (
          <p key={side} className="flex items-baseline gap-2 px-4 pt-2 text-fail">
            <SideLetter name={side} />
            <span className="mono min-w-0 wrap-anywhere whitespace-pre-wrap">{text}</span>
          </p>
        ))}
        <h3 className="px-4 pt-2 text-axis font-medium text-muted">Inputs</h3>
        <ValuesTable
          label="Inputs"
          rows={valueRows(answers.map(({ data }) => data?.inputs))}
          sides={sides}
          none="It reads nothing."
        />
        <h3 className="px-4 pt-2 text-axis font-medium text-muted">Outputs</h3>
        <ValuesTable
          label="Outputs"
          rows={valueRows(answers.map(({ data }) => data?.outputs))}
          sides={sides}
          none="There are none."
        />
      </div>
    </section>
  );
}
