import type { Comparison } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMemo } from "react";
import { Tabs } from "../../ui/tabs.tsx";
import { attemptRows } from "./attempt-rows.ts";
import { cacheRows } from "./cache-rows.ts";
import { type Tab, tabs } from "./chosen-tab.ts";
import { isNotable, type NodeRow } from "./node-rows.ts";
import { isSpecDifferent } from "./spec-table.tsx";
import { valueRows } from "./value-rows.ts";

interface CompareTabsProps {
  readonly comparison: Comparison;
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  readonly onlyDifferent: boolean;
  readonly onOnlyDifferent: (only: boolean) => void;
}

const labels = {
  summary: "Summary",
  inputs: "Inputs",
  outputs: "Outputs",
  timing: "Timing",
  cache: "Cache",
  attempts: "Attempts",
  spec: "Spec",
} as const satisfies Record<Tab, string>;

/** What is compared, each with how much of it differs. */
export function CompareTabs({ comparison, rows, sides, tab, onTab, onlyDifferent, onOnlyDifferent }: CompareTabsProps) {
  const counts = useMemo(() => countsOf(comparison, rows, sides), [comparison, rows, sides]);
  return (
    <div className="flex flex-none items-center border-b border-line pr-4 max-md:flex-wrap max-md:pr-0">
      <Tabs
        label="What is compared"
        selected={tab}
        onSelect={onTab}
        className="min-w-0 flex-1 border-b-0! px-2 max-md:basis-full"
        tabs={tabs.map((id) => ({ id, label: labels[id], count: counts[id] }))}
      />
      <label className="flex min-h-6 items-center gap-1.5 text-meta whitespace-nowrap text-muted max-md:px-4 max-md:pb-1">
        <input type="checkbox" checked={onlyDifferent} onChange={({ target }) => onOnlyDifferent(target.checked)} />
        Only differences
      </label>
    </div>
  );
}

function countsOf({ executions }: Comparison, rows: readonly NodeRow[], sides: readonly string[]): Record<Tab, number> {
  const different = (all: readonly { readonly isDifferent: boolean }[]) =>
    all.filter(({ isDifferent }) => isDifferent).length;
  return {
    summary: rows.filter(({ verdict }) => verdict !== "same").length,
    inputs: different(valueRows(executions.map(({ inputs }) => inputs))),
    outputs: different(valueRows(executions.map(({ outputs }) => outputs))),
    timing: rows.filter(isNotable).length,
    cache: different(cacheRows(rows, sides)),
    attempts: different(attemptRows(rows)),
    spec: rows.filter(isSpecDifferent).length,
  };
}
