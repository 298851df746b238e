import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { nodeLook } from "../../flyte/phase-look.ts";
import { comparePath } from "../../paths.ts";
import { Button, IconButton, LinkButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useIsNarrow } from "../../ui/media.ts";
import { FailureMessage } from "./failure/failure-message.tsx";
import { findHint } from "./failure/hints.ts";
import { extentOf, isShort } from "./failure/message-extent.ts";
import { findException, parseFailure } from "./failure/parse-failure.ts";
import { plainCode, retryWord } from "./failure/retryable.ts";
import { failedNodes, failureWeight, findRootCause, firstLine, otherFailures } from "./failure.ts";
import { LogTail } from "./logs/log-tail.tsx";
import type { Place } from "./place.ts";
import { type ExecutionId, nodeQuery } from "./queries.ts";

interface FailureCardProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  /** Whether it goes on, whichever moment the view is of: until it has ended nothing of it can be rerun. */
  readonly ongoing?: boolean;
  readonly onGo: (change: Partial<Place>) => void;
  readonly onRerun?: (path: string) => void;
}

/** What broke, first and loudest; the root cause before what failed because of it. */
export function FailureCard(props: FailureCardProps) {
  const { view, onGo } = props;
  const cause = useMemo(() => findRootCause(view), [view]);
  switch (failureWeight(view)) {
    case "none":
      return undefined;
    case "quiet":
      return cause ? <QuietFailure view={view} cause={cause} onGo={onGo} /> : undefined;
    default:
      return cause ? (
        <NodeFailure {...props} cause={cause} />
      ) : (
        <Card
          title="Execution"
          code={view.error?.code ?? ""}
          head={firstLine(view.error?.message ?? "")}
          message={view.error?.message ?? ""}
        />
      );
  }
}

interface OfNode {
  readonly view: ExecutionView;
  readonly cause: NodeSummary;
}

/** A node has failed, and the execution has not failed because of it: a line is enough. */
function QuietFailure({ view, cause, onGo }: OfNode & Pick<FailureCardProps, "onGo">) {
  const more = failedNodes(view).length - 1;
  return (
    <p className="mx-4 mb-1 flex flex-none items-center gap-1.5 text-meta text-muted">
      <Icon name={nodeLook(cause.phase).icon} size={14} />
      <span className="min-w-0 truncate">
        <NodeButton path={cause.path} name={nameIn(view, cause.path)} onGo={onGo} />{" "}
        {nodeLook(cause.phase).word.toLowerCase()}
        {cause.errorHead ? `: ${cause.errorHead}` : ""}
      </span>
      {more > 0 ? <ViewNodes onGo={onGo}>and {more.toLocaleString("en-US")} more</ViewNodes> : undefined}
    </p>
  );
}

function NodeFailure({ id, view, cause, ongoing = false, onGo, onRerun }: FailureCardProps & OfNode) {
  const { data } = useQuery(nodeQuery(id, cause.path));
  const error = data?.error ?? (view.errorPath === cause.path ? view.error : undefined);
  const hasAttempts = data !== undefined && data.attempts.length > 0;
  return (
    <Card
      title={nameIn(view, cause.path)}
      onTitle={() => onGo({ node: cause.path, tab: "summary" })}
      attempt={`attempt ${cause.attempt + 1} of ${Math.max(cause.maxAttempts, cause.attempt + 1)}`}
      retry={error ? retryWord(error.code, data) : ""}
      code={error?.code ?? ""}
      head={cause.errorHead}
      message={error?.message || cause.errorHead}
      isPending={!error && !data}
      exitCode={data?.attempts.at(-1)?.container?.exitCode}
      others={<Others view={view} cause={cause} onGo={onGo} />}
      acts={
        <>
          <Button size="small" icon="logs" onClick={() => onGo({ node: cause.path, tab: "logs" })}>
            Logs
          </Button>
          {onRerun ? (
            <Button
              size="small"
              icon="rerun"
              disabled={ongoing}
              title={
                ongoing
                  ? "The execution goes on; from here it can be run again once it has ended"
                  : "Run this node and what comes after it again, reusing the rest"
              }
              onClick={() => onRerun(cause.path)}
            >
              Rerun from here
            </Button>
          ) : undefined}
          {view.lastSuccess ? (
            <LinkButton size="small" icon="io" to={comparePath(id, [view.lastSuccess.name])}>
              Compare with last success
            </LinkButton>
          ) : undefined}
        </>
      }
      tail={hasAttempts ? <LogTail id={id} nodeId={cause.id} attempt={cause.attempt} count={20} /> : undefined}
    />
  );
}

const mostOthers = 5;

/** The other nodes that failed, each a press away. */
function Others({ view, cause, onGo }: OfNode & Pick<FailureCardProps, "onGo">) {
  const { consequences, others } = useMemo(() => otherFailures(view, cause), [view, cause]);
  const shownConsequences = consequences.slice(0, mostOthers);
  const shownOthers = others.slice(0, mostOthers - shownConsequences.length);
  const more = consequences.length + others.length - shownConsequences.length - shownOthers.length;
  if (consequences.length + others.length === 0) return undefined;
  const listed = (words: string, nodes: readonly NodeSummary[]) =>
    nodes.length === 0 ? undefined : (
      <>
        <span>{words}</span>
        {nodes.map(({ path }) => (
          <NodeButton key={path} path={path} name={nameIn(view, path)} onGo={onGo} />
        ))}
      </>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-2 px-3 pb-1 text-meta text-muted">
      {listed("Failed because of it:", shownConsequences)}
      {listed("Failed as well:", shownOthers)}
      {more > 0 ? <ViewNodes onGo={onGo}>and {more.toLocaleString("en-US")} more</ViewNodes> : undefined}
    </div>
  );
}

