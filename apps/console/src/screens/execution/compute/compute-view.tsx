/** What the execution used: processor, memory and time, attempt by attempt, against what was asked for. */
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useServerNow } from "../../../flyte/clock.ts";
import { formatDuration } from "../../../flyte/duration.ts";
import { formatCpu, formatMemory } from "../../../flyte/size.ts";
import type { Hover } from "../../../graph/hover.ts";
import { EmptyFace } from "../../../ui/faces.tsx";
import { SortHead } from "../sort-head.tsx";
import type { Sorting } from "../sorting.ts";
import { COLUMNS, ComputeTableRow, ROW } from "./compute-row.tsx";
import { type ComputeColumn, type ComputeTotals, computeRows, sortRows, totalsOf } from "./compute-rows.ts";

interface ComputeViewProps {
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly ongoing: boolean;
  readonly selected: string | undefined;
  readonly hover: Hover;
  readonly onSelect: (path: string | undefined) => void;
}

export function ComputeView({ view, nodes, ongoing, selected, hover, onSelect }: ComputeViewProps) {
  const [sorting, setSorting] = useState<Sorting<ComputeColumn>>();
  const now = useServerNow(ongoing);
  const all = useMemo(
    () => computeRows(view.graph, nodes, view.resources, now),
    [view.graph, nodes, view.resources, now],
  );
  const rows = useMemo(() => (sorting ? sortRows(all, sorting) : all), [all, sorting]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 1200, height: 600 },
  });
  if (all.length === 0) {
    return (
      <EmptyFace icon="cpu" title={ongoing ? "No attempt has begun yet" : "No task was run"}>
        What tasks use is shown here, attempt by attempt, as they end.
      </EmptyFace>
    );
  }
  const head = { sorting, onSort: setSorting };
  const most = { ...head, descendingFirst: true };
  return (
    <div className="absolute inset-0 flex flex-col">
      <Totals totals={totalsOf(all)} />
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        <table aria-label="Compute" aria-rowcount={rows.length + 1} className="block text-dense md:min-w-242">
          <thead className="sticky top-0 z-1 block">
            <tr aria-rowindex={1} className={`${COLUMNS} border-b border-line bg-raised text-axis text-muted`}>
              <SortHead {...head} column="node" text="Node" />
              <SortHead {...head} column="attempt" text="Attempt" wide end />
              <th scope="col" className="h-7 px-2 text-left leading-7 font-medium max-md:hidden">
                Status
              </th>
              <SortHead {...most} column="waited" text="Waited" wide end />
              <SortHead {...most} column="ran" text="Ran" wide end />
              <SortHead {...most} column="cpu" text="CPU time" end />
              <SortHead {...most} column="cores" text="Cores" wide end />
              <SortHead {...most} column="peak" text="Peak memory" end />
              <SortHead {...most} column="share" text="Of limit or request" wide />
            </tr>
          </thead>
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (!row) return undefined;
              const { path } = row.node;
              return (
                <ComputeTableRow
                  key={`${path} ${row.attempt.attempt}`}
                  row={row}
                  index={index}
                  start={start}
                  isSelected={path === selected}
                  hover={hover}
                  onSelect={onSelect}
                />
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The sums, and of how many attempts they are. */
function Totals({ totals }: { readonly totals: ComputeTotals }) {
  const { attempts, waitedMs, ranMs, cpuSeconds, peakBytes, measured, unmeasured } = totals;
  const known = (text: string) => (measured > 0 ? text : "not measured");
  const facts = [
    ["CPU time", known(formatCpu(cpuSeconds))],
    ["Highest peak memory", known(formatMemory(peakBytes))],
    ["Ran", formatDuration(ranMs)],
    ["Waited", formatDuration(waitedMs)],
  ] as const;
  return (
    <div className="flex min-h-14 flex-none flex-wrap items-center gap-x-8 gap-y-1 border-b border-line px-4 py-2">
      <dl className="flex flex-wrap gap-x-8 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-axis text-muted">{name}</dt>
            <dd className="font-strong">{value}</dd>
          </div>
        ))}
      </dl>
      <span className="text-meta text-muted">
        {attempts.toLocaleString("en")} {attempts === 1 ? "attempt" : "attempts"}
        {unmeasured > 0 ? `, ${unmeasured.toLocaleString("en")} not measured and left out of the sums` : ""}
      </span>
    </div>
  );
}
