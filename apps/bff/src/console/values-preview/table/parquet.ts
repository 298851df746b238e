/**
 * Parquet, by ranges: the footer, then the columns of the row groups that hold the first rows.
 *
 * Of a file that is small enough every value is looked at; of a larger one columns say what their footers say of them.
 * Sizes are checked before anything is unpacked: a small file may claim to hold a great deal.
 */
import { formatPlainJson, type PlainValue } from "@skein/spec/plain-json";
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Cell, CellKind } from "./column-stats.ts";
import { clip, MOST_BYTES, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS } from "./limits.ts";
import { type ByteSource, NotReadable } from "./source.ts";
import { type Column, hiddenColumns, rowOf, type Table, TableBuilder } from "./table-builder.ts";

/** Of the pieces that hold the first rows, packed and unpacked. */
const MOST_PACKED = 64_000_000;
const MOST_UNPACKED = 256_000_000;
/** Every value is looked at when there are no more. */
const MOST_VALUES = 2_000_000;
/** A footer that is larger describes more than anybody looks at. */
const MOST_OF_A_FOOTER = 32_000_000;

export async function readParquet(source: ByteSource): Promise<Table> {
  const file = bufferOf(source);
  const metadata = await footerOf(file);
  try {
    const all = parquetSchema(metadata).children.map(({ element }) => element);
    const columns = all.slice(0, MOST_COLUMNS);
    const read = { file, metadata, kinds: columns.map(({ type, name }) => ({ name, isFloat: isFloat(type) })) };
    const hidden = hiddenColumns(all.length - columns.length);
    return isSmall(source, metadata) ? await readAll(read, hidden) : await readFirst(read, hidden);
  } catch (cause) {
    throw cause instanceof NotReadable ? cause : unreadable(cause);
  }
}

/** Rows, by the footer alone. */
export async function countParquetRows(source: ByteSource): Promise<number> {
  return Number((await footerOf(bufferOf(source))).num_rows);
}

interface Reading {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly kinds: readonly { readonly name: string; readonly isFloat: boolean }[];
}

const isFloat = (type: string | undefined) => type === "FLOAT" || type === "DOUBLE";

