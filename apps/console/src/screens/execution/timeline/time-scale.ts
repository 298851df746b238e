/** The stretch of time a timeline shows, and where on it things stand. All times are milliseconds. */
import type { Zone } from "../../../flyte/time-format.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths that ticks may have, and that the stretch of a running execution grows by. */
export const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
];

const NARROWEST = 20;

/** A round length, an eighth to a third of the one given. */
export function stepOf(length: number): number {
  return steps.find((each) => each * 8 >= length) ?? DAY;
}

/**
 * Everything there is to see of an execution. While it runs, some room is kept ahead, so that bars grow into it and the
 * scale stands still for a while.
 */
export function wholeSpan(from: number, end: number, ongoing: boolean): Span {
  const length = Math.max(SECOND, end - from);
  if (!ongoing) return { from, to: from + length };
  const step = stepOf(length);
  return { from, to: from + (Math.floor(length / step) + 1) * step };
}

/** Nearer or further, with the time `at` staying where it is. */
export function zoomed(span: Span, at: number, factor: number, whole: Span): Span {
  const length = Math.min(whole.to - whole.from, Math.max(NARROWEST, (span.to - span.from) * factor));
  const share = (at - span.from) / (span.to - span.from);
  return within({ from: at - share * length, to: at + (1 - share) * length }, whole);
}

export function panned(span: Span, by: number, whole: Span): Span {
  return within({ from: span.from + by, to: span.to + by }, whole);
}

/** The same length, moved into the whole. */
export function within({ from, to }: Span, whole: Span): Span {
  const length = Math.max(NARROWEST, Math.min(to - from, whole.to - whole.from));
  const start = Math.min(Math.max(from, whole.from), whole.to - length);
  return { from: start, to: start + length };
}

/** A midnight of the zone, near the time. */
export function midnightOf(at: number, zone: Zone): number {
  if (zone === "utc") return Math.floor(at / DAY) * DAY;
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** "06:32", with seconds or a day as the step asks for it. */
export function formatClock(at: number, step: number, zone: Zone): string {
  const utc = zone === "utc" ? ({ timeZone: "UTC" } as const) : {};
  if (step >= DAY) return new Intl.DateTimeFormat("en-GB", { ...utc, day: "numeric", month: "short" }).format(at);
  const fraction = ({ 1: 3, 2: 2, 3: 1 } as const)[digitsOf(step)];
  return new Intl.DateTimeFormat("en-GB", {
    ...utc,
    hour: "2-digit",
    minute: "2-digit",
    ...(step < MINUTE ? { second: "2-digit" } : {}),
    ...(step < SECOND ? { fractionalSecondDigits: fraction } : {}),
    hourCycle: "h23",
  }).format(at);
}

/** Since the beginning: "+0", "+40 s", "+2:30", "+1:05:00". */
export function formatElapsed(ms: number, step: number): string {
  if (ms <= 0) return "+0";
  if (step < SECOND) return `+${(ms / SECOND).toFixed(4 - digitsOf(step))} s`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 60) return `+${seconds} s`;
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `+${h}:${two(m)}:${two(s)}` : `+${m}:${two(s)}`;
}

/** 1 for steps below 10 ms, 2 below 100 ms, 3 otherwise: how many digits of a second they move. */
function digitsOf(step: number): 1 | 2 | 3 {
  return step < 10 ? 1 : step < 100 ? 2 : 3;
}
