import {
  type ExecutionView,
  GraphNode_Kind as Kind,
  type NodeSummary,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { PhaseBadge } from "../../../flyte/phase-badge.tsx";
import { isOngoing } from "../../../flyte/phase-look.ts";
import { Duration } from "../../../flyte/time.tsx";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { useShortcut } from "../../../frame/shortcuts.ts";
import { isTicking, kindLook, lookOf, shortTarget } from "../../../graph/node-face.ts";
import { executionPath } from "../../../paths.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { useIsNarrow } from "../../../ui/media.ts";
import { Tabs, tabPanelProps } from "../../../ui/tabs.tsx";
import { BreakpointButton } from "../control/breakpoint-button.tsx";
import { HeldBar } from "../control/held-bar.tsx";
import { treeRows } from "../node-tree.ts";
import type { NodeTab, Place } from "../place.ts";
import { type ExecutionId, nodeQuery } from "../queries.ts";
import { NodeTabContent } from "./node-tab.tsx";
import { PanelHandle, usePanelWidth } from "./panel-handle.tsx";

interface NodePanelProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly path: string;
  readonly place: Place;
  readonly onGo: (change: Partial<Place>, how?: "push" | "replace") => void;
  readonly onSelect: (path: string | undefined) => void;
  /** Undefined while the execution has not ended. */
  readonly onRerun: ((path: string) => void) | undefined;
}

const tabWords = {
  summary: "Summary",
  why: "Why",
  items: "Elements",
  inputs: "Inputs",
  outputs: "Outputs",
  logs: "Logs",
  attempts: "Attempts",
  report: "Report",
  spec: "Spec",
  compute: "Compute",
} as const satisfies Record<NodeTab, string>;

/** So narrow that the page shows the panel alone. */
const OWN_WINDOW = "popup,width=620,height=900";

