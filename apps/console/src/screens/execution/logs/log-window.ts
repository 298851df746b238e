/**
 * The part of a log that is held: at most 5,000 lines in one piece, wherever in the log they are.
 *
 * Ranges that were asked for and lines that arrive are merged by row. What comes twice changes nothing; what does
 * not touch the piece replaces it (a jump) or, when it is ahead of what a follower holds, is left for a later range.
 */
import type { LogLine } from "@skein/spec/gen/skein/console/v1/console_pb";

export const MAX_LINES = 5000;

export interface LogWindow {
  /** In order and without gaps. */
  readonly lines: readonly LogLine[];
  /** Lines the log has so far. */
  readonly total: number;
  /** No more will come. */
  readonly complete: boolean;
}

export const noLines: LogWindow = { lines: [], total: 0, complete: false };

export const firstOf = ({ lines }: LogWindow): number => Number(lines[0]?.row ?? 0n);
/** One past the last line that is held. */
export const endOf = (window: LogWindow): number => firstOf(window) + window.lines.length;
export const holdsEnd = (window: LogWindow): boolean => endOf(window) >= window.total;

export interface LogPart {
  readonly lines: readonly LogLine[];
  readonly total: bigint;
  readonly complete: boolean;
}

/** @param keep which side stays when there are too many: the end for what follows, the start for what was scrolled up to */
export function addLines(window: LogWindow, part: LogPart, keep: "start" | "end"): LogWindow {
  const total = Math.max(window.total, Number(part.total));
  const complete = window.complete || part.complete;
  const rest = { total, complete };
  const [first] = part.lines;
  if (!first) return { ...window, ...rest };
  if (window.lines.length === 0) return { lines: trimmed(part.lines, keep), ...rest };
  const start = Number(first.row);
  const end = start + part.lines.length;
  if (start > endOf(window) || end < firstOf(window)) return { ...window, ...rest };
  const before = start < firstOf(window) ? part.lines.slice(0, firstOf(window) - start) : [];
  const after = end > endOf(window) ? part.lines.slice(Math.max(0, endOf(window) - start)) : [];
  if (before.length === 0 && after.length === 0) return { ...window, ...rest };
  return { lines: trimmed([...before, ...window.lines, ...after], keep), ...rest };
}

/** A jump: the piece is now this one. */
export function jumpTo(window: LogWindow, part: LogPart): LogWindow {
  return {
    lines: trimmed(part.lines, "end"),
    total: Math.max(window.total, Number(part.total)),
    complete: window.complete || part.complete,
  };
}

const trimmed = (lines: readonly LogLine[], keep: "start" | "end"): readonly LogLine[] =>
  lines.length <= MAX_LINES ? lines : keep === "end" ? lines.slice(-MAX_LINES) : lines.slice(0, MAX_LINES);
