import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import type { Attempt } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useServerNow } from "../../../flyte/clock.ts";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { taskLook } from "../../../flyte/phase-look.ts";
import { formatCpu, formatMemory } from "../../../flyte/size.ts";
import { Duration } from "../../../flyte/time.tsx";
import { formatAbsolute, formatIso, formatTick } from "../../../flyte/time-format.ts";
import { usePreferences } from "../../../frame/preferences.ts";
import { IconButton } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";

import { errorHead } from "./error-head.ts";

interface AttemptListProps {
  readonly attempts: readonly Attempt[];
  readonly maxAttempts: number;
  /** The one that the other tabs are about. */
  readonly selected?: number;
  readonly onLogs: (attempt: number) => void;
}

/** Milliseconds from the first attempt's creation to the last one's end. */
interface Axis {
  readonly begin: number;
  readonly end: number;
  readonly now: number;
}

/** Every attempt with its outcome and figures, and all on one time axis: queued thin, running thick. */
export function AttemptList({ attempts, maxAttempts, selected, onLogs }: AttemptListProps) {
  const goesOn = attempts.some(({ endedAt }) => endedAt === undefined);
  const now = useServerNow(goesOn);
  if (attempts.length === 0) {
    return (
      <EmptyFace icon="history" title="No attempt has started">
        {maxAttempts > 1 ? `Up to ${maxAttempts} attempts are allowed.` : "It has one attempt."}
      </EmptyFace>
    );
  }
  const begin = Math.min(...attempts.map(({ createdAt }) => msOf(createdAt) ?? now));
  const end = Math.max(begin + 1, ...attempts.map(({ endedAt }) => msOf(endedAt) ?? now));
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-meta tabular-nums">
        <caption className="sr-only">Attempts</caption>
        <thead>
          <tr className="h-7 border-b border-line bg-raised text-axis text-muted [&>*]:px-1 [&>*]:text-left [&>*]:font-medium [&>*]:whitespace-nowrap [&>:first-child]:pl-4 [&>:last-child]:pr-4">
            <th scope="col">
              <span aria-hidden="true">#</span>
              <span className="sr-only">Attempt</span>
            </th>
            <th scope="col">Phase</th>
            <th scope="col">Exit</th>
            <th scope="col">Started</th>
            <th scope="col">Ran</th>
            <th scope="col">CPU</th>
            <th scope="col">Memory</th>
            <th scope="col">
              <span className="sr-only">Log</span>
            </th>
          </tr>
        </thead>
        {attempts.map((attempt) => (
          <AttemptRows
            key={attempt.attempt}
            attempt={attempt}
            axis={{ begin, end, now }}
            isSelected={attempts.length > 1 && attempt.attempt === selected}
            onLogs={onLogs}
          />
        ))}
      </table>
    </div>
  );
}

interface AttemptRowsProps {
  readonly attempt: Attempt;
  readonly axis: Axis;
  readonly isSelected: boolean;
  readonly onLogs: (attempt: number) => void;
}

function AttemptRows({ attempt, axis, isSelected, onLogs }: AttemptRowsProps) {
  const { attempt: number, phase, startedAt, endedAt, usage, container } = attempt;
  return (
    <tbody
      aria-current={isSelected ? "true" : undefined}
      className={`border-b border-line ${isSelected ? "bg-accent-tint" : ""}`}
    >
      <tr className="h-8 [&>*]:px-1 [&>*]:text-left [&>*]:whitespace-nowrap [&>:first-child]:pl-4 [&>:last-child]:pr-4">
        <th scope="row" className="mono font-strong">
          {number + 1}
        </th>
        <td>
          <PhaseText look={taskLook(phase)} />
        </td>
        <td className={container?.exitCode ? "text-fail" : "text-muted"}>{container?.exitCode ?? "–"}</td>
        <td className="text-muted">
          <ClockTime at={startedAt} />
        </td>
        <td>
          <Duration from={startedAt} to={endedAt} ongoing={endedAt === undefined} />
        </td>
        {usage?.measured ? (
          <>
            <td>{formatCpu(usage.cpuSeconds)}</td>
            <td>{formatMemory(usage.peakMemoryBytes)}</td>
          </>
        ) : (
          <td colSpan={2} className="text-faint">
            {usage ? "not measured" : endedAt ? "–" : "not yet"}
          </td>
        )}
        <td className="text-right!">
          <IconButton size="small" icon="logs" label={`Log of attempt ${number + 1}`} onClick={() => onLogs(number)} />
        </td>
      </tr>
      <tr>
        <td colSpan={8} className="px-4 pb-2.5">
          <TimeBar attempt={attempt} axis={axis} />
          <Outcome attempt={attempt} />
          {container?.id || container?.name ? (
            <p className="mono mt-1 flex flex-wrap items-center gap-x-1.5 text-muted">
              {container.name}
              {container.id ? (
                <>
                  <span title={container.id}>{container.id.slice(0, 12)}</span>
                  <CopyButton text={container.id} what="container id" className="-my-1" />
                </>
              ) : undefined}
            </p>
          ) : undefined}
        </td>
      </tr>
    </tbody>
  );
}

function Outcome({ attempt: { error, history } }: { readonly attempt: Attempt }) {
  if (!error) return <p className="text-muted wrap-anywhere">{history.at(-1)?.reason}</p>;
  return <p className="text-fail wrap-anywhere">{errorHead(error)}</p>;
}

function TimeBar({ attempt, axis: { begin, end, now } }: { readonly attempt: Attempt; readonly axis: Axis }) {
  const created = msOf(attempt.createdAt) ?? begin;
  const started = msOf(attempt.startedAt);
  const ended = msOf(attempt.endedAt) ?? now;
  const look = taskLook(attempt.phase);
  const percent = (ms: number) => `${((ms - begin) / (end - begin)) * 100}%`;
  return (
    <div aria-hidden="true" className="relative mb-1.5 h-2.5 rounded-bar bg-raised">
      <i
        className="absolute top-1 h-0.75 rounded-bar bg-faint/60"
        style={{ left: percent(created), width: `calc(${percent(begin + (started ?? ended) - created)} + 1px)` }}
      />
      {started === undefined ? undefined : (
        <i
          className={`absolute inset-y-0 min-w-0.75 rounded-bar ${look.tone} ${look.fill}`}
          style={{ left: percent(started), width: percent(begin + ended - started) }}
        />
      )}
    </div>
  );
}

/** The time of day; the whole on hover. */
function ClockTime({ at }: { readonly at: Timestamp | undefined }) {
  const { zone } = usePreferences();
  if (!at) return "not yet";
  const ms = timestampMs(at);
  return (
    <time dateTime={formatIso(ms, "utc")} title={formatAbsolute(ms, zone)}>
      {formatTick(ms, 0, zone)}
    </time>
  );
}

const msOf = (at: Timestamp | undefined) => at && timestampMs(at);
