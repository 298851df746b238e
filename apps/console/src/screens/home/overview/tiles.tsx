import type { Overview } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { looks } from "../../../flyte/phase-look.ts";
import { formatCpu } from "../../../flyte/size.ts";
import { RelativeTime } from "../../../flyte/time.tsx";
import { useWaitingGates } from "../../../gates/use-waiting-gates.ts";
import { executionsPath, inboxPath, type Scope } from "../../../paths.ts";
import { Icon } from "../../../ui/icon.tsx";
import type { IconName } from "../../../ui/icon-shapes.tsx";
import { failedFilter, runningFilter } from "./filters.ts";

interface TilesProps {
  readonly scope: Scope;
  readonly view: Overview;
}

/** The four numbers that a day begins with. */
export function Tiles({ scope, view }: TilesProps) {
  const gates = useWaitingGates(scope).data?.gates;
  const { runningTotal, failedTotal, usageToday, attemptsToday } = view;
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <Tile
        to={executionsPath(scope, { q: runningFilter })}
        icon={looks.running.icon}
        tone={looks.running.tone}
        title="Running now"
        value={runningTotal.toLocaleString("en")}
      >
        {runningTotal === 0n ? "nothing goes on" : "queued or running"}
      </Tile>
      <Tile
        to={inboxPath(scope)}
        icon={looks.paused.icon}
        tone={looks.paused.tone}
        title="Waiting for somebody"
        value={gates === undefined ? "–" : gates.length.toLocaleString("en")}
      >
        {gates?.[0] ? (
          <>
            the oldest came <RelativeTime at={gates[0].since} />
          </>
        ) : (
          "no gate waits"
        )}
      </Tile>
      <Tile
        to={executionsPath(scope, { q: failedFilter })}
        icon={looks.failed.icon}
        tone={failedTotal > 0n ? looks.failed.tone : looks.notStarted.tone}
        title={"Failed, last 24\u00a0h"}
        value={failedTotal.toLocaleString("en")}
      >
        {failedTotal === 0n ? "nothing failed" : "failed or timed out"}
      </Tile>
      <Tile
        icon="cpu"
        tone={looks.notStarted.tone}
        title="Compute today"
        value={usageToday?.measured ? formatCpu(usageToday.cpuSeconds) : attemptsToday > 0 ? "not measured" : "none"}
      >
        {attemptsToday === 1 ? "1 attempt" : `${attemptsToday.toLocaleString("en")} attempts`} ended since 00:00 UTC
      </Tile>
    </div>
  );
}

interface TileProps {
  /** Where what it counts is listed; absent where no list is just that. */
  readonly to?: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly title: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Tile({ to, icon, tone, title, value, children }: TileProps) {
  const look = "flex min-w-0 flex-col gap-1 rounded-card border border-line bg-surface px-3.5 py-2.5";
  const content = (
    <>
      <span className="flex items-start gap-2 text-muted">
        <Icon name={icon} className={`${tone} mt-0.5 text-tone`} />
        <span className="min-w-0 flex-1">{title}</span>
        {to ? <Icon name="chevronRight" size={14} className="mt-0.75 text-faint max-sm:hidden" /> : undefined}
      </span>
      <span className="text-[24px] leading-8 font-semibold tabular-nums">{value}</span>
      <span className="text-meta text-muted">{children}</span>
    </>
  );
  return to ? (
    <Link to={to} className={`${look} hover:bg-raised`}>
      {content}
    </Link>
  ) : (
    <div className={look}>{content}</div>
  );
}
