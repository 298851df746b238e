import type {
  ExecutionRow,
  ExecutionView,
  RelatedExecution,
  RelatedExecutions,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { Link } from "react-router";
import { PhaseGlyph } from "../../flyte/phase-badge.tsx";
import { executionLook } from "../../flyte/phase-look.ts";
import { RelativeTime } from "../../flyte/time.tsx";
import { executionPath } from "../../paths.ts";
import { Popup } from "../../ui/popup.tsx";

/** Why it was launched, with the way back: "child of X, node n", "relaunch of Y", "manual". */
export function TriggerWords({ execution }: { readonly execution: ExecutionRow }) {
  const { trigger, reference, parent } = execution;
  const isChild = parent?.execution !== undefined;
  return (
    <span className="whitespace-pre-wrap">
      {parent?.execution ? (
        <>
          {"child of "}
          <Link
            to={executionPath(parent.execution, { node: parent.path })}
            title={`Launched by its node ${parent.path}`}
            className="mono text-accent hover:underline"
          >
            {parent.execution.name}
          </Link>
          {`, node ${parent.path}`}
        </>
      ) : undefined}
      {isChild && reference ? ", " : ""}
      {/* that it is a child is said */}
      {isChild && !reference ? "" : trigger || "manual"}
      {reference ? (
        <>
          {trigger === "recovered" ? " from " : " of "}
          <Link to={executionPath(reference)} className="mono text-accent hover:underline">
            {reference.name}
          </Link>
        </>
      ) : undefined}
    </span>
  );
}

/** What was launched because of it, a press away; undefined where nothing was. */
export function descendantsOf({ lineage }: ExecutionView) {
  const { children, reruns } = lineage ?? {};
  if (!children?.total && !reruns?.total) return undefined;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {children?.total ? (
        <Related
          what="Children"
          words={`${countOf(children)} ${children.total === 1 ? "child" : "children"}`}
          executions={children}
        />
      ) : undefined}
      {reruns?.total ? (
        <Related what="Launched again as" words={`rerun ${countOf(reruns)}×`} executions={reruns} />
      ) : undefined}
    </span>
  );
}

/** The server counts no further. */
const mostCounted = 1000;

const countOf = ({ total }: RelatedExecutions): string =>
  `${total.toLocaleString("en-US")}${total >= mostCounted ? "+" : ""}`;

interface RelatedProps {
  readonly what: string;
  readonly words: string;
  readonly executions: RelatedExecutions;
}

function Related({ what, words, executions }: RelatedProps) {
  const { total, first } = executions;
  return (
    <Popup
      label={words}
      button={words}
      buttonClassName="min-h-6 font-medium text-accent hover:underline"
      className="top-full left-0 w-88 max-w-[80vw]"
    >
      {(close) => (
        <>
          <RelatedList what={what} executions={first} onFollow={close} />
          {total > first.length ? (
            <p className="px-2 py-1 text-meta text-muted">
              and {(total - first.length).toLocaleString("en-US")}
              {total >= mostCounted ? " or more" : " more"}
            </p>
          ) : undefined}
        </>
      )}
    </Popup>
  );
}

interface RelatedListProps {
  readonly what: string;
  readonly executions: readonly RelatedExecution[];
  /** One was gone to. */
  readonly onFollow: () => void;
}

/** How each does, and the way there. */
export function RelatedList({ what, executions, onFollow }: RelatedListProps) {
  return (
    <ul aria-label={what} className="max-h-80 overflow-y-auto">
      {executions.map((each) => (
        <RelatedRow key={each.id?.name ?? ""} execution={each} onClick={onFollow} />
      ))}
    </ul>
  );
}

function RelatedRow({
  execution: { id, phase, path, trigger, createdAt },
  onClick,
}: {
  readonly execution: RelatedExecution;
  readonly onClick: () => void;
}) {
  if (!id) return undefined;
  return (
    <li>
      <Link
        to={executionPath(id)}
        onClick={onClick}
        className="flex min-h-8 items-center gap-2 rounded-control px-2 text-fg hover:bg-hover"
      >
        <PhaseGlyph look={executionLook(phase)} size={14} />
        <span className="mono min-w-0 flex-1 truncate">{id.name}</span>
        <span className="max-w-32 flex-none truncate text-muted">{path || trigger}</span>
        <span className="flex-none text-muted">
          <RelativeTime at={createdAt} />
        </span>
      </Link>
    </li>
  );
}
