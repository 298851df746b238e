/** How many attempts nodes took in each execution, and how those ended. */
import type { ComparedCell } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { NodeRow } from "./node-rows.ts";

export interface Attempts {
  /** That have begun, and how many there may be. */
  readonly count: number;
  readonly most: number;
  readonly errors: readonly { readonly attempt: number; readonly head: string }[];
}

export interface AttemptRow {
  readonly row: NodeRow;
  /** One per execution; undefined where it has not begun. */
  readonly attempts: readonly (Attempts | undefined)[];
  readonly isDifferent: boolean;
}

/** Nodes that run something; those that took another number of attempts first, then those that were tried again. */
export function attemptRows(rows: readonly NodeRow[]): AttemptRow[] {
  const rank = ({ isDifferent, attempts }: AttemptRow) =>
    isDifferent ? 0 : attempts.some((each) => each && each.count > 1) ? 1 : 2;
  return rows
    .map((row) => attemptRow(row))
    .filter(({ attempts }) => attempts.some((each) => each !== undefined))
    .sort((a, b) => rank(a) - rank(b));
}

function attemptRow(row: NodeRow): AttemptRow {
  const attempts = row.node.cells.map(attemptsOf);
  const counts = new Set(attempts.flatMap((each) => (each ? [each.count] : [])));
  return { row, attempts, isDifferent: counts.size > 1 };
}

function attemptsOf({ summary, attemptErrors }: ComparedCell): Attempts | undefined {
  if (!summary || summary.maxAttempts === 0) return undefined;
  const count = summary.attempt + 1;
  const heads = attemptErrors.length > 0 ? attemptErrors : [summary.errorHead];
  const errors = heads.flatMap((head, at) => (head === "" ? [] : [{ attempt: at + 1, head }]));
  return { count, most: Math.max(summary.maxAttempts, count), errors };
}
