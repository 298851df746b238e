import type { ExecutionRow, LaunchPlanRow, WorkflowView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { Version } from "../../flyte/identifier.tsx";
import { PhaseText } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { AbsoluteTime, Duration, RelativeTime } from "../../flyte/time.tsx";
import { executionPath, launchPath, type Scope, workflowPath } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyFace } from "../../ui/faces.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Table, Td, Th } from "../../ui/table.tsx";

export function VersionTable({ view, shown }: { readonly view: WorkflowView; readonly shown: string }) {
  const { id, versions } = view;
  if (!id) return undefined;
  return (
    <Table aria-label="Versions">
      <thead>
        <tr>
          <Th>Version</Th>
          <Th numeric className="max-sm:hidden">
            Registered
          </Th>
          <Th numeric className="max-sm:hidden">
            Executions
          </Th>
          <Th numeric>Last run</Th>
          <Th className="w-24">
            <span className="sr-only">Launch</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, createdAt, executions, lastRunAt }, at) => (
          <tr key={version} className={`relative ${version === shown ? "bg-accent-tint" : "hover:bg-hover"}`}>
            <Td className="h-10 w-full max-w-0">
              <span className="flex items-center gap-2 text-meta text-muted">
                <Link
                  to={workflowPath({ ...id, version })}
                  aria-current={version === shown ? "true" : undefined}
                  title={version}
                  className="mono truncate text-fg font-strong -outline-offset-2 after:absolute after:inset-0"
                >
                  {version}
                </Link>
                {at === 0 ? <span>newest</span> : undefined}
                {version === shown ? <span>shown</span> : undefined}
              </span>
            </Td>
            <Td numeric className="text-muted max-sm:hidden">
              <RelativeTime at={createdAt} />
            </Td>
            <Td numeric className="text-muted max-sm:hidden">
              {executions.toLocaleString("en")}
            </Td>
            <Td numeric className="text-muted">
              <RelativeTime at={lastRunAt} none="never" />
            </Td>
            <Td numeric>
              <LinkButton
                size="small"
                className="relative z-1"
                aria-label={`Launch version ${version}`}
                to={launchPath(id, { kind: "workflow", name: id.name, version })}
              >
                Launch
              </LinkButton>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

interface LaunchPlanTableProps {
  readonly scope: Scope;
  readonly rows: readonly LaunchPlanRow[];
}

export function LaunchPlanTable({ scope, rows }: LaunchPlanTableProps) {
  if (rows.length === 0) return <EmptyFace icon="launchPlan" title="No launch plan starts this workflow" />;
  return (
    <Table aria-label="Launch plans">
      <thead>
        <tr>
          <Th>Launch plan</Th>
          <Th>Schedule</Th>
          <Th>State</Th>
          <Th numeric>Registered</Th>
          <Th className="w-24">
            <span className="sr-only">Launch</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, active, schedule, nextRunAt, createdAt }) =>
          id ? (
            <tr key={`${id.name} ${id.version}`} className="hover:bg-hover">
              <Td className="h-10 w-full max-w-0">
                <span className="flex items-center gap-2">
                  <Icon name="launchPlan" size={14} className="text-faint" />
                  <span className="min-w-0 truncate font-strong" title={id.name}>
                    {id.name}
                  </span>
                  <Version version={id.version} />
                </span>
              </Td>
              <Td className="whitespace-nowrap text-muted">
                {schedule || "none"}
                {nextRunAt && (
                  <span className="block text-meta">
                    next <AbsoluteTime at={nextRunAt} />
                  </span>
                )}
              </Td>
              <Td className="text-muted">
                <span className="inline-flex items-center gap-1.5 align-middle">
                  <Icon name={active ? "check" : "minus"} size={12} />
                  {active ? "Active" : "Inactive"}
                </span>
              </Td>
              <Td numeric className="text-muted">
                <RelativeTime at={createdAt} />
              </Td>
              <Td numeric>
                <LinkButton
                  size="small"
                  aria-label={`Launch the launch plan ${id.name}`}
                  to={launchPath(scope, { kind: "launchPlan", name: id.name, version: id.version })}
                >
                  Launch
                </LinkButton>
              </Td>
            </tr>
          ) : undefined,
        )}
      </tbody>
    </Table>
  );
}

interface RunTableProps {
  /** The newest ones. */
  readonly rows: readonly ExecutionRow[];
  readonly total: number;
  /** Where all are listed. */
  readonly all: string;
  readonly launch: string;
}

export function RunTable({ rows, total, all, launch }: RunTableProps) {
  if (rows.length === 0) {
    return (
      <EmptyFace
        icon="executions"
        title="It has not run yet"
        action={
          <LinkButton to={launch} variant="primary" icon="play">
            Launch it
          </LinkButton>
        }
      />
    );
  }
  return (
    <>
      <Table aria-label="Executions">
        <thead>
          <tr>
            <Th className="w-32">Status</Th>
            <Th>Execution</Th>
            <Th className="max-sm:hidden">Version</Th>
            <Th numeric>Started</Th>
            <Th numeric>Duration</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row.id ? (
              <tr key={row.id.name} className="relative hover:bg-hover">
                <Td>
                  <PhaseText look={executionLook(row.phase)} />
                </Td>
                <Td className="w-full max-w-0">
                  <span className="flex items-baseline gap-2">
                    <Link
                      to={executionPath(row.id)}
                      className="mono flex-none font-medium after:absolute after:inset-0"
                    >
                      {row.id.name}
                    </Link>
                    <span title={row.errorHead} className="min-w-0 truncate text-fail">
                      {row.errorHead}
                    </span>
                  </span>
                </Td>
                <Td className="max-sm:hidden">
                  {row.workflow ? <Version version={row.workflow.version} /> : undefined}
                </Td>
                <Td numeric className="text-muted">
                  <RelativeTime at={row.startedAt ?? row.createdAt} />
                </Td>
                <Td numeric>
                  <Duration from={row.startedAt ?? row.createdAt} to={row.endedAt} ongoing={isOngoing(row.phase)} />
                </Td>
              </tr>
            ) : undefined,
          )}
        </tbody>
      </Table>
      {total > rows.length ? (
        <p className="px-4 py-3 text-meta text-muted">
          The newest {rows.length} of {total.toLocaleString("en")}.{" "}
          <Link to={all} className="text-accent hover:underline">
            All executions
          </Link>
        </p>
      ) : undefined}
    </>
  );
}
