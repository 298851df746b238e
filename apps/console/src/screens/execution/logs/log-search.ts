/** Search in the lines that are held: plain text, or with capitals as written. */
import type { LogLine } from "@skein/spec/gen/skein/console/v1/console_pb";
import { stripAnsi } from "./ansi.ts";

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

export const nothingFound: Found = { byLine: new Map(), hits: [] };

/** More would only be counted; the count then says "and more". */
export const MAX_HITS = 10_000;

export function searchLines(lines: readonly LogLine[], query: string, matchCase: boolean): Found {
  if (query === "") return nothingFound;
  const wanted = matchCase ? query : query.toLowerCase();
  const byLine = new Map<number, Range[]>();
  const hits: { line: number; place: number }[] = [];
  for (const line of lines) {
    if (hits.length >= MAX_HITS) break;
    const text = stripAnsi(line.text);
    const places = placesIn(matchCase ? text : text.toLowerCase(), wanted);
    if (places.length === 0) continue;
    const number = Number(line.number);
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

/** The hit after (or before) a line, going around at the ends; -1 when there is none. */
export function nextHit(found: Found, current: number, by: 1 | -1): number {
  const count = found.hits.length;
  return count === 0 ? -1 : (((current + by) % count) + count) % count;
}
