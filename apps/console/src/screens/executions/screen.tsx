import { phaseWords } from "@skein/spec/execution-filter/words";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { isOngoing } from "../../flyte/phase-look.ts";
import { FailureFace, failureMessage } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { usePollInterval } from "../../live/status.ts";
import { findScope, type Scope, workflowsPath } from "../../paths.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { useIsNarrow } from "../../ui/media.ts";
import { Notice } from "../../ui/notice.tsx";
import { useKeptJob } from "./bulk/kept-job.ts";
import { type AskedBulk, type Bulk, isAskedFirst, useStartBulk } from "./bulk/queries.ts";
import { useSelection } from "./bulk/use-selection.ts";
import { keepColumns, useColumnChoice } from "./column-choice.ts";
import {
  type ColumnLayout,
  formatLayout,
  isStandard,
  layoutText,
  parseLayout,
  standardLayout,
} from "./column-layout.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { type ColumnId, columnsBesidePeek } from "./columns.tsx";
import { ExecutionCards } from "./execution-cards.tsx";
import { ExecutionTable } from "./execution-table.tsx";
import { formatSort, parseFilter, type Sort, withKey } from "./filter.ts";
import { FilterField } from "./filter-field.tsx";
import { HistogramStrip } from "./histogram.tsx";
import { NoMatch } from "./no-match.tsx";
import { Pager } from "./pager.tsx";
import { countsQuery, executionsQuery } from "./queries.ts";
import { RangeMenu } from "./range-menu.tsx";
import { useLiveRows } from "./use-live-rows.ts";
import { useRowActs } from "./use-row-acts.tsx";
import { useRowKeys } from "./use-row-keys.ts";
import { useStartingView } from "./views/use-views.ts";
import { ViewTabs } from "./views/view-tabs.tsx";

const FirstRun = lazy(async () => ({ default: (await import("../../first-run/first-run.tsx")).FirstRun }));
const BulkBar = lazy(async () => ({ default: (await import("./bulk/bulk-bar.tsx")).BulkBar }));
const Peek = lazy(async () => ({ default: (await import("./peek.tsx")).Peek }));

export function ExecutionsScreen() {
  const scope = findScope(useParams());
  return scope ? <Executions key={`${scope.project}/${scope.domain}`} scope={scope} /> : <NotFound />;
}

