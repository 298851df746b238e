/**
 * A given text and where things stand in it: offsets (UTF-16 code units, from 0) to lines and columns (from 1).
 */
import type { Position, Range } from "../diagnostic.ts";

/** A piece of the text, by offsets: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export class SourceText {
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
  }

  /** The position of an offset; offsets outside the text are moved to its nearer end. */
  positionAt(offset: number): Position {
    const within = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, col: within - (this.#lineStarts[low] ?? 0) + 1 };
  }

  /** The offset of a position; one outside the text, or behind its line, is moved to the nearer end. */
  offsetAt({ line, col }: Position): number {
    const start = this.#lineStarts[line - 1];
    if (start === undefined) return line < 1 ? 0 : this.text.length;
    return Math.min(start + Math.max(col - 1, 0), (this.#lineStarts[line] ?? this.text.length + 1) - 1);
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(Math.max(span.start, span.end)) };
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** Where the line that holds an offset ends, its line break and trailing blanks left out. */
  endOfLine(offset: number): number {
    const lineBreak = this.text.indexOf("\n", offset);
    const line = this.text.slice(offset, lineBreak < 0 ? this.text.length : lineBreak);
    return offset + line.trimEnd().length;
  }
}
