import type { Comparison } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { useServerNow } from "../../flyte/clock.ts";
import { attemptRows } from "./attempt-rows.ts";
import { AttemptsTable } from "./attempts-table.tsx";
import { cacheRows } from "./cache-rows.ts";
import { CacheTable } from "./cache-table.tsx";
import { areVersionsUnequal, type Tab } from "./chosen-tab.ts";
import type { NodeRow } from "./node-rows.ts";
import { NodeTable } from "./node-table.tsx";
import { ongoingSides } from "./queries.ts";
import { isSpecDifferent, SpecTable, specFirst } from "./spec-table.tsx";
import type { Measure } from "./timing-rows.ts";
import { TimingTable } from "./timing-table.tsx";
import { valueRows } from "./value-rows.ts";
import { ValuesTable } from "./values-table.tsx";

interface TabContentProps {
  readonly tab: Tab;
  readonly comparison: Comparison;
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly onlyDifferent: boolean;
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

export function TabContent(props: TabContentProps) {
  const { tab, comparison, rows, sides, onlyDifferent, measure, onMeasure, selected, onSelect } = props;
  const { executions } = comparison;
  const now = useServerNow(tab === "timing" && ongoingSides(comparison).length > 0);
  const table = { sides, selected, onSelect };
  const kept = <Row extends { readonly isDifferent: boolean }>(all: readonly Row[]) =>
    onlyDifferent ? all.filter(({ isDifferent }) => isDifferent) : all;
  switch (tab) {
    case "summary":
      return <NodeTable {...table} rows={onlyDifferent ? rows.filter(({ verdict }) => verdict !== "same") : rows} />;
    case "inputs":
    case "outputs": {
      const values = kept(valueRows(executions.map((each) => each[tab])));
      const none = onlyDifferent ? `No ${tab} differ.` : `There are no ${tab}.`;
      return (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ValuesTable label={tab === "inputs" ? "Inputs" : "Outputs"} rows={values} sides={sides} none={none} />
        </div>
      );
    }
    case "timing":
      return (
        <TimingTable
          {...table}
          rows={rows}
          measure={measure}
          onMeasure={onMeasure}
          onlyDifferent={onlyDifferent}
          now={now}
        />
      );
    case "cache": {
      const none = onlyDifferent ? "What caching came to is the same." : "No node of these executions is cached.";
      return <CacheTable {...table} rows={kept(cacheRows(rows, sides))} none={none} />;
    }
    case "attempts": {
      const none = onlyDifferent ? "No node took another number of attempts." : "No node has run a task yet.";
      return <AttemptsTable {...table} rows={kept(attemptRows(rows))} none={none} />;
    }
    case "spec": {
      const different = rows.filter(isSpecDifferent);
      return (
        <>
          <p className="flex-none border-b border-line px-4 py-1.5 text-meta text-muted">
            {specText(different.length, rows.length, areVersionsUnequal(executions))}
          </p>
          <SpecTable {...table} rows={specFirst(onlyDifferent ? different : rows)} none="No node's spec differs." />
        </>
      );
    }
    default:
      return assertNever(tab, "tab");
  }
}

function specText(different: number, total: number, areUnequal: boolean): string {
  const versions = areUnequal ? "These are different versions" : "These are of the same version";
  if (different === 0) return `${versions}; each node is told the same.`;
  return `${versions}; ${different} of ${total} nodes are told something else, or are not in all.`;
}
