import { timestampMs } from "@bufbuild/protobuf/wkt";
import { quoteValue } from "@skein/spec/execution-filter/tokens";
import type { Lane, LaneBar, Overview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { useServerNow } from "../../../flyte/clock.ts";
import { formatDuration } from "../../../flyte/duration.ts";
import { executionLook } from "../../../flyte/phase-look.ts";
import { formatTick } from "../../../flyte/time-format.ts";
import { usePreferences } from "../../../frame/preferences.ts";
import { executionPath, executionsPath, type Scope, workflowPath } from "../../../paths.ts";
import { Card } from "../../../ui/card.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";

interface LanesCardProps {
  readonly scope: Scope;
  readonly view: Overview;
}

const HOUR = 3_600_000;

/** The last hours, a lane for each workflow; what its schedules will start stands hollow behind now. */
export function LanesCard({ scope, view }: LanesCardProps) {
  const { lanes, launched, lanesFrom, lanesTo } = view;
  const now = useServerNow(true);
  const from = lanesFrom ? timestampMs(lanesFrom) : 0;
  const to = lanesTo ? timestampMs(lanesTo) : 1;
  const place: PlaceOf = (at) => Math.max(0, Math.min(100, ((at - from) / (to - from)) * 100));
  const { zone } = usePreferences();
  const first = Math.ceil(from / HOUR) * HOUR;
  const ticks = Array.from({ length: 8 }, (_, n) => first + n * HOUR).filter((at) => at < to);
  return (
    <Card
      // On a phone bars would be dots: what runs and what failed stands in the cards below.
      className="max-sm:hidden"
      title="Last 6 hours"
      aside={
        <Link
          to={executionsPath(scope, { q: "started:>-6h" })}
          className="text-meta text-muted hover:text-accent hover:underline"
        >
          {launched.toLocaleString("en")} launched
        </Link>
      }
    >
      {lanes.length === 0 ? (
        <EmptyFace icon="clock" title="Nothing ran in the last six hours">
          Executions of this time stand here, a lane for each workflow.
        </EmptyFace>
      ) : (
        <div className="relative px-3 pb-2">
          <div aria-hidden="true" className="relative ml-44 h-6 text-axis text-muted">
            {ticks.map((at) => (
              <span key={at} className="mono absolute top-1 -translate-x-1/2" style={{ left: `${place(at)}%` }}>
                {formatTick(at, 6 * HOUR, zone)}
              </span>
            ))}
          </div>
          <ul>
            {lanes.map((lane) => (
              <LaneRow key={lane.workflow} scope={scope} lane={lane} now={now} place={place} />
            ))}
          </ul>
          <div aria-hidden="true" className="pointer-events-none absolute inset-y-0 right-3 left-47">
            {ticks.map((at) => (
              <i key={at} className="absolute top-6 bottom-2 w-px bg-line" style={{ left: `${place(at)}%` }} />
            ))}
            <i className="absolute top-5 bottom-2 w-px bg-accent" style={{ left: `${place(now)}%` }} />
          </div>
        </div>
      )}
    </Card>
  );
}

/** Percent of the lanes' time. */
type PlaceOf = (at: number) => number;

interface LaneRowProps {
  readonly scope: Scope;
  readonly lane: Lane;
  readonly now: number;
  readonly place: PlaceOf;
}

function LaneRow({ scope, lane: { workflow, bars, ticks }, now, place }: LaneRowProps) {
  return (
    <li className="flex h-6.5 items-center border-t border-line">
      <Link
        to={workflowPath({ ...scope, name: workflow })}
        title={workflow}
        className="w-44 flex-none truncate pr-2 text-meta hover:text-accent hover:underline"
      >
        {workflow}
      </Link>
      <div className="relative h-full flex-1">
        <Link
          to={executionsPath(scope, { q: `started:>-6h workflow:${quoteValue(workflow)}` })}
          aria-label={`Executions of ${workflow} that were launched in the last six hours`}
          className="absolute inset-0 z-1"
        />
        {ticks.map((at) => (
          <i
            key={Number(at.seconds)}
            title="Scheduled"
            style={{ left: `${place(timestampMs(at))}%` }}
            className="absolute top-1.75 h-3 w-2 rounded-bar border border-line-2"
          />
        ))}
        {bars.map((bar) => (
          <Bar key={bar.execution} scope={scope} bar={bar} now={now} place={place} />
        ))}
      </div>
    </li>
  );
}

interface BarProps {
  readonly scope: Scope;
  readonly bar: LaneBar;
  readonly now: number;
  readonly place: PlaceOf;
}

function Bar({ scope, bar: { execution, phase, from, to }, now, place }: BarProps) {
  const begin = from ? timestampMs(from) : now;
  const end = to ? timestampMs(to) : Math.max(now, begin);
  const look = executionLook(phase);
  return (
    <Link
      to={executionPath({ ...scope, name: execution })}
      tabIndex={-1}
      title={`${execution}: ${look.word}, ${formatDuration(end - begin)}`}
      // By its end: the least width that can be hit must not reach into what is to come.
      style={{ right: `${100 - place(end)}%`, width: `${Math.max(0, place(end) - place(begin))}%` }}
      className={`absolute top-1.75 z-2 h-3 min-w-1.5 rounded-bar ${look.tone} ${look.fill}`}
    />
  );
}
