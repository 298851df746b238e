import { create } from "@bufbuild/protobuf";
import { type ExecutionView, NodeCountsSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useRef } from "react";
import { NodeBar, nodeCountsText } from "../../../flyte/node-bar.tsx";
import { PhaseBadge } from "../../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../../flyte/phase-look.ts";
import { Duration } from "../../../flyte/time.tsx";
import { formatClockMs } from "../../../flyte/time-format.ts";
import { usePreferences } from "../../../frame/preferences.ts";
import { CopyButton } from "../../../ui/copy.tsx";
import { Icon } from "../../../ui/icon.tsx";
import type { ExecutionId } from "../queries.ts";
import type { Replay } from "../replay/use-replay.ts";
import { HeaderActions } from "./header-actions.tsx";
import { Lineage } from "./lineage.tsx";
import type { ExecutionCommands } from "./use-execution-commands.ts";

interface ExecutionHeaderProps {
  readonly id: ExecutionId;
  /** As it is now. */
  readonly view: ExecutionView;
  readonly replay: Pick<Replay, "at" | "view">;
  readonly commands: ExecutionCommands;
}

export function ExecutionHeader({ id, view, replay, commands }: ExecutionHeaderProps) {
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
      <HeaderActions commands={commands} />
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