interface NodeButtonProps {
  readonly path: string;
  readonly name: string;
  readonly onGo: (change: Partial<Place>) => void;
}

function NodeButton({ path, name, onGo }: NodeButtonProps) {
  return (
    <button
      type="button"
      onClick={() => onGo({ node: path, tab: "summary" })}
      className="inline-block min-h-6 max-w-60 truncate align-middle font-medium text-fg hover:underline"
    >
      {name}
    </button>
  );
}

function ViewNodes({ onGo, children }: { readonly onGo: NodeButtonProps["onGo"]; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={() => onGo({ view: "nodes" })}
      className="min-h-6 flex-none font-medium text-accent hover:underline"
    >
      {children}
    </button>
  );
}

const nameIn = ({ graph }: ExecutionView, path: string): string =>
  graph?.nodes.find((node) => node.path === path)?.name || path;

interface CardProps {
  readonly title: string;
  readonly onTitle?: () => void;
  readonly attempt?: string;
  /** Whether it could have been tried again. */
  readonly retry?: string;
  readonly code: string;
  /** The line that says most, where no exception does. */
  readonly head: string;
  readonly message: string;
  /** There is more to come of the message; until then it stays folded. */
  readonly isPending?: boolean;
  readonly exitCode?: number | undefined;
  readonly others?: ReactNode;
  readonly acts?: ReactNode;
  readonly tail?: ReactNode;
}

function Card(props: CardProps) {
  const {
    title,
    onTitle,
    attempt,
    retry,
    code,
    head,
    message,
    isPending = false,
    exitCode,
    others,
    acts,
    tail,
  } = props;
  const isNarrow = useIsNarrow();
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? (!isPending && !isNarrow && isShort(message));
  const exception = useMemo(() => exceptionIn(message), [message]);
  const hint = useMemo(() => hintOf(plainCode(code), message, exitCode), [code, message, exitCode]);
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
        {retry ? <span className="text-meta whitespace-nowrap text-muted">{retry}</span> : undefined}
        <Headline code={plainCode(code)} exception={exception} head={head} exitCode={exitCode} />
        <span className="ml-auto flex items-center gap-2 max-md:flex-wrap">
          {acts}
          <IconButton
            icon={open ? "chevronUp" : "chevronDown"}
            size="small"
            label={open ? "Fold the failure" : "Open the failure"}
            aria-expanded={open}
            onClick={() => setChosen(!open)}
          />
        </span>
      </div>
      {hint ? (
        <p className="flex items-start gap-1.5 px-3 pb-1 text-meta leading-4.5">
          <Icon name="bulb" size={14} className="mt-0.5 flex-none" />
          <span className="min-w-0 wrap-anywhere">{hint}</span>
        </p>
      ) : undefined}
      {others}
      {open ? (
        <div className="flex max-h-[min(40vh,24rem)] flex-col gap-2 overflow-y-auto border-t border-tone-line bg-surface p-3">
          <FailureMessage message={tail && !exception ? withoutLog(message) : message} />
          {tail}
        </div>
      ) : undefined}
    </section>
  );
}

/** Of a message that ends with the log's last lines: what stands before them, where these are shown themselves. */
const withoutLog = (message: string): string => message.split(" The last lines of its log:\n", 1)[0] ?? message;

interface HeadlineProps {
  readonly code: string;
  readonly exception: ReturnType<typeof exceptionIn>;
  readonly head: string;
  readonly exitCode: number | undefined;
}

/** The exception's type and message, where there is one; else the error's code and the line that says most. */
function Headline({ code, exception, head, exitCode }: HeadlineProps) {
  const said = exception ? firstLine(exception.message) : head;
  const short = exception?.type.slice(exception.type.lastIndexOf(".") + 1) ?? "";
  // flytekit's codes are its own word for the exception: USER:ValueError.
  const isCodeSaid = code === "" || (exception !== undefined && (anyError.test(code) || code.endsWith(short)));
  const exit = exitCode === undefined || /exit(ed)?( with)?( code)? \d/i.test(said) ? "" : `, exit ${exitCode}`;
  return (
    <span
      className="min-w-40 flex-1 truncate max-md:order-last max-md:basis-full max-md:pb-1 max-md:whitespace-normal"
      title={[exception?.type, said].filter(Boolean).join(": ")}
    >
      {isCodeSaid ? undefined : <span className="mono">{code}</span>}
      <span className="text-muted">{isCodeSaid ? "" : " · "}</span>
      {exception ? <span className="mono">{exception.type}</span> : undefined}
      <span className="text-muted">
        {exception && said ? ": " : ""}
        {said}
        {exit}
      </span>
    </span>
  );
}

/** Codes that say no more than that something failed. */
const anyError = /^(?:(?:USER|SYSTEM):)?(?:Error|Unknown)$/;

function exceptionIn(message: string) {
  const { head, tail } = extentOf(message);
  return findException(parseFailure(tail)) ?? findException(parseFailure(head));
}

/** What the exception itself says counts before what else stands in the message. */
function hintOf(code: string, message: string, exitCode: number | undefined): string | undefined {
  const { head, tail } = extentOf(message);
  const exception = exceptionIn(message);
  const raised = exception ? `${exception.type}: ${exception.message}` : "";
  return (
    findHint({ code, message: raised, exitCode: undefined }) ??
    findHint({ code, message: `${head}\n${tail}`, exitCode })
  );
}
