import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Attempt } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useServerNow } from "../../../flyte/clock.ts";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { taskLook } from "../../../flyte/phase-look.ts";
import { Duration } from "../../../flyte/time.tsx";
import { UsageText } from "../../../flyte/usage.tsx";
import { Button } from "../../../ui/button.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";

interface AttemptListProps {
  readonly attempts: readonly Attempt[];
  readonly maxAttempts: number;
  readonly onLogs: (attempt: number) => void;
}

/** Every attempt with its outcome, on one common time axis: queued thin, running thick. */
export function AttemptList({ attempts, maxAttempts, onLogs }: AttemptListProps) {
  const goesOn = attempts.some(({ endedAt }) => endedAt === undefined);
  const now = useServerNow(goesOn);
  if (attempts.length === 0) {
    return (
      <EmptyFace icon="history" title="No attempt has started">
        {maxAttempts > 1 ? `Up to ${maxAttempts} attempts are allowed.` : "It has one attempt."}
      </EmptyFace>
    );
  }
  const begin = Math.min(...attempts.map(({ createdAt }) => (createdAt ? timestampMs(createdAt) : now)));
  const end = Math.max(begin + 1, ...attempts.map(({ endedAt }) => (endedAt ? timestampMs(endedAt) : now)));
  const percent = (ms: number) => `${((ms - begin) / (end - begin)) * 100}%`;
  return (
    <ol className="flex flex-col">
      {attempts.map((attempt) => {
        const created = attempt.createdAt ? timestampMs(attempt.createdAt) : begin;
        const started = attempt.startedAt ? timestampMs(attempt.startedAt) : undefined;
        const ended = attempt.endedAt ? timestampMs(attempt.endedAt) : now;
        const look = taskLook(attempt.phase);
        return (
          <li key={attempt.attempt} className="flex flex-col gap-1.5 border-b border-line px-4 py-2.5 text-meta">
            <div className="flex items-center gap-2">
              <span className="mono w-4 font-strong">{attempt.attempt + 1}</span>
              <PhaseText look={look} />
              <span className="ml-auto text-muted">
                <Duration from={attempt.startedAt} to={attempt.endedAt} ongoing={attempt.endedAt === undefined} />
              </span>
              {attempt.container?.exitCode === undefined ? undefined : (
                <span className="text-muted">Exit {attempt.container.exitCode}</span>
              )}
              <Button size="small" icon="logs" onClick={() => onLogs(attempt.attempt)}>
                Logs
              </Button>
            </div>
            <div aria-hidden="true" className="relative h-2.5 rounded-bar bg-raised">
              <i
                className="absolute top-1 h-0.75 rounded-bar bg-faint/60"
                style={{
                  left: percent(created),
                  width: `calc(${percent(begin + (started ?? ended) - created)} + 1px)`,
                }}
              />
              {started === undefined ? undefined : (
                <i
                  className={`absolute inset-y-0 min-w-0.75 rounded-bar ${look.tone} ${look.fill}`}
                  style={{ left: percent(started), width: percent(begin + ended - started) }}
                />
              )}
            </div>
            <div className="flex flex-wrap gap-x-3 text-muted">
              <UsageText usage={attempt.usage} />
              {attempt.error ? (
                <span className="min-w-0 text-fail wrap-anywhere">
                  {attempt.error.code ? `${attempt.error.code}: ` : ""}
                  {attempt.error.message.split("\n")[0]}
                </span>
              ) : (
                <span className="wrap-anywhere">{attempt.history.at(-1)?.reason}</span>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
