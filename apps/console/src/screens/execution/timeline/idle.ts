/** The stretches in which nothing went on, and how they are drawn shorter. */
import type { Break } from "./scale.ts";
import { type Span, stepOf } from "./time-scale.ts";

/** Of all the time there is, so much is worth a break. */
const LEAST_SHARE = 0.2;
/** Shorter ones are no matter, and would come and go while a young execution grows. */
const LEAST_MS = 10_000;

/** The same stretches in order of time, those that overlap or touch as one. */
export function merged(spans: readonly Span[]): Span[] {
  const apart: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}

/** What is left of the whole. Where nothing has been busy yet nothing is idle. @param busy merged */
export function idleIn(whole: Span, busy: readonly Span[]): Span[] {
  if (busy.length === 0) return [];
  const begins = [whole.from, ...busy.map(({ to }) => to)];
  const ends = [...busy.map(({ from }) => from), whole.to];
  return begins
    .map((from, at) => ({ from: Math.max(from, whole.from), to: Math.min(ends[at] ?? whole.to, whole.to) }))
    .filter(({ from, to }) => to > from);
}

/** All are drawn alike, as a small part of the rest; in steps, so that they stand still while the rest grows. */
export function breaksIn(whole: Span, busy: readonly Span[]): Break[] {
  const length = whole.to - whole.from;
  const long = idleIn(whole, busy).filter(({ from, to }) => to - from > length * LEAST_SHARE && to - from >= LEAST_MS);
  const rest = long.reduce((left, { from, to }) => left - (to - from), length);
  const drawnMs = stepOf(Math.max(1000, rest)) / 4;
  return long.map((idle) => ({ ...idle, drawnMs }));
}