function Executions({ scope }: { readonly scope: Scope }) {
  const [search, setSearch] = useSearchParams();
  const opening = useStartingView(scope, search);
  const navigate = useNavigate();
  useEffect(() => {
    if (opening !== undefined) void navigate(opening, { replace: true });
  }, [opening, navigate]);
  const filter = parseFilter(search);
  const peeked = search.get("peek") ?? "";
  const refetchInterval = usePollInterval();
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...executionsQuery(scope, filter), refetchInterval });
  const { data: counted } = useQuery({ ...countsQuery(scope, ""), refetchInterval });
  const list = useRef<HTMLDivElement>(null);
  const isPointed = useRef(false);
  const isReading = () => {
    const scrolled = (list.current?.closest("main")?.scrollTop ?? 0) > 40;
    return scrolled || isPointed.current || !!list.current?.contains(document.activeElement);
  };
  const { rows, waiting, admit, onLeft } = useLiveRows(scope, filter, data, isReading);
  const isNarrow = useIsNarrow();
  const choice = useColumnChoice();
  const cols = search.get("cols");
  const standing = useMemo(() => parseLayout(cols) ?? choice, [cols, choice]);
  const areChosen = !isStandard(standing);
  // Beside the peek there is room for what always is to be seen.
  const isTight = peeked !== "" && !areChosen;
  const layout = useMemo(() => (isTight ? { ...standing, ids: columnsBesidePeek } : standing), [isTight, standing]);

  /** Refining replaces the entry of the history; only pages are gone back to. */
  const refine = useCallback(
    (change: Readonly<Record<string, string>>, keepsPage = false) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          if (!keepsPage) next.delete("token");
          for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const onFilter = (text: string) => {
    refine({ q: text, status: "", workflow: "" });
  };
  const onRange = (value: string | undefined) => onFilter(withKey(filter.text, "started", value));
  const onSort = (by: Sort["by"]) => {
    const isAscending = filter.sort.by === by ? !filter.sort.isAscending : by === "name";
    refine({ sort: formatSort({ by, isAscending }) });
  };
  const onLayout = (next: ColumnLayout) => {
    keepColumns(next);
    refine({ cols: formatLayout(next) }, true);
  };
  /** A width is no word of the address, unless the columns are. */
  const onResize = (id: ColumnId, width: number) => {
    const next = { ...standing, widths: { ...standing.widths, [id]: width } };
    if (cols === null) keepColumns(next);
    else onLayout(next);
  };
  const onPeek = (name: string) => refine({ peek: name === peeked ? "" : name }, true);
  useRowKeys(list, { peeked, onPeek });
  // The rows, and the button over them that lets new ones in.
  const pointing = {
    onPointerEnter: () => {
      isPointed.current = true;
    },
    onPointerLeave: () => {
      isPointed.current = false;
      onLeft();
    },
  };
  const shownNames = rows.flatMap(({ row }) => row.id?.name ?? []);
  const selection = useSelection(list, shownNames, filter.text);
  const [job, setJob] = useKeptJob(scope);
  const [asked, setAsked] = useState<AskedBulk>();
  const start = useStartBulk(scope, ({ id }, { isOfSelection = false }) => {
    if (isOfSelection) selection.clear();
    setAsked(undefined);
    setJob(id);
  });
  const { onContextMenu, menu } = useRowActs({
    scope,
    list,
    rows,
    peeked,
    onPeek,
    onBulk: (action, name) => {
      const bulk: Bulk = { action, targets: { case: "names", value: { names: [name] } } };
      if (isAskedFirst(action)) setAsked({ ...bulk, what: name });
      else start.mutate(bulk);
    },
  });
  const isChoosing = selection.isAll || selection.names.size > 0;

  const isEmpty = data !== undefined && rows.length === 0 && waiting === 0;
  if (isEmpty && filter.text === "" && filter.token === "" && data.archived === 0n) {
    return (
      <Page ground title="Executions" detail={`Nothing has run in ${scope.project} / ${scope.domain} yet.`}>
        <FirstRun scope={scope} />
      </Page>
    );
  }
  const countOf = (word: string) => {
    const phase = Object.entries(phaseWords).find(([each]) => each === word)?.[1];
    return data?.counts.find((each) => each.phase === phase)?.count;
  };
  return (
    <Page
      title="Executions"
      documentTitle={`Executions · ${scope.project}`}
      aside={<Matching isFiltered={filter.text !== ""} total={data?.total} all={counted?.total} />}
      actions={
        <LinkButton to={workflowsPath(scope)} variant="primary" icon="play">
          Launch a workflow
        </LinkButton>
      }
    >
      <ViewTabs
        scope={scope}
        now={{ query: filter.text, sort: search.get("sort") ?? "", columns: cols ?? "" }}
        from={search.get("view") ?? ""}
        columns={layoutText(standing)}
      />
      <div className="flex flex-none items-start gap-2 px-4 pb-2.5 max-md:flex-wrap">
        <FilterField scope={scope} text={filter.text} onFilter={onFilter} countOf={countOf} />
        <RangeMenu value={startedValue(filter.text)} onRange={onRange} />
        {isNarrow ? undefined : (
          <ColumnMenu
            layout={standing}
            onChange={onLayout}
            onReset={() => {
              keepColumns(standardLayout);
              refine({ cols: "" }, true);
            }}
          />
        )}
      </div>
      {isNarrow ? undefined : <HistogramStrip scope={scope} filter={filter} onRange={onRange} />}
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
            {...pointing}
            onClick={() => {
              isPointed.current = false; // it goes, and no event says that the pointer has left it
              admit();
              list.current?.closest("main")?.scrollTo({ top: 0 });
            }}
          >
            {waiting} new
          </Button>
        </div>
      ) : undefined}
      <div className="flex flex-1">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the menu opens by a key as well */}
        <div
          ref={list}
          {...pointing}
          onContextMenu={onContextMenu}
          aria-busy={isPlaceholderData}
          className={`min-w-0 flex-1 overflow-x-auto border-t border-line ${isPlaceholderData ? "opacity-60" : ""}`}
        >
          {data === undefined ? (
            error ? (
              <FailureFace what="The executions could not be read" error={error} onRetry={() => void refetch()} />
            ) : (
              <SkeletonRows rows={14} label="Loading executions" />
            )
          ) : isEmpty ? (
            <NoMatch scope={scope} filter={filter} onFilter={onFilter} />
          ) : isNarrow ? (
            <ExecutionCards rows={rows} selection={selection} />
          ) : (
            <ExecutionTable
              rows={rows}
              layout={layout}
              areChosen={areChosen}
              onResize={onResize}
              sort={filter.sort}
              onSort={onSort}
              medians={new Map(data.medians.map(({ workflow, durationMs }) => [workflow, Number(durationMs)]))}
              peeked={peeked}
              onPeek={onPeek}
              selection={selection}
            />
          )}
          {data && !isEmpty ? (
            <Pager filter={filter} shown={rows.length} total={data.total} next={data.token} newer={data.newer} />
          ) : undefined}
          {data && data.archived > 0n ? (
            <p className="px-4 py-2 text-meta text-muted">
              {data.archived.toLocaleString("en")} archived {data.archived === 1n ? "is" : "are"} left out.{" "}
              <button
                type="button"
                className="text-accent hover:underline"
                onClick={() => onFilter(`${filter.text} is:archived`.trim())}
              >
                Show
              </button>
            </p>
          ) : undefined}
        </div>
        {peeked ? (
          <Suspense>
            <Peek scope={scope} name={peeked} onClose={() => refine({ peek: "" }, true)} />
          </Suspense>
        ) : undefined}
      </div>
      {menu}
      {isChoosing || job || asked || start.error ? (
        <Suspense>
          <BulkBar
            scope={scope}
            selection={selection}
            filter={filter.text}
            total={Number(data?.total ?? 0n)}
            isPage={shownNames.every((each) => selection.names.has(each))}
            job={job}
            onJob={setJob}
            asked={asked}
            onAsk={setAsked}
            start={start}
          />
        </Suspense>
      ) : undefined}
      <p role="status" className="sr-only">
        {data ? spokenCount(data.total, rows.filter(({ row }) => isOngoing(row.phase)).length) : ""}
      </p>
    </Page>
  );
}

/** What the filter says of when they were launched, as it is written. */
function startedValue(text: string): string | undefined {
  return /(?:^|\s)started:(\S+)/.exec(text)?.[1];
}

/** What a screen reader is told of the list: "1 execution", "12 executions, 2 of them going on". */
export function spokenCount(total: bigint, ongoing: number): string {
  const counted = total === 1n ? "1 execution" : `${total.toLocaleString("en")} executions`;
  if (ongoing === 0) return counted;
  return total === 1n ? `${counted}, going on` : `${counted}, ${ongoing} of them going on`;
}

interface MatchingProps {
  readonly isFiltered: boolean;
  readonly total: bigint | undefined;
  readonly all: bigint | undefined;
}

function Matching({ isFiltered, total, all }: MatchingProps) {
  if (total === undefined) return undefined;
  const text = total.toLocaleString("en");
  return isFiltered && all !== undefined && all !== total ? (
    <>
      {text} of {all.toLocaleString("en")} match
    </>
  ) : (
    text
  );
}
