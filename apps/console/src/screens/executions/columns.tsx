import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useServerNow } from "../../flyte/clock.ts";
import { formatDuration } from "../../flyte/duration.ts";
import { shortVersion, Version } from "../../flyte/identifier.tsx";
import { NodeBar, nodeCountsText } from "../../flyte/node-bar.tsx";
import { PhaseText } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { Duration, RelativeTime } from "../../flyte/time.tsx";
import { UsageText } from "../../flyte/usage.tsx";
import { executionPath, workflowPath } from "../../paths.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { Sort } from "./filter.ts";
import { Trigger } from "./trigger.tsx";

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** In pixels; what is left over goes to the workflow. */
  readonly width: number;
  readonly numeric?: boolean;
  readonly sort?: Sort["by"];
  /** Gives way on screens that are not wide, unless it was chosen. */
  readonly yields?: string;
  readonly cell: (row: ExecutionRow, context: CellContext) => ReactNode;
}

interface CellContext {
  /** What the workflow of the row usually takes, in milliseconds. */
  readonly medianMs: number | undefined;
}

export type ColumnId =
  | "status"
  | "name"
  | "workflow"
  | "version"
  | "launchPlan"
  | "trigger"
  | "by"
  | "nodes"
  | "started"
  | "ended"
  | "duration"
  | "labels"
  | "compute";

const all: readonly Column[] = [
  {
    id: "status",
    title: "Status",
    width: 124,
    cell: ({ phase }) => <PhaseText look={executionLook(phase)} />,
  },
  {
    id: "name",
    title: "Name",
    width: 186,
    sort: "name",
    cell: ({ id }) => (
      <Link
        data-row
        to={id ? executionPath(id) : ""}
        className="mono block truncate font-medium -outline-offset-2 after:absolute after:inset-0"
      >
        {id?.name}
      </Link>
    ),
  },
  { id: "workflow", title: "Workflow", width: 340, cell: (row) => <WorkflowCell row={row} /> },
  {
    id: "version",
    title: "Version",
    width: 130,
    cell: ({ workflow }) => (workflow ? <VersionCell version={workflow.version} /> : undefined),
  },
  {
    id: "launchPlan",
    title: "Launch plan",
    width: 130,
    yields: "max-xl:hidden",
    cell: ({ launchPlan, workflow }) =>
      launchPlan && launchPlan.name !== workflow?.name ? (
        <span className="text-muted">{launchPlan.name}</span>
      ) : undefined,
  },
  { id: "trigger", title: "Trigger", width: 136, cell: (row) => <Trigger row={row} /> },
  {
    id: "by",
    title: "By",
    width: 96,
    cell: ({ principal }) => <span className="text-muted">{principal}</span>,
  },
  { id: "nodes", title: "Nodes", width: 104, numeric: true, cell: (row) => <NodesCell row={row} /> },
  {
    id: "started",
    title: "Started",
    width: 104,
    numeric: true,
    sort: "started",
    cell: (row) => (
      <span className="text-muted">
        <RelativeTime at={row.startedAt ?? row.createdAt} />
      </span>
    ),
  },
  {
    id: "ended",
    title: "Ended",
    width: 104,
    numeric: true,
    cell: (row) => (
      <span className="text-muted">
        <RelativeTime at={row.endedAt} />
      </span>
    ),
  },
  {
    id: "duration",
    title: "Duration",
    width: 164,
    sort: "duration",
    cell: (row, { medianMs }) => <DurationCell row={row} medianMs={medianMs} />,
  },
  { id: "labels", title: "Labels", width: 180, cell: ({ labels }) => <LabelsCell labels={labels} /> },
  {
    id: "compute",
    title: "Compute",
    width: 104,
    numeric: true,
    yields: "max-lg:hidden",
    cell: ({ usage }) => (
      <span className="text-muted">
        <UsageText usage={usage} />
      </span>
    ),
  },
];

