import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { PhaseGlyph } from "../../flyte/phase-badge.tsx";
import { executionLook } from "../../flyte/phase-look.ts";
import { RelativeTime } from "../../flyte/time.tsx";
import { failureMessage } from "../../frame/failure-face.tsx";
import { executionPath, executionsPath } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyFace } from "../../ui/faces.tsx";
import type { ExecutionId } from "./queries.ts";

interface UnknownExecutionProps {
  readonly id: ExecutionId;
  readonly error: unknown;
}

/** Nobody has that name: those it may have meant are a press away. */
export function UnknownExecution({ id, error }: UnknownExecutionProps) {
  const { data } = useQuery(nearExecutionsQuery(id));
  const near = data?.executions ?? [];
  return (
    <>
      <title>{`Not found · ${id.name} · Skein`}</title>
      <h1 className="sr-only">Execution {id.name}</h1>
      <EmptyFace
        icon="search"
        title={`There is no execution ${id.name} in ${id.project}, ${id.domain}`}
        action={
          <LinkButton
            variant={near.length > 0 ? "plain" : "primary"}
            to={executionsPath(id, { q: id.name.slice(0, 4) })}
          >
            Look for similar names
          </LinkButton>
        }
      >
        <p className="wrap-anywhere">{failureMessage(error)}. It may be in another project or domain.</p>
        {near.length > 0 ? (
          <>
            <p id="near-executions" className="mt-3 text-fg">
              Did you mean
            </p>
            <ul aria-labelledby="near-executions" className="mt-1 text-left">
              {near.map((row) => (
                <NearExecution key={row.id ? executionPath(row.id) : ""} row={row} id={id} />
              ))}
            </ul>
          </>
        ) : undefined}
      </EmptyFace>
    </>
  );
}

const nearExecutionsQuery = (id: ExecutionId) =>
  queryOptions({
    queryKey: ["near-executions", id.project, id.domain, id.name],
    queryFn: ({ signal }) => consoleApi.findNearExecutions({ id }, { signal }),
    structuralSharing: false,
  });

function NearExecution({ row, id: asked }: { readonly row: ExecutionRow; readonly id: ExecutionId }) {
  const { id, phase, workflow, createdAt } = row;
  if (!id) return undefined;
  const isElsewhere = id.project !== asked.project || id.domain !== asked.domain;
  return (
    <li>
      <Link
        to={executionPath(id)}
        className="flex min-h-8 flex-wrap items-center gap-x-2 rounded-control px-2 hover:bg-hover"
      >
        <PhaseGlyph look={executionLook(phase)} size={14} />
        <span className="mono text-accent wrap-anywhere">{id.name}</span>
        {isElsewhere ? (
          <span className="text-meta text-fg">
            in {id.project}, {id.domain}
          </span>
        ) : undefined}
        <span className="text-meta">{workflow?.name}</span>
        <span className="ml-auto text-meta">
          <RelativeTime at={createdAt} />
        </span>
      </Link>
    </li>
  );
}
