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

/** A page as a request asks for it: no limit means 50, more than 500 means 500; the token is where the last one ended. */
export function parsePage({ limit, token }: { readonly limit: number; readonly token: string }): Page {
  const offset = token === "" ? 0 : Number(token);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new InvalidToken(`"${token}" is not a page token; take it from the last answer, or leave it empty`);
  return { limit: limit > 0 ? Math.min(limit, MOST) : STANDARD, offset };
}

/** The next page's token; empty when this page was not full. */
export const tokenAfter = ({ limit, offset }: Page, found: number): string =>
  found < limit ? "" : String(offset + found);
