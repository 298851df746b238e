import { Problem } from "@skein/spec/problem";

const STANDARD = 50;
const MOST = 500;

class InvalidToken extends Problem {
  readonly kind = "invalid";
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

interface PageRequest {
  readonly limit: number;
  readonly token: string;
}

/** A page as a request asks for it: no limit means 50, more than 500 means 500; the token is where the last one ended. */
export function parsePage({ limit, token }: PageRequest): Page {
  const offset = token === "" ? 0 : Number(token);
  if (!Number.isSafeInteger(offset) || offset < 0) throw noToken(token);
  return { limit: limitOf(limit), offset };
}

/** The next page's token; empty when this page was not full. */
export const tokenAfter = ({ limit, offset }: Page, found: number): string =>
  found < limit ? "" : String(offset + found);

/**
 * A page of a list that grows at its beginning: it starts after the row the last one ended with, or ends before the row
 * that the next one begins with.
 */
export interface PageAfter {
  readonly limit: number;
  readonly after: PageEnd | undefined;
  readonly before?: PageEnd;
}

/** What such a list is ordered by. */
export interface PageEnd {
  readonly created_at: number;
  readonly id: number;
}

/** As `parsePage`. */
export function parsePageAfter({ limit, token }: PageRequest): PageAfter {
  if (token === "") return { limit: limitOf(limit), after: undefined };
  const found = /^(?<back>before-)?(?<at>\d{1,15})-(?<id>\d{1,15})$/.exec(token)?.groups;
  if (!found) throw noToken(token);
  const end = { created_at: Number(found.at), id: Number(found.id) };
  return found.back === undefined
    ? { limit: limitOf(limit), after: end }
    : { limit: limitOf(limit), after: undefined, before: end };
}

/** As `tokenAfter`. */
export function tokenAfterLast({ limit }: PageAfter, rows: readonly PageEnd[]): string {
  const last = rows.at(-1);
  return last && rows.length >= limit ? `${last.created_at}-${last.id}` : "";
}

/** Of the page that ends before this row. */
export const tokenBefore = (row: PageEnd): string => `before-${row.created_at}-${row.id}`;

const limitOf = (limit: number): number => (limit > 0 ? Math.min(limit, MOST) : STANDARD);

const noToken = (token: string) =>
  new InvalidToken(`"${token}" is not a page token; take it from the last answer, or leave it empty`);
