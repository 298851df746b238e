import { executionsPath, type Scope } from "../../../paths.ts";

/** The parts of the list's address that a view keeps. */
export interface ViewPlace {
  readonly query: string;
  readonly sort: string;
  readonly columns: string;
}

export interface View extends ViewPlace {
  readonly name: string;
  /** Only for the reader: kept by this browser, and not by the server for all. */
  readonly isMine: boolean;
}

/** `view` of the address: which one the list began with, whatever has been changed since. */
export const keyOf = ({ name, isMine }: Pick<View, "name" | "isMine">): string => (isMine ? `~${name}` : name);

export const isSamePlace = (a: ViewPlace, b: ViewPlace): boolean =>
  a.query === b.query && a.sort === b.sort && a.columns === b.columns;

/** All, though the list opens with something else. */
export const allPath = (scope: Scope): string => `${executionsPath(scope)}?all=1`;

export function pathOf(scope: Scope, view: View): string {
  const given = { q: view.query, sort: view.sort, cols: view.columns, view: keyOf(view) };
  const search = new URLSearchParams(Object.entries(given).filter(([, text]) => text !== ""));
  return `${executionsPath(scope)}?${search}`;
}
