import type { ComparedExecution } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { Version } from "../../flyte/identifier.tsx";
import { PhaseBadge } from "../../flyte/phase-badge.tsx";
import { executionLook, isOngoing } from "../../flyte/phase-look.ts";
import { AbsoluteTime, Duration } from "../../flyte/time.tsx";
import { executionPath } from "../../paths.ts";
import { IconButton } from "../../ui/button.tsx";

/** Names of the columns: two are left and right, more are numbered. */
export function sideNames(count: number): string[] {
  return count === 2 ? ["L", "R"] : Array.from({ length: count }, (_, index) => String(index + 1));
}

interface SideHeadsProps {
  readonly executions: readonly ComparedExecution[];
  readonly onSwap: () => void;
}

/** What is compared: one card per execution. */
export function SideHeads({ executions, onSwap }: SideHeadsProps) {
  const names = sideNames(executions.length);
  return (
    <div className="flex flex-none items-center gap-3 px-4 pt-3 pb-2 max-md:flex-col max-md:items-stretch">
      {executions.map((execution, index) => (
        <SideHead key={execution.execution?.id?.name ?? index} name={names[index] ?? ""} compared={execution} />
      ))}
      <IconButton icon="io" label="Swap first and last" variant="plain" onClick={onSwap} />
    </div>
  );
}

export function SideLetter({ name }: { readonly name: string }) {
  return (
    <b className="inline-grid h-5 min-w-5 place-items-center rounded-chip bg-hover px-1 text-axis font-semibold text-muted">
      {name}
    </b>
  );
}

function SideHead({ name, compared }: { readonly name: string; readonly compared: ComparedExecution }) {
  const { execution } = compared;
  const id = execution?.id;
  if (!execution || !id) return undefined;
  return (
    <section
      aria-label={`${name}: ${id.name}`}
      className="flex min-w-0 flex-1 items-center gap-3 rounded-card border border-line-2 px-3 py-2.5"
    >
      <SideLetter name={name} />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <PhaseBadge look={executionLook(execution.phase)} />
          <Link to={executionPath(id)} className="mono truncate font-strong hover:underline">
            {id.name}
          </Link>
        </div>
        <div className="mt-1 flex flex-wrap items-center gap-x-2 text-meta text-muted">
          <AbsoluteTime at={execution.startedAt ?? execution.createdAt} />
          <Version version={execution.workflow?.version ?? ""} />
          <span className="font-strong text-fg">
            <Duration
              from={execution.startedAt ?? execution.createdAt}
              to={execution.endedAt}
              ongoing={isOngoing(execution.phase)}
            />
          </span>
        </div>
      </div>
    </section>
  );
}
