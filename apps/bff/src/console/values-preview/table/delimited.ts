/**
 * CSV and its kin: what RFC 4180 says, and what is written in spite of it.
 *
 * Written here rather than taken from a library: it reads pieces, never holds more than a row, cuts cells that never end,
 * and says what was wrong instead of stopping.
 */

import { cellOfText } from "./column-stats.ts";
import { MOST_BYTES } from "./limits.ts";
import type { ByteSource } from "./source.ts";
import { textOf } from "./source.ts";
import { type Table, TableBuilder } from "./table-builder.ts";

/** No more of a cell is kept. */
const MOST_OF_A_CELL = 4096;
/** No more cells of a row are kept. */
const MOST_CELLS = 2000;

export async function readDelimited(source: ByteSource, mostBytes = MOST_BYTES): Promise<Table> {
  const table = new TableBuilder();
  let delimiter: string | undefined;
  let reader: RowReader | undefined;
  let header: readonly string[] | undefined;
  let ragged = 0;
  let hasNames = true;

  function onRow(cells: readonly string[]): void {
    if (header === undefined) {
      header = cells;
      hasNames = !cells.some((cell) => /^(int|float)$/.test(cellOfText(cell.trim())?.kind ?? ""));
      for (const [at, name] of cells.entries()) table.addColumn(hasNames ? name.trim() : `column ${at + 1}`);
      if (hasNames) return;
    }
    if (cells.length !== header.length) ragged += 1;
    table.addRow(cells.map((cell) => cellOfText(cell.trim())));
  }

  let head = "";
  for await (const piece of textOf(source, mostBytes)) {
    if (reader === undefined) {
      head += piece;
      delimiter = sniffDelimiter(head);
      reader = new RowReader(delimiter, onRow);
      reader.push(head);
    } else reader.push(piece);
  }
  const isWhole = source.sizeBytes <= mostBytes;
  const openQuote = reader?.end(isWhole) ?? false;
  return table.build(
    [
      ...(isWhole ? [] : [`The first ${(mostBytes / 1e6).toLocaleString("en")} MB were read`]),
      ...(hasNames ? [] : ["The first row has numbers in it and is taken for data: the columns have no names"]),
      ...(ragged > 0
        ? [
            `${ragged.toLocaleString("en")} ${ragged === 1 ? "row has" : "rows have"} more or fewer cells than the first`,
          ]
        : []),
      ...(openQuote && isWhole ? ["A quoted cell never ends: what follows its quote is all part of it"] : []),
    ],
    isWhole,
  );
}

const delimiters = [",", "\t", ";", "|"] as const;

/** The one that stands equally often in each of the first lines; a comma where none does. */
function sniffDelimiter(text: string): string {
  const lines = linesOf(text, 20);
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => countOutsideQuotes(line, delimiter));
    const first = counts[0] ?? 0;
    const alike = counts.filter((count) => count === first).length / Math.max(1, counts.length);
    const score = first > 0 ? alike * 1000 + Math.min(first, 100) : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** The first lines outside of quotes; the last of a text that goes on is likely cut and left out. */
function linesOf(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length && lines.length < most && at < 64 * 1024; at += 1) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (char === "\n" && !isQuoted) {
      if (at > start) lines.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return lines.length > 0 ? lines : [text.slice(0, 64 * 1024)];
}

function countOutsideQuotes(line: string, delimiter: string): number {
  let count = 0;
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    else if (char === delimiter && !isQuoted) count += 1;
  }
  return count;
}

type State = "start" | "plain" | "quoted" | "quoteInQuoted";

/** Takes text in pieces and gives whole rows; empty lines are none. */
class RowReader {
  readonly #delimiter: number;
  readonly #onRow: (cells: readonly string[]) => void;
  #state: State = "start";
  #cell = "";
  #cells: string[] = [];

  constructor(delimiter: string, onRow: (cells: readonly string[]) => void) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#onRow = onRow;
  }

  push(text: string): void {
    let from = 0; // of what is the cell's and not yet kept
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#state === "quoted") {
        if (code !== QUOTE) continue;
        this.#keep(text, from, at);
        this.#state = "quoteInQuoted";
        from = at + 1;
      } else if (code === this.#delimiter || code === LF || code === CR) {
        this.#keep(text, from, at);
        this.#endCell();
        if (code === LF || code === CR) this.#endRow();
        from = at + 1;
      } else if (code === QUOTE && this.#state === "quoteInQuoted") {
        this.#state = "quoted";
        from = at; // one of the two is the cell's
      } else if (code === QUOTE && this.#state === "start") {
        this.#state = "quoted";
        from = at + 1;
      } else if (this.#state !== "plain") this.#state = "plain"; // also what follows a closing quote
    }
    this.#keep(text, from, text.length);
  }

  /** @returns whether a quoted cell was still open */
  end(isWhole: boolean): boolean {
    const isOpen = this.#state === "quoted";
    // The last row of a file that was not read to its end is likely cut.
    if (isWhole && (this.#state !== "start" || this.#cells.length > 0)) {
      this.#endCell();
      this.#endRow();
    }
    return isOpen;
  }

  #keep(text: string, from: number, to: number): void {
    const room = MOST_OF_A_CELL - this.#cell.length;
    if (to > from && room > 0) this.#cell += text.slice(from, Math.min(to, from + room));
  }

  #endCell(): void {
    if (this.#cells.length < MOST_CELLS) this.#cells.push(this.#cell);
    this.#cell = "";
    this.#state = "start";
  }

  #endRow(): void {
    const cells = this.#cells;
    this.#cells = [];
    if (cells.length > 1 || cells[0] !== "") this.#onRow(cells);
  }
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
