import { useQuery } from "@tanstack/react-query";
import { lazy, type RefObject, useCallback, useRef } from "react";
import { useParams, useSearchParams } from "react-router";
import { isOngoing } from "../../flyte/phase-look.ts";
import { FailureFace, failureMessage } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { useShortcut } from "../../frame/shortcuts.ts";
import { usePollInterval } from "../../live/status.ts";
import { executionsPath, findScope, type Scope, workflowsPath } from "../../paths.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../ui/faces.tsx";
import { useIsNarrow } from "../../ui/media.ts";
import { Notice } from "../../ui/notice.tsx";
import { ExecutionCards } from "./execution-cards.tsx";
import { ExecutionTable } from "./execution-table.tsx";
import { type ExecutionFilter, isFiltered, parseFilter, togglePhase } from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Pager } from "./pager.tsx";
import { countsQuery, executionsQuery } from "./queries.ts";
import { useLiveRows } from "./use-live-rows.ts";

// Seen once in the life of a project.
const FirstRun = lazy(async () => ({ default: (await import("../../first-run/first-run.tsx")).FirstRun }));

export function ExecutionsScreen() {
  const scope = findScope(useParams());
  return scope ? <Executions key={`${scope.project}/${scope.domain}`} scope={scope} /> : <NotFound />;
}

function Executions({ scope }: { readonly scope: Scope }) {
  const [search, setSearch] = useSearchParams();
  const filter = parseFilter(search);
  const refetchInterval = usePollInterval();
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...executionsQuery(scope, filter), refetchInterval });
  const { data: counted } = useQuery({ ...countsQuery(scope, filter), refetchInterval });
  const list = useRef<HTMLDivElement>(null);
  const isReading = () => {
    const scrolled = (list.current?.closest("main")?.scrollTop ?? 0) > 40;
    return scrolled || !!list.current?.contains(document.activeElement);
  };
  const { rows, waiting, admit } = useLiveRows(scope, filter, data, isReading);
  const isNarrow = useIsNarrow();
  useRowKeys(list);

  /** Refining replaces the entry of the history; only pages are gone back to. */
  const refine = useCallback(
    (change: Record<string, string>) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          next.delete("token");
          for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const onSearch = useCallback((q: string) => refine({ q }), [refine]);

  const isEmpty = data !== undefined && rows.length === 0 && waiting === 0;
  if (isEmpty && !isFiltered(filter) && filter.token === "") {
    return (
      <Page ground title="Executions" detail={`Nothing has run in ${scope.project} / ${scope.domain} yet.`}>
        <FirstRun scope={scope} />
      </Page>
    );
  }
  return (
    <Page
      title="Executions"
      documentTitle={`Executions · ${scope.project}`}
      aside={<Matching filter={filter} total={data?.total} all={counted?.total} />}
      actions={
        <LinkButton to={workflowsPath(scope)} variant="primary" icon="play">
          Launch a workflow
        </LinkButton>
      }
    >
      <FilterBar
        filter={filter}
        total={counted?.total}
        counts={counted?.counts ?? []}
        onToggle={(phase) => refine({ status: togglePhase(filter.phases, phase) })}
        onAll={() => refine({ status: "" })}
        onSearch={onSearch}
        onClearWorkflow={() => refine({ workflow: "" })}
      />
      {error && data ? (
        <Notice
          tone="tone-pause"
          icon="warning"
          action={
            <Button size="small" onClick={() => void refetch()}>
              Retry
            </Button>
          }
        >
          The list could not be renewed; what you see may be old. {failureMessage(error)}
        </Notice>
      ) : undefined}
      {waiting > 0 ? (
        <div className="sticky top-2 z-10 flex h-0 justify-center">
          <Button
            size="small"
            variant="primary"
            icon="chevronUp"
            className="rounded-full shadow-overlay"
            onClick={() => {
              admit();
              list.current?.closest("main")?.scrollTo({ top: 0 });
            }}
          >
            {waiting} new
          </Button>
        </div>
      ) : undefined}
      <div
        ref={list}
        aria-busy={isPlaceholderData}
        className={`border-t border-line ${isPlaceholderData ? "opacity-60" : ""}`}
      >
        {data === undefined ? (
          error ? (
            <FailureFace what="The executions could not be read" error={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonRows rows={14} label="Loading executions" />
          )
        ) : isEmpty ? (
          <NoMatch scope={scope} filter={filter} />
        ) : isNarrow ? (
          <ExecutionCards rows={rows} />
        ) : (
          <ExecutionTable rows={rows} />
        )}
      </div>
      {data && !isEmpty ? (
        <Pager filter={filter} shown={rows.length} total={data.total} next={data.token} />
      ) : undefined}
      <p role="status" className="sr-only">
        {data ? spokenCount(data.total, rows.filter(({ row }) => isOngoing(row.phase)).length) : ""}
      </p>
    </Page>
  );
}

/** What a screen reader is told of the list: "1 execution", "12 executions, 2 of them going on". */
export function spokenCount(total: bigint, ongoing: number): string {
  const counted = total === 1n ? "1 execution" : `${total.toLocaleString("en")} executions`;
  if (ongoing === 0) return counted;
  return total === 1n ? `${counted}, going on` : `${counted}, ${ongoing} of them going on`;
}

interface MatchingProps {
  readonly filter: ExecutionFilter;
  readonly total: bigint | undefined;
  readonly all: bigint | undefined;
}

function Matching({ filter, total, all }: MatchingProps) {
  if (total === undefined) return undefined;
  const text = total.toLocaleString("en");
  return isFiltered(filter) && all !== undefined && all !== total ? (
    <>
      {text} of {all.toLocaleString("en")} match
    </>
  ) : (
    text
  );
}

/** Filters that leave nothing: says which, and how to be rid of them. */
function NoMatch({ scope, filter }: { readonly scope: Scope; readonly filter: ExecutionFilter }) {
  const by = [
    filter.phases.length > 0 ? "with these statuses" : "",
    filter.search ? `with “${filter.search}” in their name` : "",
    filter.workflow ? `of the workflow ${filter.workflow}` : "",
  ].filter(Boolean);
  return (
    <EmptyFace
      icon="filter"
      title={by.length > 0 ? `There are no executions ${by.join(", ")}` : "There are no more executions"}
      action={
        <LinkButton to={executionsPath(scope)} variant="primary">
          {by.length > 0 ? "Show all executions" : "Show the newest"}
        </LinkButton>
      }
    />
  );
}

/** j and k go down and up the rows; Enter follows the focused link by itself. */
function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const move = (step: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const focused = rows.find((row) => row === document.activeElement);
    const at = focused ? rows.indexOf(focused) : -1;
    rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
  };
  useShortcut("j", "Next execution", () => move(1));
  useShortcut("k", "Previous execution", () => move(-1));
}
