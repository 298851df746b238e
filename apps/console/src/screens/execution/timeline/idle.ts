/** The stretches in which nothing went on, and how they are drawn shorter. */
import type { Break } from "./scale.ts";
import { type Span, stepOf } from "./time-scale.ts";

/** Of all the time there is, so much is worth a break. */
const LEAST_SHARE = 0.2;
/** Shorter ones are no matter, and would come and go while a young execution grows. */
const LEAST_MS = 10_000;

/** What is left of the whole. Where nothing has been busy yet nothing is idle. @param busy in any order; may overlap */
export function idleIn(whole: Span, busy: readonly Span[]): Span[] {
  const idle: Span[] = [];
  if (busy.length === 0) return idle;
  let from = whole.from;
  for (const each of busy.toSorted((a, b) => a.from - b.from)) {
    if (each.from > from) idle.push({ from, to: Math.min(each.from, whole.to) });
    from = Math.max(from, each.to);
    if (from >= whole.to) return idle;
  }
  return [...idle, { from, to: whole.to }];
}

/** All are drawn alike, as a small part of the rest; in steps, so that they stand still while the rest grows. */
export function breaksIn(whole: Span, busy: readonly Span[]): Break[] {
  const length = whole.to - whole.from;
  const long = idleIn(whole, busy).filter(({ from, to }) => to - from > length * LEAST_SHARE && to - from >= LEAST_MS);
  const rest = long.reduce((left, { from, to }) => left - (to - from), length);
  const drawnMs = stepOf(Math.max(1000, rest)) / 4;
  return long.map((idle) => ({ ...idle, drawnMs }));
}
