/** Search in the lines that are held: plain text or whole words. Patterns are the server's, which runs them safely. */
import { type LogLine, LogMatch_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { stripAnsi } from "./ansi.ts";

/** What is looked for. */
export interface Match {
  readonly text: string;
  readonly matchCase: boolean;
  readonly mode: Mode;
}

export const noMatch: Match = { text: "", matchCase: false, mode: Mode.PLAIN };

export interface Range {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

export interface Found {
  /** Places by line number. */
  readonly byLine: ReadonlyMap<number, readonly Range[]>;
  /** All hits in order: line number and which place of that line. */
  readonly hits: readonly { readonly line: number; readonly place: number }[];
}

const nothingFound: Found = { byLine: new Map(), hits: [] };

/** More would only be counted; the count then says "and more". */
export const MAX_HITS = 10_000;

export function searchLines(lines: readonly LogLine[], { text: query, matchCase, mode }: Match): Found {
  if (query === "" || mode === Mode.REGEX) return nothingFound;
  const wanted = matchCase ? query : query.toLowerCase();
  const byLine = new Map<number, Range[]>();
  const hits: { line: number; place: number }[] = [];
  for (const line of lines) {
    if (hits.length >= MAX_HITS) break;
    const text = stripAnsi(line.text);
    const all = placesIn(matchCase ? text : text.toLowerCase(), wanted);
    const places = mode === Mode.WORD ? all.filter((place) => isWord(text, place)) : all;
    if (places.length === 0) continue;
    const number = Number(line.row);
    byLine.set(number, places);
    places.forEach((_, place) => {
      hits.push({ line: number, place });
    });
  }
  return { byLine, hits };
}

function placesIn(text: string, wanted: string): Range[] {
  const places: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    places.push({ start: at, end: at + wanted.length });
  }
  return places;
}

const isWord = (text: string, { start, end }: Range): boolean =>
  !/[\p{L}\p{N}_]/u.test(text.charAt(start - 1)) && !/[\p{L}\p{N}_]/u.test(text.charAt(end));

export type Hit = Found["hits"][number];

/**
 * The hit after (or before) the current one, going around at the ends. Without a current one: the first from `line` on,
 * or backwards the last before it. Hits are known by their place, because lines are added at both ends.
 */
export function nextHit({ hits }: Found, current: Hit | undefined, by: 1 | -1, line: number): Hit | undefined {
  const at = current ? indexOf(hits, current) : -1;
  if (at >= 0) return hits.at((at + by) % hits.length);
  if (by === 1) return hits.find((hit) => hit.line >= line) ?? hits[0];
  return hits.findLast((hit) => hit.line <= line) ?? hits.at(-1);
}

/** -1 when it is not (any more) among them. */
export function indexOf(hits: readonly Hit[], { line, place }: Hit): number {
  return hits.findIndex((hit) => hit.line === line && hit.place === place);
}
