/** JSON Lines: one object a line; the names of all of them are the columns, in the order they first come. */
import { formatPlainJson, isPlainObject, type PlainValue, parsePlainJson } from "@skein/spec/plain-json";
import { type Cell, cellOfText } from "./column-stats.ts";
import { MOST_BYTES } from "./limits.ts";
import { type ByteSource, textOf } from "./source.ts";
import { type Table, TableBuilder } from "./table-builder.ts";

/** Longer lines are not read. */
const MOST_OF_A_LINE = 1_000_000;
/** The column of lines that are no objects. */
const VALUE = "value";

export async function readJsonLines(source: ByteSource, mostBytes = MOST_BYTES): Promise<Table> {
  const table = new TableBuilder();
  const places = new Map<string, number | undefined>();
  const bad = { count: 0, first: 0 };
  let number = 0;

  function onLine(line: string, isTooLong: boolean): void {
    number += 1;
    if (line.trim() === "" && !isTooLong) return;
    const { value, problem } = isTooLong ? { problem: true } : parsePlainJson(line);
    if (problem || value === undefined) {
      bad.count += 1;
      bad.first ||= number;
      return;
    }
    const cells: (Cell | undefined)[] = [];
    for (const [name, each] of isPlainObject(value) ? Object.entries(value) : [[VALUE, value] as const]) {
      if (!places.has(name)) places.set(name, table.addColumn(name));
      const place = places.get(name);
      if (place !== undefined) cells[place] = cellOfJson(each);
    }
    table.addRow(cells);
  }

  let line = "";
  let isTooLong = false;
  for await (const piece of textOf(source, mostBytes)) {
    let from = 0;
    for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", from)) {
      isTooLong ||= line.length + at - from > MOST_OF_A_LINE;
      onLine(isTooLong ? "" : line + piece.slice(from, at), isTooLong);
      [line, isTooLong] = ["", false];
      from = at + 1;
    }
    isTooLong ||= line.length + piece.length - from > MOST_OF_A_LINE;
    line = isTooLong ? "" : line + piece.slice(from);
  }
  const isWhole = source.sizeBytes <= mostBytes;
  // The last line of a file that was not read to its end is likely cut.
  if (isWhole && (line !== "" || isTooLong)) onLine(line, isTooLong);
  return table.build(
    [
      ...(isWhole ? [] : [`The first ${(mostBytes / 1e6).toLocaleString("en")} MB were read`]),
      ...(bad.count > 0
        ? [
            `${bad.count.toLocaleString("en")} ${bad.count === 1 ? "line is" : "lines are"} not valid JSON and left out, line ${bad.first.toLocaleString("en")} first`,
          ]
        : []),
    ],
    isWhole,
  );
}

function cellOfJson(value: PlainValue): Cell | undefined {
  if (value === null) return undefined;
  if (typeof value === "boolean") return { text: String(value), kind: "bool" };
  if (typeof value === "bigint") return { text: String(value), kind: "int", number: Number(value) };
  if (typeof value === "number") return { text: String(value), kind: "float", number: value };
  if (typeof value === "string") {
    const cell = cellOfText(value);
    // Text that reads like a number was still written as text.
    return { text: value, kind: cell?.kind === "datetime" ? "datetime" : "text" };
  }
  return { text: formatPlainJson(value), kind: "json" };
}
