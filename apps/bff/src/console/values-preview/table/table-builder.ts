/** Rows come in, a preview comes out: the first ones as they are, of all of them what their columns say. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { TableColumnSchema, TablePreviewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type Cell, ColumnStats } from "./column-stats.ts";
import { clip, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS } from "./limits.ts";

export type Table = MessageInitShape<typeof TablePreviewSchema>;
export type Column = MessageInitShape<typeof TableColumnSchema>;

export class TableBuilder {
  readonly #columns: { readonly name: string; readonly stats: ColumnStats }[] = [];
  readonly #rows: (readonly (Cell | undefined)[])[] = [];
  #characters = 0;
  #count = 0;
  #hidden = 0;

  get count(): number {
    return this.#count;
  }

  /** The place of a new column; undefined when there are too many. */
  addColumn(name: string): number | undefined {
    if (this.#columns.length >= MOST_COLUMNS) {
      this.#hidden += 1;
      return undefined;
    }
    return this.#columns.push({ name, stats: new ColumnStats() }) - 1;
  }

  addRow(cells: readonly (Cell | undefined)[]): void {
    this.#count += 1;
    for (const [at, column] of this.#columns.entries()) column.stats.add(cells[at]);
    if (this.#rows.length >= MOST_ROWS || this.#characters >= MOST_CHARACTERS) return;
    const shown = cells.slice(0, MOST_COLUMNS).map((cell) => cell && { ...cell, text: clip(cell.text) });
    this.#rows.push(shown);
    for (const cell of shown) this.#characters += cell?.text.length ?? 0;
  }

  build(notes: readonly string[], isWhole: boolean): Table {
    const width = this.#columns.length;
    return {
      columns: this.#columns.map(({ name, stats }) => stats.column(name, this.#count)),
      rows: this.#rows.map((cells) => rowOf(cells, width)),
      ...(isWhole && { totalRows: BigInt(this.#count) }),
      notes: [...notes, ...hiddenColumns(this.#hidden)],
    };
  }
}

export const hiddenColumns = (count: number): readonly string[] =>
  count > 0 ? [`The first ${MOST_COLUMNS} columns are shown; there are ${count.toLocaleString("en")} more`] : [];

export const rowOf = (cells: readonly (Cell | undefined)[], width: number) => ({
  cells: Array.from({ length: width }, (_, at) => {
    const text = cells[at]?.text;
    return text === undefined ? {} : { text };
  }),
});
