/** The other side of read-table.ts: reads one table, says what it found or why it could not, and ends. */
import { parentPort, workerData } from "node:worker_threads";
import { readDelimited } from "./delimited.ts";
import { readJsonLines } from "./json-lines.ts";
import { countParquetRows, readParquet } from "./parquet.ts";
import type { TableAnswer, TableRequest } from "./read-table.ts";
import { NotReadable, withFile } from "./source.ts";
import type { Table } from "./table-builder.ts";

async function read({ format, paths }: TableRequest): Promise<Table> {
  const [first = "", ...others] = paths;
  const table = await withFile(first, (source) => {
    switch (format) {
      case "csv":
        return readDelimited(source);
      case "jsonl":
        return readJsonLines(source);
      case "parquet":
        return readParquet(source);
    }
  });
  if (others.length === 0) return table;
  const { totalRows: _, ...rest } = table;
  const total = format === "parquet" ? await totalOf(table, others) : undefined;
  return {
    ...rest,
    parts: paths.length,
    notes: [...(table.notes ?? []), `Of ${paths.length} files the first is shown, and columns say what is in that one`],
    ...(total !== undefined && { totalRows: total }),
  };
}

/** Undefined when one of the parts does not say it. */
async function totalOf({ totalRows = 0n }: Table, others: readonly string[]): Promise<bigint | undefined> {
  let total = totalRows;
  try {
    for (const path of others) total += BigInt(await withFile(path, countParquetRows));
    return total;
  } catch (reason) {
    if (reason instanceof NotReadable) return undefined;
    throw reason;
  }
}

// Given by read-table.ts alone.
read(workerData as TableRequest).then(
  (table) => answer({ table }),
  (reason: unknown) => {
    if (!(reason instanceof NotReadable)) throw reason;
    answer({ problem: reason.message });
  },
);

const answer = (message: TableAnswer) => parentPort?.postMessage(message);