export const columns: ReadonlyMap<ColumnId, Column> = new Map(all.map((column) => [column.id, column]));

export const standardColumns: readonly ColumnId[] = [
  "status",
  "name",
  "workflow",
  "trigger",
  "nodes",
  "started",
  "duration",
  "compute",
];

/** What there is room for beside the peek, which shows the rest. */
export const columnsBesidePeek: readonly ColumnId[] = ["status", "name", "workflow", "started", "duration"];

/** The name leads to the execution: it is always there. */
export const isFixed = (id: ColumnId): boolean => id === "name";

export const isColumnId = (text: string): text is ColumnId => all.some(({ id }) => id === text);

function WorkflowCell({ row: { workflow, errorHead } }: { readonly row: ExecutionRow }) {
  return (
    <span className="flex items-center gap-1.5">
      <Icon name="workflow" size={14} className="text-faint" />
      {workflow ? (
        <Link
          to={workflowPath(workflow)}
          className="relative z-1 min-w-0 shrink truncate hover:text-accent hover:underline"
        >
          {workflow.name}
        </Link>
      ) : undefined}
      {workflow ? <Version version={workflow.version} /> : undefined}
      {errorHead ? (
        <span title={errorHead} className="min-w-0 flex-1 truncate text-fail">
          {errorHead}
        </span>
      ) : undefined}
    </span>
  );
}

/** Whole on hover, and to be copied while the row is pointed at or the button has the focus. */
function VersionCell({ version }: { readonly version: string }) {
  return (
    <span className="flex items-center gap-1">
      <span title={version} className="mono relative z-1 min-w-0 truncate text-muted">
        {shortVersion(version)}
      </span>
      <CopyButton
        text={version}
        what="version"
        className="z-1 opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100"
      />
    </span>
  );
}

function NodesCell({ row: { nodes, phase } }: { readonly row: ExecutionRow }) {
  if (!nodes || nodes.total === 0) return undefined;
  return (
    <span title={nodeCountsText(nodes)} className="inline-flex items-center gap-2 align-middle text-muted">
      {isOngoing(phase) ? <NodeBar nodes={nodes} className="h-1 w-9" /> : undefined}
      {nodes.succeeded + nodes.skipped}/{nodes.total}
    </span>
  );
}

function LabelsCell({ labels }: { readonly labels: ExecutionRow["labels"] }) {
  const texts = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return (
    <span title={texts.join("\n")} className="flex gap-1 overflow-hidden">
      {texts.map((text) => (
        <span key={text} className="mono truncate rounded-chip bg-hover px-1 text-muted">
          {text}
        </span>
      ))}
    </span>
  );
}

/** The bar is as long as the time it took against twice the usual; the tick is the usual time. */
function DurationCell({ row, medianMs }: { readonly row: ExecutionRow; readonly medianMs: number | undefined }) {
  const { startedAt, createdAt, endedAt, phase } = row;
  const from = startedAt ?? createdAt;
  const look = executionLook(phase);
  const now = useServerNow(from !== undefined && isOngoing(phase));
  const spanMs = from ? (endedAt ? timestampMs(endedAt) : now) - timestampMs(from) : 0;
  const share = medianMs ? Math.min(1, spanMs / (2 * medianMs)) : undefined;
  return (
    <span className="flex items-center gap-2.5">
      <span className="w-16 flex-none text-right">
        <Duration from={from} to={endedAt} ongoing={isOngoing(phase)} />
      </span>
      {share === undefined || !medianMs ? undefined : (
        <span
          title={`Usually ${formatDuration(medianMs)}`}
          className="relative z-1 h-2 w-15 flex-none rounded-bar bg-hover max-lg:hidden"
        >
          <i
            className={`block h-full min-w-0.5 rounded-bar ${look.tone} ${look.fill}`}
            style={{ width: `${100 * share}%` }}
          />
          <i className="absolute -inset-y-0.5 left-1/2 w-px bg-fg" />
        </span>
      )}
    </span>
  );
}