async function footerOf(file: AsyncBuffer): Promise<FileMetaData> {
  const tail = new DataView(await file.slice(Math.max(0, file.byteLength - 8), file.byteLength));
  if (tail.byteLength < 8 || tail.getUint32(4, true) !== 0x31524150)
    throw new NotReadable("This is no whole Parquet file: it does not end as one, so it was likely cut off");
  if (tail.getUint32(0, true) > MOST_OF_A_FOOTER)
    throw new NotReadable("This Parquet file describes more than can be shown; download it");
  try {
    return await parquetMetadataAsync(file);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) =>
  new NotReadable(`This Parquet file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });

const bufferOf = (source: ByteSource): AsyncBuffer => ({
  byteLength: source.sizeBytes,
  slice: async (start, end = source.sizeBytes) => (await source.read(start, end)).buffer,
});

function isSmall({ sizeBytes }: ByteSource, { num_rows, row_groups, schema }: FileMetaData): boolean {
  const unpacked = row_groups
    .flatMap((group) => group.columns)
    .reduce((sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0), 0);
  return sizeBytes <= MOST_BYTES && unpacked <= MOST_UNPACKED && Number(num_rows) * schema.length <= MOST_VALUES;
}

async function readAll({ file, metadata, kinds }: Reading, notes: readonly string[]): Promise<Table> {
  const table = new TableBuilder();
  for (const { name } of kinds) table.addColumn(name);
  let start = 0;
  for (const { num_rows } of metadata.row_groups) {
    const end = start + Number(num_rows);
    for (const row of await rowsOf({ file, metadata, kinds }, start, end)) table.addRow(row);
    start = end;
  }
  return { ...table.build(notes, true), totalRows: metadata.num_rows };
}

async function readFirst({ file, metadata, kinds }: Reading, notes: readonly string[]): Promise<Table> {
  const readable = kinds.filter(withinReach(metadata));
  const rows = await rowsOf({ file, metadata, kinds: readable }, 0, MOST_ROWS);
  const places = kinds.map((kind) => readable.indexOf(kind));
  const shown: ReturnType<typeof rowOf>[] = [];
  let characters = 0;
  for (const row of rows) {
    if (characters > MOST_CHARACTERS) break;
    const cells = places.map((place) => row[place]).map((cell) => cell && { ...cell, text: clip(cell.text) });
    for (const cell of cells) characters += cell?.text.length ?? 0;
    shown.push(rowOf(cells, kinds.length));
  }
  const left = kinds.length - readable.length;
  return {
    columns: kinds.map(({ name }, at) => fromFooter(metadata, name, typeOf(rows, places[at] ?? -1))),
    rows: shown,
    totalRows: metadata.num_rows,
    notes: [
      ...notes,
      "It is large: its columns say what the file itself says of them",
      ...(left > 0 ? [`${left} ${left === 1 ? "column takes" : "columns take"} too much memory to be shown`] : []),
    ],
  };
}

/** Takes columns, in their order, until what holds their first rows is too much. */
function withinReach({ row_groups }: FileMetaData): (column: { readonly name: string }) => boolean {
  const first: typeof row_groups = [];
  for (let at = 0, rows = 0; at < row_groups.length && rows < MOST_ROWS; at += 1) {
    const group = row_groups[at];
    if (group) first.push(group);
    rows += Number(group?.num_rows ?? 0);
  }
  let [packed, unpacked] = [0, 0];
  return ({ name }) => {
    const chunks = first.flatMap(({ columns }) =>
      columns.flatMap(({ meta_data }) => (meta_data?.path_in_schema[0] === name ? [meta_data] : [])),
    );
    const own = {
      packed: chunks.reduce((sum, each) => sum + Number(each.total_compressed_size), 0),
      unpacked: chunks.reduce((sum, each) => sum + Number(each.total_uncompressed_size), 0),
    };
    if (packed + own.packed > MOST_PACKED || unpacked + own.unpacked > MOST_UNPACKED) return false;
    packed += own.packed;
    unpacked += own.unpacked;
    return true;
  };
}

async function rowsOf({ file, metadata, kinds }: Reading, rowStart: number, rowEnd: number) {
  let rows: (Cell | undefined)[][] = [];
  if (kinds.length === 0 || rowEnd <= rowStart) return rows;
  await parquetRead({
    ...{ file, metadata, rowStart, rowEnd, compressors },
    columns: kinds.map(({ name }) => name),
    onComplete(found: unknown[][]) {
      rows = found.map((row) => kinds.map((kind, at) => cellOf(row[at], kind.isFloat)));
    },
  });
  return rows;
}

function cellOf(value: unknown, isFloat: boolean): Cell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "bigint") return { text: String(value), kind: "int", number: Number(value) };
  if (typeof value === "number") {
    return { text: String(value), kind: isFloat || !Number.isInteger(value) ? "float" : "int", number: value };
  }
  if (typeof value === "boolean") return { text: String(value), kind: "bool" };
  if (typeof value === "string") return { text: value, kind: "text" };
  if (value instanceof Date) return { text: dateText(value), kind: "datetime" };
  if (value instanceof Uint8Array) return { text: hexText(value), kind: "text" };
  return { text: formatPlainJson(plain(value)), kind: "json" };
}

const dateText = (date: Date): string => (Number.isNaN(date.getTime()) ? "invalid date" : date.toISOString());
const hexText = (bytes: Uint8Array): string => `0x${Buffer.from(bytes.subarray(0, 160)).toString("hex")}`;

/** A nested value as JSON has it; whole floats lose their fraction, which nobody misses in a cell. */
function plain(value: unknown): PlainValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "bigint" || typeof value === "boolean" || typeof value === "string") return value;
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return hexText(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, plain);
  if (typeof value !== "object") return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function typeOf(rows: readonly (readonly (Cell | undefined)[])[], place: number): CellKind | "" {
  return rows.map((row) => row[place]).find((cell) => cell !== undefined)?.kind ?? "";
}

/** What the footer says of a column, if it says it of every row group. */
function fromFooter({ row_groups, num_rows }: FileMetaData, name: string, type: CellKind | ""): Column {
  const chunks = row_groups.map(({ columns }) =>
    columns.filter(({ meta_data }) => meta_data?.path_in_schema[0] === name && meta_data.path_in_schema.length === 1),
  );
  const told = chunks.map(([chunk]) => chunk?.meta_data?.statistics);
  const cells = told.map((each) => ({
    min: cellOf(each?.min_value ?? each?.min, type === "float"),
    max: cellOf(each?.max_value ?? each?.max, type === "float"),
  }));
  const isNested = type === "json" || type === "bool";
  const min = isNested
    ? undefined
    : extreme(
        cells.map((each) => each.min),
        -1,
      );
  const max = isNested
    ? undefined
    : extreme(
        cells.map((each) => each.max),
        1,
      );
  const nulls = told.map((each) => each?.null_count);
  if (nulls.includes(undefined)) return { name: clip(name), type };
  return {
    name: clip(name),
    type,
    stats: {
      count: num_rows,
      nulls: nulls.reduce((sum: bigint, each) => sum + (each ?? 0n), 0n),
      ...(min !== undefined && { min: clip(min) }),
      ...(max !== undefined && { max: clip(max) }),
    },
  };
}

/** @param side 1 for the greatest, -1 for the least */
function extreme(cells: readonly (Cell | undefined)[], side: 1 | -1): string | undefined {
  let best: Cell | undefined;
  for (const cell of cells) {
    if (cell === undefined) return undefined;
    if (best === undefined || compare(cell, best) * side > 0) best = cell;
  }
  return best?.text;
}

const compare = (a: Cell, b: Cell): number =>
  a.number !== undefined && b.number !== undefined
    ? a.number - b.number
    : a.text < b.text
      ? -1
      : a.text > b.text
        ? 1
        : 0;
