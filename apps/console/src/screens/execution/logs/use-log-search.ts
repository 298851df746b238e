import { ConnectError } from "@connectrpc/connect";
import type { LogScope } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useEffect, useEffectEvent, useState } from "react";
import { consoleApi } from "../../../transport.ts";
import type { Match } from "./log-search.ts";

/** More rows than this are not stepped through. */
const MOST = 100_000;
/** Typing goes on within this time. */
const TYPING_MS = 150;
/** What is found is shown this often. */
const SHOW_MS = 250;
/** How soon what is new is searched too. */
const AGAIN_MS = 1000;

export interface LogSearch {
  /** In order. */
  readonly rows: readonly number[];
  readonly state: "idle" | "searching" | "done" | "failed";
  /** Why it failed. */
  readonly trouble?: string;
}

const idle: LogSearch = { rows: [], state: "idle" };

/** Rows that hold a text, as the server finds them; what is written meanwhile is searched too. */
export function useLogSearch(scope: LogScope, order: string, { text, matchCase, mode }: Match, complete: boolean) {
  const [search, setSearch] = useState<LogSearch>(idle);
  const mayGrow = useEffectEvent(() => !complete);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scope is the component's key
  useEffect(() => {
    setSearch(text === "" ? idle : { rows: [], state: "searching" });
    if (text === "" || order === "") return;
    const abort = new AbortController();
    let start = 0n;
    const found: number[] = [];
    let rows: readonly number[] = [];
    let shownAt = 0;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const answer = await consoleApi.searchLog(
          { scope, match: { text, matchCase, mode }, start, order },
          { signal: abort.signal },
        );
        found.push(...answer.rows);
        const isDue = answer.isEnd || found.length >= MOST || performance.now() - shownAt > SHOW_MS;
        if (isDue && rows.length !== found.length) rows = found.slice();
        if (isDue) shownAt = performance.now();
        start = answer.next;
        const isOver = answer.isEnd || found.length >= MOST;
        setSearch({ rows, state: isOver ? "done" : "searching" });
        if (!answer.isEnd && !isOver) timer = setTimeout(look);
        else if (!isOver || (found.length < MOST && mayGrow())) timer = setTimeout(look, AGAIN_MS);
      } catch (reason) {
        if (!abort.signal.aborted) setSearch({ rows, state: "failed", trouble: ConnectError.from(reason).rawMessage });
      }
    };
    timer = setTimeout(look, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [order, text, matchCase, mode]);
  return search;
}

/** The row after (or before) this one among those found, going around at the ends. */
export function nextRow(rows: readonly number[], from: number, by: 1 | -1): number | undefined {
  return by === 1 ? (rows.find((row) => row > from) ?? rows[0]) : (rows.findLast((row) => row < from) ?? rows.at(-1));
}
