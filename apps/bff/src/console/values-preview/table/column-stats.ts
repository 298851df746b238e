/** What a column holds, value by value: its type, its extremes, its mean. Memory is bounded, however long it is. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { TableColumnSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { clip } from "./limits.ts";

export type CellKind = "int" | "float" | "bool" | "datetime" | "text" | "json";

/** A cell: its text as it is shown, what it is, and its number if it has one. */
export interface Cell {
  readonly text: string;
  readonly kind: CellKind;
  readonly number?: number;
}

/** From here on it is only known that there are many. */
const MOST_DISTINCT = 1000;

export class ColumnStats {
  readonly #kinds = new Set<CellKind>();
  readonly #distinct = new Set<string>();
  #nulls = 0;
  #present = 0;
  #numbers = 0;
  #sum = 0;
  #least: Cell | undefined;
  #greatest: Cell | undefined;
  #first: string | undefined;
  #last: string | undefined;

  /** @param cell undefined where there is no value */
  add(cell: Cell | undefined): void {
    if (cell === undefined) {
      this.#nulls += 1;
      return;
    }
    const { text, kind, number } = cell;
    this.#present += 1;
    this.#kinds.add(kind);
    if (this.#distinct.size < MOST_DISTINCT) this.#distinct.add(text);
    if (this.#first === undefined || text < this.#first) this.#first = text;
    if (this.#last === undefined || text > this.#last) this.#last = text;
    if (number === undefined || !Number.isFinite(number)) return;
    this.#numbers += 1;
    this.#sum += number;
    if (this.#least === undefined || number < (this.#least.number ?? 0)) this.#least = cell;
    if (this.#greatest === undefined || number > (this.#greatest.number ?? 0)) this.#greatest = cell;
  }

  /** @param rows of the table: those that had no such cell have no value */
  column(name: string, rows: number): MessageInitShape<typeof TableColumnSchema> {
    const type = this.#type();
    const isNumber = type === "int" || type === "float";
    const [min, max] = isNumber
      ? [this.#least?.text, this.#greatest?.text]
      : type === "json" || type === "bool"
        ? []
        : [this.#first, this.#last];
    const mean = isNumber && this.#numbers > 0 ? this.#sum / this.#numbers : undefined;
    return {
      name: clip(name),
      type,
      stats: {
        count: BigInt(rows),
        nulls: BigInt(Math.max(this.#nulls, rows - this.#present)),
        distinct: this.#distinct.size,
        ...(min !== undefined && { min: clip(min) }),
        ...(max !== undefined && { max: clip(max) }),
        ...(mean !== undefined && { mean }),
      },
    };
  }

  #type(): CellKind | "" {
    const [only] = this.#kinds;
    if (only === undefined) return "";
    if (this.#kinds.size === 1) return only;
    const areNumbers = [...this.#kinds].every((kind) => kind === "int" || kind === "float");
    return areNumbers ? "float" : this.#kinds.has("json") ? "json" : "text";
  }
}

const INT = /^[+-]?(0|[1-9]\d{0,17})$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const DATETIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A cell of a file whose cells are all text; undefined for an empty one. */
export function cellOfText(text: string): Cell | undefined {
  if (text === "") return undefined;
  const code = text.charCodeAt(0);
  // A digit, a sign or a point: all else is no number and no time.
  if ((code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e) {
    if (INT.test(text)) return { text, kind: "int", number: Number(text) };
    // "007" is no number but a name: of numbers only "0.7" begins so.
    if (FLOAT.test(text) && !/^[+-]?0\d/.test(text)) return { text, kind: "float", number: Number(text) };
    if (DATETIME.test(text)) return { text, kind: "datetime" };
  } else if (/^(true|false)$/i.test(text)) return { text, kind: "bool" };
  else if (/^nan$/i.test(text)) return { text, kind: "float", number: Number.NaN };
  return { text, kind: "text" };
}
