import { Code, ConnectError } from "@connectrpc/connect";
import { BulkAction as Action, type BulkJob } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { failureMessage } from "../../../frame/failure-face.tsx";
import { executionPath, type Scope } from "../../../paths.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { type Bulk, bulkQuery, countWord, useCancelBulk, wordsOf } from "./queries.ts";

interface JobStripProps {
  readonly scope: Scope;
  readonly id: string;
  /** Another one is being started. */
  readonly isPending: boolean;
  readonly onStart: (bulk: Bulk) => void;
  readonly onClose: () => void;
}

/** So long an archiving can be taken back by a press; after it, by the archive itself. */
const UNDO_MS = 10_000;

/** How far a job has come, what could not be done and why, and what can be done about it. */
export function JobStrip({ scope, id, isPending, onStart, onClose }: JobStripProps) {
  const { data: job, error } = useQuery(bulkQuery(id));
  const cancel = useCancelBulk(id);
  const [opened, setOpened] = useState<"failures" | "launched">();
  const press = (which: typeof opened) => () => setOpened(opened === which ? undefined : which);
  const canUndo = useWithin(UNDO_MS, job?.finished === true);
  // The last that was known of it is old once the server has forgotten it.
  if (!job || isForgotten(error))
    return error ? (
      <p role="status" className="flex items-center gap-2 px-4 py-2 text-meta">
        <Icon name="warning" size={14} className="tone-pause text-tone" />
        <span className="flex-1">How far it came is not known any more: {failureMessage(error)}</span>
        <IconButton icon="cross" size="small" label="Dismiss" onClick={onClose} />
      </p>
    ) : undefined;
  const undoes = job.action === Action.ARCHIVE && job.done > 0 && canUndo;
  return (
    <section aria-label="Bulk job" className="flex flex-col px-4 py-1.5 text-meta">
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <progress
          aria-label={wordsOf(job.action).doing}
          value={job.done + job.failed}
          max={Math.max(1, job.total)}
          className="h-1.25 w-32"
        />
        <span role="status">{textOf(job)}</span>
        <span className="ml-auto flex items-center gap-1.5">
          {job.launched.length > 0 ? (
            <Button size="small" aria-expanded={opened === "launched"} onClick={press("launched")}>
              {job.launched.length === 1 ? "The new one" : "The new ones"}
            </Button>
          ) : undefined}
          {job.failed > 0 ? (
            <Button size="small" aria-expanded={opened === "failures"} onClick={press("failures")}>
              {job.failed.toLocaleString("en")} not done
            </Button>
          ) : undefined}
          {job.finished && job.failed > 0 ? (
            <Button
              size="small"
              icon="rerun"
              disabled={isPending}
              onClick={() =>
                onStart({ action: job.action, reason: job.reason, targets: { case: "failedOf", value: job.id } })
              }
            >
              Try again
            </Button>
          ) : undefined}
          {undoes ? (
            <Button
              size="small"
              icon="recover"
              disabled={isPending}
              onClick={() => onStart({ action: Action.UNARCHIVE, targets: { case: "doneOf", value: job.id } })}
            >
              Undo
            </Button>
          ) : undefined}
          {job.finished ? (
            <IconButton icon="cross" size="small" label="Dismiss" onClick={onClose} />
          ) : (
            <Button size="small" disabled={job.cancelled} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          )}
        </span>
      </div>
      {opened === "failures" ? <Failures job={job} /> : undefined}
      {opened === "launched" ? <Launched scope={scope} job={job} /> : undefined}
    </section>
  );
}

function Launched({ scope, job: { launched, done } }: { readonly scope: Scope; readonly job: BulkJob }) {
  return (
    <ul aria-label="Launched" className="mt-1 max-h-40 overflow-y-auto border-t border-line pt-1">
      {launched.map(({ name, launched: to }) => (
        <li key={to} className="flex gap-2 py-0.5">
          <Link to={executionPath({ ...scope, name: to })} className="mono flex-none text-accent hover:underline">
            {to}
          </Link>
          <span className="text-muted">
            from <span className="mono">{name}</span>
          </span>
        </li>
      ))}
      {done > launched.length ? <li className="text-muted">and {done - launched.length} more</li> : undefined}
    </ul>
  );
}

function Failures({ job: { failures, failed } }: { readonly job: BulkJob }) {
  return (
    <ul aria-label="Not done" className="mt-1 max-h-40 overflow-y-auto border-t border-line pt-1">
      {failures.map(({ name, message }) => (
        <li key={name} className="flex gap-3 py-0.5">
          <span className="mono flex-none">{name}</span>
          <span className="min-w-0 text-fail wrap-anywhere">{message}</span>
        </li>
      ))}
      {failed > failures.length ? <li className="text-muted">and {failed - failures.length} more</li> : undefined}
    </ul>
  );
}

function textOf({ action, total, done, failed, finished, cancelled }: BulkJob): string {
  const { doing, done: word } = wordsOf(action);
  if (!finished) return `${doing} ${done.toLocaleString("en")} of ${countWord(total)}`;
  return `${countWord(done)} ${word}${cancelled ? `, then cancelled; ${countWord(total - done - failed)} left` : ""}`;
}

const isForgotten = (error: unknown): boolean => error !== null && ConnectError.from(error).code === Code.NotFound;

/** True for so long after something has become so. */
function useWithin(ms: number, since: boolean): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    if (!since) return;
    const timer = setTimeout(() => setIsOver(true), ms);
    return () => clearTimeout(timer);
  }, [ms, since]);
  return since && !isOver;
}
