import type { Comparison } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { FailureFace } from "../../frame/failure-face.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { useShortcut } from "../../frame/shortcuts.ts";
import { comparePath, executionPath, findScope } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../ui/faces.tsx";
import { tabPanelProps } from "../../ui/tabs.tsx";
import { chosenTab } from "./chosen-tab.ts";
import { CompareTabs } from "./compare-tabs.tsx";
import { ComparedGraph } from "./compared-graph.tsx";
import { Freshness } from "./freshness.tsx";
import { likelyCause } from "./likely-cause.ts";
import { NodeDetail } from "./node-detail.tsx";
import { byChange, nodeRows } from "./node-rows.ts";
import { comparisonQuery, type ExecutionId, ongoingSides } from "./queries.ts";
import { SideHeads, sideNames } from "./side-heads.tsx";
import { SpecDetail } from "./spec-detail.tsx";
import { TabContent } from "./tab-content.tsx";
import { measures } from "./timing-rows.ts";
import { VerdictLine } from "./verdict-line.tsx";

export function CompareScreen() {
  const params = useParams();
  const [search] = useSearchParams();
  const scope = findScope(params);
  const { name } = params;
  if (!scope || !name) return <NotFound />;
  const others = (search.get("with") ?? "").split(",").filter((each) => each !== "" && each !== name);
  const id = { ...scope, name };
  if (others.length === 0) return <Nothing id={id} />;
  // The one that the page is about comes last: what changed, changed towards it.
  return <Compare ids={[...others.slice(0, 3).map((each) => ({ ...scope, name: each })), id]} />;
}

function Nothing({ id }: { readonly id: ExecutionId }) {
  return (
    <>
      <title>{`Compare · ${id.name} · Skein`}</title>
      <h1 className="sr-only">Compare {id.name}</h1>
      <EmptyFace
        icon="io"
        title="Nothing to compare with"
        action={
          <LinkButton variant="primary" to={executionPath(id)}>
            Open {id.name}
          </LinkButton>
        }
      >
        Its page leads to a comparison with the last success and with the execution before.
      </EmptyFace>
    </>
  );
}

function Compare({ ids }: { readonly ids: readonly ExecutionId[] }) {
  const { data, error, dataUpdatedAt, refetch } = useQuery(comparisonQuery(ids));
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface max-md:overflow-y-auto">
      <title>{`Compare · ${ids.map(({ name }) => name).join(", ")} · Skein`}</title>
      <h1 className="sr-only">Compare {ids.map(({ name }) => name).join(" and ")}</h1>
      {data ? (
        <Compared
          ids={ids}
          comparison={data}
          notice={(running) => (
            <Freshness running={running} error={error} at={dataUpdatedAt} onRetry={() => void refetch()} />
          )}
        />
      ) : error ? (
        <FailureFace what="The executions could not be compared" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label="Comparing" />
      )}
    </div>
  );
}

interface ComparedProps {
  readonly ids: readonly ExecutionId[];
  readonly comparison: Comparison;
  /** How far it can be relied on, given which of them still run. */
  readonly notice: (running: readonly string[]) => ReactNode;
}

function Compared({ ids, comparison, notice }: ComparedProps) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const { executions } = comparison;
  const tab = chosenTab(search.get("tab"), executions);
  const sides = useMemo(() => sideNames(executions.length), [executions.length]);
  const rows = useMemo(() => byChange(nodeRows(comparison.nodes)), [comparison]);
  const ongoing = ongoingSides(comparison);
  const cause = likelyCause(comparison, rows);
  const selected = rows.find(({ node }) => node.path === search.get("node"));
  const set = (changes: Record<string, string | undefined>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(changes))
          value === undefined ? next.delete(key) : next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const select = (path: string | undefined) => set({ node: path });
  useShortcut("Escape", "Close the node", () => select(undefined));
  const swap = () => {
    const [first, ...rest] = ids;
    const last = rest.at(-1);
    if (first && last)
      void navigate(
        comparePath(
          first,
          [last, ...rest.slice(0, -1)].map(({ name }) => name),
        ),
      );
  };
  const detail = { ids, sides, onClose: () => select(undefined) };

  return (
    <>
      <SideHeads executions={executions} onSwap={swap} />
      {notice(ongoing.map((side) => sides[side] ?? ""))}
      <VerdictLine cause={cause} rows={rows} onSelect={select} />
      <CompareTabs
        comparison={comparison}
        rows={rows}
        sides={sides}
        tab={tab}
        onTab={(next) => set({ tab: next })}
        onlyDifferent={search.get("only") === "differences"}
        onOnlyDifferent={(only) => set({ only: only ? "differences" : undefined })}
      />
      <div {...tabPanelProps(tab)} className="flex min-h-0 flex-1 max-md:min-h-120 max-md:flex-none">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <TabContent
            tab={tab}
            comparison={comparison}
            rows={rows}
            sides={sides}
            onlyDifferent={search.get("only") === "differences"}
            measure={measures.find((each) => each === search.get("time")) ?? "both"}
            onMeasure={(measure) => set({ time: measure === "both" ? undefined : measure })}
            selected={selected?.node.path}
            onSelect={select}
          />
          {selected && tab === "spec" ? <SpecDetail {...detail} row={selected} /> : undefined}
          {selected && tab !== "spec" ? <NodeDetail {...detail} row={selected} ongoing={ongoing} /> : undefined}
        </div>
        <ComparedGraph
          ids={ids}
          nodes={comparison.nodes}
          rows={rows}
          sides={sides}
          selected={selected?.node.path}
          onSelect={select}
        />
      </div>
    </>
  );
}
