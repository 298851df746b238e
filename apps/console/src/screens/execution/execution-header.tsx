import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { NodeCountsSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import { Version } from "../../flyte/identifier.tsx";
import { NodeBar, nodeCountsText } from "../../flyte/node-bar.tsx";
import { PhaseBadge } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { AbsoluteTime, Duration } from "../../flyte/time.tsx";
import { formatClockMs } from "../../flyte/time-format.ts";
import { usePreferences } from "../../frame/preferences.ts";
import { comparePath, executionPath, launchPath, workflowPath } from "../../paths.ts";
import { Tag } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { ExecutionId } from "./queries.ts";
import type { Replay } from "./replay/use-replay.ts";

interface ExecutionHeaderProps {
  readonly id: ExecutionId;
  /** As it is now. */
  readonly view: ExecutionView;
  readonly replay: Pick<Replay, "at" | "view">;
  readonly onAbort: () => void;
  readonly onRecover: () => void;
}

export function ExecutionHeader({ id, view, replay, onAbort, onRecover }: ExecutionHeaderProps) {
  const { execution } = replay.view;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  if (!execution) return undefined;
  const look = executionLook(execution.phase);
  const ongoing = isOngoing(view.execution?.phase ?? execution.phase);
  const isReplaying = replay.at !== undefined;
  const counts = execution.nodes ?? create(NodeCountsSchema);
  return (
    <header className="flex min-h-18 flex-none flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <div className="min-w-0 flex-1 max-md:basis-full">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <PhaseBadge look={look} large />
          <span className="inline-flex min-w-0 items-center gap-1">
            <h1
              ref={heading}
              tabIndex={-1}
              className="mono min-w-0 text-[17px]! leading-6 font-semibold tracking-tight! wrap-anywhere"
            >
              {id.name}
            </h1>
            <CopyButton text={id.name} what="name" />
          </span>
          <span className="flex flex-wrap items-center gap-x-2.5 text-meta text-muted md:ml-1">
            <span className="text-body font-strong text-fg">
              <Duration
                from={execution.startedAt ?? execution.createdAt}
                to={execution.endedAt}
                ongoing={ongoing && !isReplaying}
              />
            </span>
            {replay.at === undefined ? undefined : <Replaying at={replay.at} />}
            <NodeBar nodes={counts} className="h-1.5! w-24" />
            <span>{nodeCountsText(counts)}</span>
          </span>
        </div>
        <Lineage id={id} view={view} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="danger"
          icon="stop"
          onClick={onAbort}
          disabled={!ongoing}
          title={ongoing ? "Abort (Shift+A)" : "It has ended; there is nothing to abort"}
        >
          Abort
        </Button>
        <RecoverButton view={view} onRecover={onRecover} />
        <LinkButton icon="rerun" to={relaunchPath(id, view)} title="Launch it again, its inputs filled in (r)">
          Relaunch
        </LinkButton>
        <CompareButton id={id} view={view} />
      </div>
    </header>
  );
}

/** What is shown is not how it is now. */
function Replaying({ at }: { readonly at: number }) {
  const { zone } = usePreferences();
  return (
    <span role="status" className="inline-flex h-5 items-center gap-1 rounded-chip bg-accent-tint px-1.5 text-accent">
      <Icon name="history" size={14} />
      Replaying <span className="mono">{formatClockMs(at, zone).slice(0, 8)}</span>
    </span>
  );
}

function RecoverButton({ view, onRecover }: { readonly view: ExecutionView; readonly onRecover: () => void }) {
  const obstacle = recoveryObstacle(view);
  return (
    <Button
      icon="recover"
      onClick={onRecover}
      disabled={obstacle !== undefined}
      title={obstacle ?? "Launch it again, reusing what has succeeded (Shift+R)"}
    >
      Recover
    </Button>
  );
}

/** Why it is not to be recovered; undefined when it can be. */
export function recoveryObstacle({ execution }: ExecutionView): string | undefined {
  if (!execution || isOngoing(execution.phase)) return "It has not ended; what it finishes can be reused once it has";
  return execution.phase === Phase.SUCCEEDED ? "All of it has succeeded; there is nothing to recover" : undefined;
}

/** With the last success; where there was none, with the execution before. */
function CompareButton({ id, view }: { readonly id: ExecutionId; readonly view: ExecutionView }) {
  const to = comparedWith(id, view);
  if (to === undefined) {
    return (
      <Button icon="io" disabled title="It is the first execution of its workflow; there is nothing to compare it with">
        Compare
      </Button>
    );
  }
  const what = view.lastSuccess ? "the last success" : "the execution before";
  return (
    <LinkButton icon="io" to={to} title={`Compare with ${what} (=)`}>
      Compare
    </LinkButton>
  );
}

/** Where the comparison with the last success is, else with the one before. */
export function comparedWith(id: ExecutionId, { lastSuccess, previous }: ExecutionView): string | undefined {
  const other = lastSuccess ?? previous;
  return other && comparePath(id, [other.name]);
}

function Lineage({
  id,
  view: { execution, abortCause, abortPrincipal },
}: {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
}) {
  if (!execution) return undefined;
  const { workflow, trigger, principal, createdAt, reference, labels, launchPlan } = execution;
  const parts: ReactNode[] = [
    workflow ? (
      <span key="workflow" className="inline-flex min-w-0 items-center gap-1.5">
        <Icon name="workflow" size={14} />
        <Link to={workflowPath(workflow)} className="truncate font-medium text-fg hover:underline">
          {workflow.name}
        </Link>
        <Version version={workflow.version} />
      </span>
    ) : undefined,
    launchPlan && launchPlan.name !== workflow?.name ? (
      <span key="plan" className="inline-flex items-center gap-1.5">
        <Icon name="launchPlan" size={14} />
        {launchPlan.name}
      </span>
    ) : undefined,
    <span key="trigger" className="whitespace-pre">
      {trigger || "manual"}
      {reference ? (
        <>
          {" of "}
          <Link to={executionPath(reference)} className="mono text-accent hover:underline">
            {reference.name}
          </Link>
        </>
      ) : undefined}
    </span>,
    <span key="started">
      <AbsoluteTime at={createdAt} />
      {principal ? ` by ${principal}` : ""}
    </span>,
    abortCause ? (
      <span key="abort" className="min-w-0 wrap-anywhere text-abort">
        aborted{abortPrincipal ? ` by ${abortPrincipal}` : ""}: {abortCause}
      </span>
    ) : undefined,
    Object.keys(labels).length > 0 ? (
      <span key="labels" className="inline-flex flex-wrap gap-1">
        {Object.entries(labels).map(([name, value]) => (
          <Tag key={name} icon="tag">
            {name}={value}
          </Tag>
        ))}
      </span>
    ) : undefined,
  ].filter((part) => part !== undefined);
  return (
    <div className="mt-1 overflow-x-clip text-meta leading-4.5 text-muted" data-execution={id.name}>
      {/* every part has its dot before it; that of a line's first part lies beyond the edge, where it is cut off */}
      <div className="-ml-4 flex flex-wrap items-center gap-y-0.5">
        {parts.map((part, at) => (
          <span key={at} className="relative inline-flex max-w-full min-w-0 items-center pl-4">
            <span aria-hidden="true" className="absolute left-1.5 text-line-2">
              ·
            </span>
            {part}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The launch form with this execution's inputs. */
export function relaunchPath(id: ExecutionId, { execution }: ExecutionView): string {
  const plan = execution?.launchPlan;
  const workflow = execution?.workflow;
  if (plan?.resourceType === ResourceType.TASK)
    return launchPath(id, { kind: "task", name: plan.name, version: plan.version, from: id.name });
  const ofPlan = plan !== undefined && plan.name !== "" && plan.name !== workflow?.name;
  return launchPath(id, {
    kind: ofPlan ? "launchPlan" : "workflow",
    name: (ofPlan ? plan.name : workflow?.name) ?? "",
    version: ofPlan ? plan.version : workflow?.version,
    from: id.name,
  });
}
