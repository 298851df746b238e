import type { Comparison } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { FailureFace } from "../../frame/failure-face.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { useShortcut } from "../../frame/shortcuts.ts";
import { comparePath, executionPath, findScope } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../ui/faces.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Tabs, tabPanelProps } from "../../ui/tabs.tsx";
import { ComparedGraph } from "./compared-graph.tsx";
import { likelyCause } from "./likely-cause.ts";
import { NodeDetail } from "./node-detail.tsx";
import { byChange, nodeRows } from "./node-rows.ts";
import { NodeTable } from "./node-table.tsx";
import { comparisonQuery, type ExecutionId } from "./queries.ts";
import { SideHeads, sideNames } from "./side-heads.tsx";
import { valueRows } from "./value-rows.ts";
import { ValuesTable } from "./values-table.tsx";

const tabs = ["nodes", "inputs", "outputs"] as const;
type Tab = (typeof tabs)[number];

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
  return <Compare id={id} ids={[...others.slice(0, 3).map((each) => ({ ...scope, name: each })), id]} />;
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

function Compare({ id, ids }: { readonly id: ExecutionId; readonly ids: readonly ExecutionId[] }) {
  const { data, error, refetch } = useQuery(comparisonQuery(ids));
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <title>{`Compare · ${ids.map(({ name }) => name).join(", ")} · Skein`}</title>
      <h1 className="sr-only">Compare {ids.map(({ name }) => name).join(" and ")}</h1>
      {data ? (
        <Compared id={id} ids={ids} comparison={data} />
      ) : error ? (
        <FailureFace what="The executions could not be compared" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows label="Comparing" />
      )}
    </div>
  );
}

interface ComparedProps {
  readonly id: ExecutionId;
  readonly ids: readonly ExecutionId[];
  readonly comparison: Comparison;
}

function Compared({ id, ids, comparison }: ComparedProps) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const asked = search.get("tab");
  const tab: Tab = tabs.find((each) => each === asked) ?? "nodes";
  const onlyDifferent = search.get("only") === "differences";
  const { executions } = comparison;
  const sides = useMemo(() => sideNames(executions.length), [executions.length]);
  const rows = useMemo(() => byChange(nodeRows(comparison.nodes)), [comparison]);
  const inputs = useMemo(() => valueRows(executions.map((each) => each.inputs)), [executions]);
  const outputs = useMemo(() => valueRows(executions.map((each) => each.outputs)), [executions]);
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
  useShortcut("Escape", "Close the node", () => set({ node: undefined }));
  const swap = () => {
    const [first, ...rest] = ids;
    if (first) void navigate(comparePath(first, [id.name, ...rest.slice(0, -1).map(({ name }) => name)]));
  };
  const kept = <Row extends { readonly isDifferent: boolean }>(all: readonly Row[]) =>
    onlyDifferent ? all.filter(({ isDifferent }) => isDifferent) : all;
  const different = rows.filter(({ verdict }) => verdict !== "same");
  const count = (all: readonly { readonly isDifferent: boolean }[]) =>
    all.filter(({ isDifferent }) => isDifferent).length;

  return (
    <>
      <SideHeads executions={executions} onSwap={swap} />
      <p className="mx-4 mb-1 flex min-h-10 flex-none flex-wrap items-center gap-x-2 rounded-control border border-line bg-raised px-3 py-1.5">
        <Icon name="bulb" className="text-accent" />
        {cause ? (
          <span className="min-w-0 flex-1">
            <b className="font-strong">Look first at</b>{" "}
            <button
              type="button"
              onClick={() => set({ node: cause.path })}
              className="mono font-strong hover:underline"
            >
              {cause.name}
            </button>
            {cause.errorHead ? `: ${cause.errorHead.replace(/\.$/, "")}. ` : ". "}
            <span className="text-muted">{cause.evidence}</span>
          </span>
        ) : (
          <span className="text-muted">
            {different.length === 0
              ? "No node differs in outcome, spec, inputs or outputs."
              : `Nothing got worse; ${different.length} of ${rows.length} nodes differ.`}
          </span>
        )}
      </p>
      <div className="flex flex-none items-center border-b border-line pr-4">
        <Tabs
          label="What is compared"
          selected={tab}
          onSelect={(next) => set({ tab: next })}
          className="flex-1 border-b-0! px-2"
          tabs={[
            { id: "nodes", label: "Nodes", count: different.length },
            { id: "inputs", label: "Inputs", count: count(inputs) },
            { id: "outputs", label: "Outputs", count: count(outputs) },
          ]}
        />
        <label className="flex items-center gap-1.5 text-meta text-muted">
          <input
            type="checkbox"
            checked={onlyDifferent}
            onChange={({ target }) => set({ only: target.checked ? "differences" : undefined })}
          />
          Only differences
        </label>
      </div>
      <div {...tabPanelProps(tab)} className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {tab === "nodes" ? (
            <NodeTable
              rows={onlyDifferent ? different : rows}
              sides={sides}
              selected={selected?.node.path}
              onSelect={(path) => set({ node: path })}
            />
          ) : (
            <div className="min-h-0 flex-1 overflow-y-auto">
              {tab === "inputs" ? (
                <ValuesTable label="Inputs" rows={kept(inputs)} sides={sides} none="No inputs differ." />
              ) : (
                <ValuesTable label="Outputs" rows={kept(outputs)} sides={sides} none="No outputs differ." />
              )}
            </div>
          )}
          {selected ? (
            <NodeDetail row={selected} ids={ids} sides={sides} onClose={() => set({ node: undefined })} />
          ) : undefined}
        </div>
        <ComparedGraph
          id={id}
          rows={rows}
          sides={sides}
          selected={selected?.node.path}
          onSelect={(path) => set({ node: path })}
        />
      </div>
    </>
  );
}