/** One node in full, beside the view; on a phone instead of it. */
export function NodePanel({ id, view, nodes, path, place, onGo, onSelect, onRerun }: NodePanelProps) {
  const summary = nodes.get(path);
  const node = view.graph?.nodes.find((each) => each.path === path);
  const { data, error, refetch } = useNode(id, path, summary);
  const isNarrow = useIsNarrow();
  const [width, setWidth] = usePanelWidth();
  // A log wants room; whoever says otherwise is heeded.
  const [chosenWide, setIsWide] = useState<boolean>();
  const isWide = chosenWide ?? place.tab === "logs";
  const close = () => onSelect(undefined);
  const step = (by: number) => {
    const rows = treeRows(view.graph, new Set(), "");
    const at = rows.findIndex((row) => row.node.path === path);
    const next = rows[at + by];
    if (next) onSelect(next.node.path);
  };
  useShortcut("[", "Previous node", () => step(-1));
  useShortcut("]", "Next node", () => step(1));
  const stepAttempt = (by: number) => {
    const attempts = data?.attempts ?? [];
    const at = attempts.findIndex((each) => each.attempt === attempt);
    const next = attempts[(at < 0 ? attempts.length - 1 : at) + by];
    if (next) onGo({ attempt: next.attempt, line: undefined }, "replace");
  };
  useShortcut("{", "Previous attempt", () => stepAttempt(-1));
  useShortcut("}", "Next attempt", () => stepAttempt(1));
  useShortcut("F", "Widen the panel", () => setIsWide(!isWide));

  const look = lookOf(summary, node);
  // On a phone it is all of the page.
  const Title = isNarrow ? "h1" : "h2";
  const kind = kindLook(node?.kind ?? 0);
  const name = node?.name ?? path;
  const ongoing = view.execution !== undefined && isOngoing(view.execution.phase);
  const canHold = ongoing && node !== undefined && node.kind !== Kind.START && summary?.endedAt === undefined;
  const attempt = place.attempt ?? summary?.attempt ?? 0;
  // Known from the row before the node is: the tabs do not move when it comes.
  const attempts = data?.attempts ?? summary?.attempts;
  const hasReport = data?.hasDeck || place.tab === "report";
  const isMap = node?.kind === Kind.MAP;
  // A link may be of a node that was a map in another version.
  const tab = place.tab === "items" && !isMap ? "summary" : place.tab;
  const tabs: NodeTab[] = [
    "summary",
    "why",
    ...(isMap ? (["items"] as const) : []),
    "inputs",
    "outputs",
    "logs",
    "attempts",
    ...(hasReport ? (["report"] as const) : []),
    "spec",
    "compute",
  ];
  return (
    <aside
      aria-label={`Node ${name}`}
      data-keep-focus
      style={isNarrow ? {} : { width: isWide ? "62%" : width }}
      className={`relative flex min-h-0 flex-col bg-surface ${isNarrow ? "flex-1" : "max-w-[75%] flex-none border-l border-line"}`}
    >
      {isNarrow || isWide ? undefined : <PanelHandle width={width} onResize={setWidth} />}
      <header className="flex-none px-4 pt-3 pb-2.5">
        <div className="flex items-center gap-2">
          {isNarrow ? (
            <IconButton
              icon="chevronLeft"
              size="large"
              label="Back to the execution"
              onClick={close}
              className="-ml-3 size-11!"
            />
          ) : undefined}
          <PhaseBadge look={look} />
          <Title className="min-w-0 text-panel wrap-anywhere">{name}</Title>
          <span className="ml-auto flex flex-none">
            <IconButton icon="chevronUp" size="small" label="Previous node ([)" onClick={() => step(-1)} />
            <IconButton icon="chevronDown" size="small" label="Next node (])" onClick={() => step(1)} />
            {isNarrow ? undefined : (
              <>
                <IconButton
                  icon="fit"
                  size="small"
                  label={isWide ? "Narrow the panel (Shift+F)" : "Widen the panel (Shift+F)"}
                  aria-pressed={isWide}
                  onClick={() => setIsWide(!isWide)}
                />
                <IconButton
                  icon="external"
                  size="small"
                  label="Open in its own window"
                  onClick={() => window.open(window.location.href, "_blank", OWN_WINDOW)}
                />
                <IconButton icon="cross" size="small" label="Close (Esc)" onClick={close} />
              </>
            )}
          </span>
        </div>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-1.5 text-meta text-muted">
          <Icon name={kind.icon} size={14} />
          {kind.word}
          {node?.target ? <span className="mono text-fg wrap-anywhere">{shortTarget(node.target)}</span> : undefined}
          <span aria-hidden="true">·</span>
          <span className="mono">{summary?.id || node?.id || path}</span>
        </div>
        <div className="mt-2.5 flex min-h-7 items-center gap-2">
          {place.tab === "logs" ? undefined : (
            <Button icon="logs" onClick={() => onGo({ tab: "logs" })}>
              Logs
            </Button>
          )}
          {canHold ? <BreakpointButton id={id} path={path} name={name} breakpoints={view.breakpoints} /> : undefined}
          <Button
            icon="rerun"
            disabled={onRerun === undefined}
            title={onRerun ? "Run it again, alone or with all after it (Shift+R)" : "The execution has not ended"}
            onClick={() => onRerun?.(path)}
          >
            Rerun
          </Button>
          {summary?.recoveredFrom ? (
            <span className="text-meta text-muted">
              ran in{" "}
              <Link
                to={executionPath({ ...id, name: summary.recoveredFrom })}
                className="mono text-accent hover:underline"
              >
                {summary.recoveredFrom}
              </Link>
            </span>
          ) : undefined}
          <span className="text-meta text-muted">
            {summary?.startedAt ? (
              <Duration from={summary.startedAt} to={summary.endedAt} ongoing={isTicking(summary)} />
            ) : undefined}
            {summary && summary.attempt > 0
              ? `, attempt ${summary.attempt + 1} of ${Math.max(summary.maxAttempts, summary.attempt + 1)}`
              : ""}
            {place.at === undefined ? "" : ", as it is now"}
          </span>
        </div>
      </header>
      {data && summary && summary.held !== Side.SIDE_UNSPECIFIED ? (
        <HeldBar id={id} view={data} name={name} side={summary.held} reason={summary.reason} />
      ) : undefined}
      <Tabs<NodeTab>
        label={`Node ${name}`}
        selected={tab}
        onSelect={(next) => onGo({ tab: next, line: undefined }, "replace")}
        className="h-8! flex-none gap-0! px-2 text-meta [&>button]:px-2"
        tabs={tabs.map((each) => ({
          id: each,
          label: tabWords[each],
          ...(each === "attempts" && attempts ? { count: attempts.length } : {}),
          ...(each === "items" && summary?.map ? { count: summary.map.total } : {}),
        }))}
      />
      <div {...tabPanelProps(tab)} className="relative min-h-0 flex-1 overflow-y-auto">
        {data ? (
          <NodeTabContent
            id={id}
            view={data}
            summary={summary ?? data.summary}
            tab={tab}
            attempt={attempt}
            line={place.line}
            map={place.map}
            onGo={onGo}
          />
        ) : error ? (
          <FailureFace what={`The node ${name} could not be read`} error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows label={`Loading the node ${name}`} rows={6} />
        )}
      </div>
    </aside>
  );
}

/** The node in full, asked again when its row changed. */
function useNode(id: ExecutionId, path: string, summary: NodeSummary | undefined) {
  const queries = useQueryClient();
  const query = nodeQuery(id, path);
  const seen = useRef(summary);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row's identity is its change; the key follows from the panel's
  useEffect(() => {
    if (seen.current === summary) return;
    seen.current = summary;
    void queries.invalidateQueries({ queryKey: query.queryKey });
  }, [summary]);
  return useQuery(query);
}
