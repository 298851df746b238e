import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { comparePath } from "../../paths.ts";
import { Button, IconButton, LinkButton } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Icon } from "../../ui/icon.tsx";
import { failedNodes, findRootCause, firstLine } from "./failure.ts";
import { LogTail } from "./logs/log-tail.tsx";
import type { Place } from "./place.ts";
import { type ExecutionId, nodeQuery } from "./queries.ts";

interface FailureCardProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  readonly onGo: (change: Partial<Place>) => void;
}

/** What broke, first and loudest; the root cause before what failed because of it. */
export function FailureCard({ id, view, onGo }: FailureCardProps) {
  const cause = findRootCause(view);
  if (!cause && !view.error) return undefined;
  return cause ? (
    <NodeFailure id={id} view={view} cause={cause} onGo={onGo} />
  ) : (
    <Card
      title="Execution"
      code={view.error?.code ?? ""}
      head={firstLine(view.error?.message ?? "")}
      message={view.error?.message ?? ""}
    />
  );
}

function NodeFailure({ id, view, cause, onGo }: FailureCardProps & { readonly cause: NodeSummary }) {
  const { data } = useQuery(nodeQuery(id, cause.path));
  const others = failedNodes(view).filter(({ path }) => path !== cause.path);
  const error = data?.error ?? (view.errorPath === cause.path ? view.error : undefined);
  const name = view.graph?.nodes.find(({ path }) => path === cause.path)?.name ?? cause.path;
  const exitCode = data?.attempts.at(-1)?.container?.exitCode;
  return (
    <Card
      title={name}
      onTitle={() => onGo({ node: cause.path, tab: "summary" })}
      attempt={`attempt ${cause.attempt + 1} of ${Math.max(cause.maxAttempts, cause.attempt + 1)}`}
      code={error?.code ?? ""}
      head={cause.errorHead}
      message={error?.message || cause.errorHead}
      exitCode={exitCode}
      aside={others.length > 0 ? `then ${others.length} ${others.length === 1 ? "other" : "others"}` : ""}
      onLogs={() => onGo({ node: cause.path, tab: "logs" })}
      comparison={view.lastSuccess && comparePath(id, [view.lastSuccess.name])}
      tail={<LogTail id={id} nodeId={cause.id} attempt={cause.attempt} count={20} />}
    />
  );
}

interface CardProps {
  readonly title: string;
  readonly onTitle?: () => void;
  readonly attempt?: string;
  readonly code: string;
  /** The line that says most. */
  readonly head: string;
  readonly message: string;
  readonly exitCode?: number | undefined;
  readonly aside?: string;
  readonly onLogs?: () => void;
  /** Where it is compared with the last success; undefined when there was none. */
  readonly comparison?: string | undefined;
  readonly tail?: ReactNode;
}

function Card({ title, onTitle, attempt, code, head, message, exitCode, aside, onLogs, comparison, tail }: CardProps) {
  const [open, setOpen] = useState(false);
  return (
    <section
      aria-label="Failure"
      className="tone-fail mx-4 mb-1 flex-none overflow-hidden rounded-control border border-tone-line bg-tone-panel"
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 gap-y-1 py-1 pr-1.5 pl-3">
        <Icon name="phaseFailed" className="text-fail" label="Failed" />
        {onTitle ? (
          <button
            type="button"
            onClick={onTitle}
            className="min-w-0 text-left font-strong wrap-anywhere hover:underline"
          >
            {title}
          </button>
        ) : (
          <b className="font-strong">{title}</b>
        )}
        {attempt ? (
          <span className="inline-flex h-5 items-center rounded-chip border border-tone-line px-1.5 text-meta text-fail">
            {attempt}
          </span>
        ) : undefined}
        <span
          className="min-w-40 flex-1 truncate max-md:order-last max-md:basis-full max-md:pb-1 max-md:whitespace-normal"
          title={head}
        >
          {code ? <span className="mono">{code}</span> : undefined}
          <span className="text-muted">
            {code ? " · " : ""}
            {head}
            {exitCode !== undefined && !/exit(ed)?( with)?( code)? \d/i.test(head) ? `, exit ${exitCode}` : ""}
          </span>
        </span>
        <span className="ml-auto flex flex-none items-center gap-2.5">
          {aside ? <span className="text-meta whitespace-nowrap text-muted">{aside}</span> : undefined}
          {onLogs ? (
            <Button size="small" icon="logs" onClick={onLogs}>
              Logs
            </Button>
          ) : undefined}
          {comparison ? (
            <LinkButton size="small" icon="io" to={comparison}>
              Compare with last success
            </LinkButton>
          ) : undefined}
          <IconButton
            icon={open ? "chevronUp" : "chevronDown"}
            size="small"
            label={open ? "Fold the failure" : "Open the failure"}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        </span>
      </div>
      {open ? (
        <div className="flex max-h-[40vh] flex-col gap-2 overflow-y-auto border-t border-tone-line bg-surface p-3">
          <div className="relative">
            <CopyButton text={message} what="message" className="absolute top-0 right-0" />
            <pre className="overflow-x-auto pr-8 font-mono text-code wrap-anywhere whitespace-pre-wrap">{message}</pre>
          </div>
          {exitCode === undefined ? undefined : <p className="text-meta text-muted">Exit code {exitCode}</p>}
          {tail}
        </div>
      ) : undefined}
    </section>
  );
}
