/**
 * What happens to the sub-nodes of an array by time, soonest first: a binary heap in flat arrays of numbers, because
 * there may be a hundred thousand of them. Nothing is taken out before its time; what no longer applies is passed over
 * when it comes up.
 */
import type { Millis } from "./run.ts";

/** The end of a sleep; the deadline of an attempt; the deadline over all attempts. */
export type DueKind = "sleep" | "execution" | "active";

export interface Due {
  readonly at: Millis;
  readonly kind: DueKind;
  readonly index: number;
  /** Of the sub-node when this was planned. */
  readonly attempt: number;
}

export interface Agenda {
  readonly at: Millis[];
  /** Index of the sub-node × number of kinds + kind. */
  readonly what: number[];
  readonly attempt: number[];
}

const kinds: readonly DueKind[] = ["sleep", "execution", "active"];

export function emptyAgenda(): Agenda {
  return { at: [], what: [], attempt: [] };
}

export function plan({ at, what, attempt }: Agenda, due: Due): void {
  let place = at.length;
  at.push(due.at);
  what.push(due.index * kinds.length + kinds.indexOf(due.kind));
  attempt.push(due.attempt);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isBefore({ at, what, attempt }, place, parent)) return;
    swap({ at, what, attempt }, place, parent);
    place = parent;
  }
}

/** When the next is due; undefined when there is none. */
export function nextDue({ at }: Agenda): Millis | undefined {
  return at[0];
}

/** Takes the soonest out, if its time has come. */
export function takeDue(agenda: Agenda, now: Millis): Due | undefined {
  const { at, what, attempt } = agenda;
  const [dueAt, dueWhat, dueAttempt] = [at[0], what[0] ?? 0, attempt[0] ?? 0];
  if (dueAt === undefined || dueAt > now) return undefined;
  swap(agenda, 0, at.length - 1);
  at.pop();
  what.pop();
  attempt.pop();
  sink(agenda);
  const kind = kinds[dueWhat % kinds.length] ?? "sleep";
  return { at: dueAt, kind, index: Math.floor(dueWhat / kinds.length), attempt: dueAttempt };
}

/** By time, and of one time by index. */
function isBefore({ at, what }: Agenda, one: number, other: number): boolean {
  const [first = 0, second = 0] = [at[one], at[other]];
  return first < second || (first === second && (what[one] ?? 0) < (what[other] ?? 0));
}

function sink(agenda: Agenda): void {
  for (let place = 0; ; ) {
    let least = place;
    for (const child of [2 * place + 1, 2 * place + 2]) {
      if (child < agenda.at.length && isBefore(agenda, child, least)) least = child;
    }
    if (least === place) return;
    swap(agenda, place, least);
    place = least;
  }
}

function swap({ at, what, attempt }: Agenda, one: number, other: number): void {
  for (const column of [at, what, attempt]) {
    const kept = column[one] ?? 0;
    column[one] = column[other] ?? 0;
    column[other] = kept;
  }
}
