import { create } from "@bufbuild/protobuf";
import { ProjectDomainSchema, TopicSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useReducer, useRef } from "react";
import { noteServerTime, useServerNow } from "../../flyte/clock.ts";
import { useTopic } from "../../live/use-topic.ts";
import type { Scope } from "../../paths.ts";
import { type ExecutionFilter, isNewestFirst } from "./filter.ts";
import { changed, noChanges, type Page, type Shown, shownRows } from "./live-rows.ts";

/** The counts follow the rows at most this often. */
const COUNTS_MS = 1000;
/** So does a page whose new rows only the server can place: sorted otherwise, or filtered by what rows do not carry. */
const RENEW_MS = 5000;
/** The pointer has left the rows for good when it does not come back within this time. */
const LEFT_MS = 400;

/**
 * The page's rows with all that arrives for them.
 *
 * @param isReading asked when rows would move: whether the reader is further down or at a row, so that they have to wait
 * @returns with them: `admit` lets in what waits; `onLeft` is told when the pointer leaves the rows
 */
export function useLiveRows(
  scope: Scope,
  filter: ExecutionFilter,
  page: Page | undefined,
  isReading: () => boolean,
): Shown & { readonly admit: () => void; readonly onLeft: () => void } {
  const [changes, change] = useReducer(changed, noChanges);
  const queries = useQueryClient();
  const counting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const renewing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      for (const timer of [counting, renewing, leaving]) clearTimeout(timer.current);
    },
    [],
  );
  const renew = () => {
    clearTimeout(renewing.current);
    renewing.current = isReading() ? setTimeout(() => renewLater(), RENEW_MS) : undefined;
    if (renewing.current === undefined)
      void queries.invalidateQueries({ queryKey: ["executions", scope.project, scope.domain] });
  };
  const renewLater = useEffectEvent(renew);
  const isServers =
    !isNewestFirst(filter) || filter.terms.some(({ kind }) => ["label", "error", "value", "archived"].includes(kind));

  const topic = create(TopicSchema, {
    kind: { case: "executions", value: create(ProjectDomainSchema, { project: scope.project, domain: scope.domain }) },
  });
  useTopic(page ? topic : undefined, page?.sequence, (message) => {
    noteServerTime(message.serverTime);
    if (message.kind.case !== "executions") return;
    const { executions } = message.kind.value;
    change({ kind: "arrived", rows: executions, sequence: message.sequence, at: Date.now(), admit: !isReading() });
    counting.current ??= setTimeout(() => {
      counting.current = undefined;
      void queries.invalidateQueries({ queryKey: ["execution-counts", scope.project, scope.domain] });
    }, COUNTS_MS);
    if (isServers) renewing.current ??= setTimeout(() => renewLater(), RENEW_MS);
  });

  // Rows that left the filter, or were archived, go after a moment.
  const mayLeave = filter.terms.length > 0 || [...changes.rows.values()].some(({ row }) => row.archived);
  useServerNow(mayLeave && changes.rows.size > 0);
  const shown = page ? shownRows(page, changes, filter, Date.now()) : { rows: [], waiting: 0, isOver: false };
  const admit = () => change({ kind: "admitted" });
  const settle = useEffectEvent(() => {
    if (isReading()) return;
    if (shown.waiting > 0) admit();
    if (shown.isOver) renew();
  });
  useEffect(() => {
    if (shown.isOver) renewLater();
  }, [shown.isOver]);
  const onLeft = () => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => settle(), LEFT_MS);
  };
  return { ...shown, admit, onLeft };
}
