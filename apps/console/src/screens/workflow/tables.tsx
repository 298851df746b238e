import type { ExecutionRow, LaunchPlanRow, WorkflowView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { Version } from "../../flyte/identifier.tsx";
import { PhaseText } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { Duration, RelativeTime } from "../../flyte/time.tsx";
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
          <Th numeric>Registered</Th>
          <Th numeric>Executions</Th>
          <Th numeric>Last run</Th>
          <Th className="w-24">
            <span className="sr-only">Launch</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, createdAt, executions, lastRunAt }, at) => (
          <tr key={version} className={`relative ${version === shown ? "bg-accent-tint" : "hover:bg-hover"}`}>
            <Td className="h-10 w-full">
              <Link
                to={workflowPath({ ...id, version })}
                aria-current={version === shown ? "true" : undefined}
                className="mono font-strong after:absolute after:inset-0"
              >
                {version}
              </Link>
              {at === 0 ? <span className="ml-2 text-meta text-muted">newest</span> : undefined}
              {version === shown ? <span className="ml-2 text-meta text-muted">shown</span> : undefined}
            </Td>
            <Td numeric className="text-muted">
              <RelativeTime at={createdAt} />
            </Td>
            <Td numeric className="text-muted">
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
        {rows.map(({ id, active, schedule, createdAt }) =>
          id ? (
            <tr key={`${id.name} ${id.version}`} className="hover:bg-hover">
              <Td className="h-10 w-full">
                <span className="flex items-center gap-2">
                  <Icon name="launchPlan" size={14} className="text-faint" />
                  <span className="font-strong">{id.name}</span>
                  <Version version={id.version} />
                </span>
              </Td>
              <Td className="text-muted">{schedule || "none"}</Td>
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

export function RunTable({ rows, launch }: { readonly rows: readonly ExecutionRow[]; readonly launch: string }) {
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
    <Table aria-label="Executions">
      <thead>
        <tr>
          <Th className="w-32">Status</Th>
          <Th>Execution</Th>
          <Th>Version</Th>
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
                  <Link to={executionPath(row.id)} className="mono flex-none font-medium after:absolute after:inset-0">
                    {row.id.name}
                  </Link>
                  <span title={row.errorHead} className="min-w-0 truncate text-fail">
                    {row.errorHead}
                  </span>
                </span>
              </Td>
              <Td>{row.workflow ? <Version version={row.workflow.version} /> : undefined}</Td>
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
  );
}
