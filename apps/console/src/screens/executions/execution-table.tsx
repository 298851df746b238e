import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { memo } from "react";
import { Link } from "react-router";
import { serverNow } from "../../flyte/clock.ts";
import { Version } from "../../flyte/identifier.tsx";
import { NodeBar, nodeCountsText } from "../../flyte/node-bar.tsx";
import { PhaseText } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { Duration, RelativeTime } from "../../flyte/time.tsx";
import { UsageText } from "../../flyte/usage.tsx";
import { executionPath, workflowPath } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";
import type { ShownRow } from "./live-rows.ts";
import { Trigger } from "./trigger.tsx";

/** The list as a table: one row per execution, the whole row opens it. */
export function ExecutionTable({ rows }: { readonly rows: readonly ShownRow[] }) {
  const longest = Math.max(1, ...rows.map(({ row }) => spanMs(row)));
  return (
    <Table aria-label="Executions">
      <thead>
        <tr>
          <Th className="w-32">Status</Th>
          <Th className="w-28">Name</Th>
          <Th>Workflow</Th>
          <Th className="max-xl:hidden">Launch plan</Th>
          <Th>Trigger</Th>
          <Th className="max-xl:hidden">By</Th>
          <Th numeric>Nodes</Th>
          <Th numeric aria-sort="descending">
            <span className="inline-flex items-center gap-1 align-middle text-fg">
              <Icon name="chevronDown" size={12} />
              Started
            </span>
          </Th>
          <Th className="pl-4">
            <span title="The bars compare the executions of this page">Duration</span>
          </Th>
          <Th numeric className="max-lg:hidden">
            Compute
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, leaving }) => (
          <Row key={row.id?.name} row={row} leaving={leaving} longestMs={longest} />
        ))}
      </tbody>
    </Table>
  );
}

interface RowProps extends ShownRow {
  readonly longestMs: number;
}

const Row = memo(function Row({ row, leaving, longestMs }: RowProps) {
  const { id, workflow, launchPlan, phase, nodes } = row;
  if (!id) return undefined;
  const look = executionLook(phase);
  const ongoing = isOngoing(phase);
  return (
    <tr className={`relative transition-opacity focus-within:bg-hover hover:bg-hover ${leaving ? "opacity-40" : ""}`}>
      <Td>
        <PhaseText look={look} />
      </Td>
      <Td>
        <Link
          data-row
          to={executionPath(id)}
          className="mono font-medium -outline-offset-2 after:absolute after:inset-0"
        >
          {id.name}
        </Link>
      </Td>
      <Td className="w-full max-w-0">
        <span className="flex items-center gap-1.5">
          <Icon name="workflow" size={14} className="text-faint" />
          {workflow ? (
            <Link
              to={workflowPath(workflow)}
              className="relative z-1 min-w-0 truncate hover:text-accent hover:underline"
            >
              {workflow.name}
            </Link>
          ) : undefined}
          {workflow ? <Version version={workflow.version} /> : undefined}
          {row.errorHead ? (
            <span title={row.errorHead} className="min-w-0 flex-1 truncate text-fail">
              {row.errorHead}
            </span>
          ) : undefined}
        </span>
      </Td>
      <Td className="text-muted max-xl:hidden">
        {launchPlan && launchPlan.name !== workflow?.name ? launchPlan.name : undefined}
      </Td>
      <Td>
        <Trigger trigger={row.trigger} />
      </Td>
      <Td className="text-muted max-xl:hidden">{row.principal}</Td>
      <Td numeric className="text-muted">
        {nodes && nodes.total > 0 ? (
          <span title={nodeCountsText(nodes)} className="inline-flex items-center gap-2 align-middle">
            {ongoing ? <NodeBar nodes={nodes} className="h-1 w-9" /> : undefined}
            {nodes.succeeded + nodes.skipped}/{nodes.total}
          </span>
        ) : undefined}
      </Td>
      <Td numeric className="text-muted">
        <RelativeTime at={row.startedAt ?? row.createdAt} />
      </Td>
      <Td className="pl-4">
        <span className="flex items-center gap-2.5">
          <span className="w-14 flex-none text-right">
            <Duration from={row.startedAt ?? row.createdAt} to={row.endedAt} ongoing={ongoing} />
          </span>
          <span aria-hidden="true" className="h-2 w-15 flex-none rounded-bar bg-hover max-lg:hidden">
            <i
              className={`block h-full min-w-0.5 rounded-bar ${look.tone} ${look.fill}`}
              style={{ width: `${(100 * Math.min(spanMs(row), longestMs)) / longestMs}%` }}
            />
          </span>
        </span>
      </Td>
      <Td numeric className="text-muted max-lg:hidden">
        <UsageText usage={row.usage} />
      </Td>
    </tr>
  );
});

function spanMs({ startedAt, createdAt, endedAt, phase }: ExecutionRow): number {
  const from = startedAt ?? createdAt;
  if (!from) return 0;
  const to = endedAt ? timestampMs(endedAt) : isOngoing(phase) ? serverNow() : timestampMs(from);
  return Math.max(0, to - timestampMs(from));
}
