/**
 * Where on the tracks a time is. All times are milliseconds.
 *
 * Idle stretches may be drawn shorter than they were: in such a break the drawn time goes by more slowly, elsewhere as
 * the real one. It always increases, so that every place has one time, and the scale is linear in it: zoom and pan
 * (time-scale.ts) are those of drawn time.
 */
import type { Span } from "./time-scale.ts";

export interface Break extends Span {
  /** How long it is drawn: more than nothing, less than it was. */
  readonly drawnMs: number;
}

export interface Scale {
  /** In drawn time. */
  readonly span: Span;
  /** Pixels there are for the span. */
  readonly width: number;
  /** In order of time, none of which touch. */
  readonly breaks: readonly Break[];
}

export function toDrawn(at: number, breaks: readonly Break[]): number {
  let saved = 0;
  for (const { from, to, drawnMs } of breaks) {
    if (at <= from) break;
    saved += (Math.min(at, to) - from) * (1 - drawnMs / (to - from));
  }
  return at - saved;
}

export function fromDrawn(drawn: number, breaks: readonly Break[]): number {
  let saved = 0;
  for (const { from, to, drawnMs } of breaks) {
    const inside = drawn - (from - saved);
    if (inside <= 0) break;
    if (inside < drawnMs) return from + inside * ((to - from) / drawnMs);
    saved += to - from - drawnMs;
  }
  return drawn + saved;
}

export function xOf({ span, width, breaks }: Scale, at: number): number {
  return ((toDrawn(at, breaks) - span.from) / (span.to - span.from)) * width;
}

export function timeAt({ span, width, breaks }: Scale, x: number): number {
  return fromDrawn(span.from + (x / width) * (span.to - span.from), breaks);
}
