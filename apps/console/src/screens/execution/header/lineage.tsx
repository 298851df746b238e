import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { Version } from "../../../flyte/identifier.tsx";
import { AbsoluteTime } from "../../../flyte/time.tsx";
import { workflowPath } from "../../../paths.ts";
import { Tag } from "../../../ui/badge.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { descendantsOf, TriggerWords } from "../lineage-links.tsx";
import type { ExecutionId } from "../queries.ts";
import { useWaitWords } from "../wait-words.ts";

/** Of what, from what, when and by whom; how it was marked. */
export function Lineage({ id, view }: { readonly id: ExecutionId; readonly view: ExecutionView }) {
  const { execution, abortCause, abortPrincipal } = view;
  const waits = useWaitWords(view);
  if (!execution) return undefined;
  const { workflow, principal, createdAt, labels, launchPlan, archived } = execution;
  const parts: ReactNode[] = [
    waits ? (
      <span key="waits" className="min-w-0 wrap-anywhere text-fg">
        {waits}
      </span>
    ) : undefined,
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
    <TriggerWords key="trigger" execution={execution} />,
    descendantsOf(view),
    <span key="started">
      <AbsoluteTime at={createdAt} />
      {principal ? ` by ${principal}` : ""}
    </span>,
    abortCause ? (
      <span key="abort" className="min-w-0 wrap-anywhere text-abort">
        aborted{abortPrincipal ? ` by ${abortPrincipal}` : ""}: {abortCause}
      </span>
    ) : undefined,
    archived ? (
      <Tag key="archived" icon="archive">
        archived
      </Tag>
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
