import { filterTerms } from "@skein/spec/execution-filter/parse";
import { type FilterTerm, resolveMoment } from "@skein/spec/execution-filter/term";
import { quoteValue, splitTokens } from "@skein/spec/execution-filter/tokens";
import { ExecutionSort } from "@skein/spec/gen/skein/console/v1/console_pb";

/** What the URL asks of the list. */
export interface ExecutionFilter {
  /** The filter as it is written (packages/spec/src/execution-filter). */
  readonly text: string;
  readonly terms: readonly FilterTerm[];
  readonly sort: Sort;
  /** Which page; empty: the first. */
  readonly token: string;
}

export interface Sort {
  readonly by: "started" | "duration" | "name";
  readonly isAscending: boolean;
}

const newestFirst: Sort = { by: "started", isAscending: false };

export const sortNumbers = {
  started: ExecutionSort.EXECUTION_SORT_UNSPECIFIED,
  duration: ExecutionSort.BY_DURATION,
  name: ExecutionSort.BY_NAME,
} as const satisfies Record<Sort["by"], ExecutionSort>;

/** A value we do not know is dropped: a bad link still shows a page. */
export function parseFilter(search: URLSearchParams): ExecutionFilter {
  const text = textOf(search);
  return {
    text,
    terms: filterTerms(text),
    sort: parseSort(search.get("sort") ?? ""),
    token: search.get("token") ?? "",
  };
}

/** `q`, after what older links have in parameters of their own. */
function textOf(search: URLSearchParams): string {
  const status = search.get("status");
  const workflow = search.get("workflow");
  return [
    status ? `status:${quoteValues(status)}` : "",
    workflow ? `workflow:${quoteValue(workflow)}` : "",
    (search.get("q") ?? "").trim(),
  ]
    .filter(Boolean)
    .join(" ");
}

const quoteValues = (list: string) => list.split(",").map(quoteValue).join(",");

/** "duration" is the longest first, "-duration" the shortest. */
function parseSort(text: string): Sort {
  const isAscending = text.startsWith("-");
  const by = isAscending ? text.slice(1) : text;
  return by === "duration" || by === "name" || by === "started" ? { by, isAscending } : newestFirst;
}

/** As `parseSort` reads it; empty for the newest first. */
export function formatSort({ by, isAscending }: Sort): string {
  return by === "started" && !isAscending ? "" : `${isAscending ? "-" : ""}${by}`;
}

export const isNewestFirst = ({ sort }: ExecutionFilter): boolean => formatSort(sort) === "";

/** The text without the token at a place. */
export function withoutToken(text: string, at: number): string {
  return splitTokens(text)
    .filter((_, index) => index !== at)
    .map((token) => token.text)
    .join(" ");
}

/** The text with a value for a key, in place of what it said of it; without a value: without the key. */
export function withKey(text: string, key: string, value: string | undefined): string {
  const tokens = splitTokens(text).map((token) => token.text);
  const at = tokens.findIndex((token) => token.startsWith(`${key}:`));
  const others = tokens.filter((token) => !token.startsWith(`${key}:`));
  if (value === undefined) return others.join(" ");
  others.splice(at < 0 ? others.length : at, 0, `${key}:${value}`);
  return others.join(" ");
}

/** From when to when the list reaches, in UTC milliseconds, as far as the filter says it. */
export function timeRange(terms: readonly FilterTerm[], now: number): { from?: number; to?: number } {
  const range: { from?: number; to?: number } = {};
  for (const term of terms) {
    if (term.kind !== "time" || term.field !== "started" || term.negated) continue;
    for (const { comparison, value } of term.bounds) {
      const at = resolveMoment(value, now);
      if (comparison === ">" || comparison === ">=") range.from = Math.max(range.from ?? at, at);
      else range.to = Math.min(range.to ?? at, at);
    }
  }
  return range;
}
