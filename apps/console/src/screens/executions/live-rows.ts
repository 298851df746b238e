import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionRow } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type ExecutionFilter, isNewestFirst } from "./filter.ts";
import { matchRow } from "./match-row.ts";

/**
 * How rows that arrive by the stream meet the page of rows that was asked for.
 *
 * Rows on the page change in place. New ones go on top only when nobody is reading further down; else they wait behind
 * "n new". A row whose phase no longer fits the filter stays, dimmed, until the page is asked for anew: that fills its
 * place with the next one, so that the page neither shrinks nor shifts under the pointer.
 */
export interface Changes {
  /** By execution name; the newest of each. */
  readonly rows: ReadonlyMap<string, Changed>;
  /** New rows that were let onto the page. */
  readonly admitted: ReadonlySet<string>;
}

interface Changed {
  readonly row: ExecutionRow;
  readonly sequence: bigint;
  /** When it arrived, by the clock of `shownRows`. */
  readonly at: number;
}

export const noChanges: Changes = { rows: new Map(), admitted: new Set() };

/** A row that left the filter stays at least this long. */
const LEAVING_MS = 2000;

export type Change =
  | {
      readonly kind: "arrived";
      readonly rows: readonly ExecutionRow[];
      readonly sequence: bigint;
      readonly at: number;
      readonly admit: boolean;
    }
  | { readonly kind: "admitted" };

export function changed(changes: Changes, change: Change): Changes {
  switch (change.kind) {
    case "arrived": {
      const rows = new Map(changes.rows);
      for (const row of change.rows) {
        const name = row.id?.name ?? "";
        const old = rows.get(name);
        if (old && old.sequence > change.sequence) continue; // a message may come again, late
        rows.set(name, { row, sequence: change.sequence, at: change.at });
      }
      // With nobody reading, those that still wait come in as well.
      return { rows, admitted: change.admit ? new Set(rows.keys()) : changes.admitted };
    }
    case "admitted":
      return { ...changes, admitted: new Set(changes.rows.keys()) };
  }
}

export interface Page {
  readonly executions: readonly ExecutionRow[];
  readonly sequence: bigint;
}

export interface ShownRow {
  readonly row: ExecutionRow;
  /** It no longer fits the filter and is about to go. */
  readonly leaving: boolean;
}

export interface Shown {
  readonly rows: readonly ShownRow[];
  /** New rows that wait to be let in. */
  readonly waiting: number;
  /** A row that left the filter has been dimmed for long enough: the page may be asked for anew. */
  readonly isOver: boolean;
}

/** The rows to draw: the page as it was asked for, with all that came since. */
export function shownRows(page: Page, changes: Changes, filter: ExecutionFilter, now: number): Shown {
  const newer = (name: string | undefined) => {
    const change = changes.rows.get(name ?? "");
    return change && change.sequence > page.sequence ? change : undefined;
  };
  let isOver = false;
  const isLeaving = (matches: boolean | undefined, at: number) => {
    if (matches === false && now - at > LEAVING_MS) isOver = true;
    return matches === false;
  };
  const rows: ShownRow[] = [];
  for (const row of page.executions) {
    const change = newer(row.id?.name);
    const current = change?.row ?? row;
    const leaving = change !== undefined && isLeaving(matchRow(current, filter.terms, now), change.at);
    rows.push({ row: current, leaving });
  }
  const known = new Set(page.executions.map((row) => row.id?.name ?? ""));
  const top = createdMs(page.executions[0]);
  let waiting = 0;
  const fresh: ShownRow[] = [];
  if (filter.token === "" && isNewestFirst(filter)) {
    for (const [name, { row, at }] of changes.rows) {
      if (known.has(name) || !newer(name)) continue;
      if (createdMs(row) < top) continue; // it belongs on a later page
      const matches = matchRow(row, filter.terms, now);
      if (matches === undefined) continue; // only the server knows
      if (changes.admitted.has(name)) fresh.push({ row, leaving: isLeaving(matches, at) });
      else if (matches) waiting += 1;
    }
  }
  fresh.sort((a, b) => createdMs(b.row) - createdMs(a.row));
  return { rows: [...fresh, ...rows], waiting, isOver };
}

function createdMs(row: ExecutionRow | undefined): number {
  return row?.createdAt ? timestampMs(row.createdAt) : 0;
}
