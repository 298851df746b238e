/** The rows of the Nodes view as a table for other programs, in plain numbers. */
import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatIso } from "../../../flyte/time-format.ts";
import { kindLook } from "../../../graph/node-face.ts";
import type { TreeRow } from "../node-tree.ts";
import { factsOf } from "./node-facts.ts";

const head = [
  "path",
  "id",
  "name",
  "kind",
  "status",
  "attempts",
  "cache",
  "started",
  "queued (s)",
  "ran (s)",
  "cpu seconds",
  "peak memory bytes",
  "error head",
];

/** The head and a line per row, without rows that are only there for what they hold. @param now the server's clock */
export function nodeTable(
  rows: readonly TreeRow[],
  nodes: ReadonlyMap<string, NodeSummary>,
  now: number,
): readonly (readonly string[])[] {
  const lines = rows.flatMap(({ node, isGrey }) => {
    if (isGrey) return [];
    const summary = nodes.get(node.path);
    const facts = factsOf(node, summary, now);
    return [
      [
        node.path,
        node.id,
        node.name,
        kindLook(node.kind).word,
        facts.look.word,
        text(facts.attempts),
        facts.cache,
        facts.startedAt === undefined ? "" : formatIso(facts.startedAt, "utc"),
        text(facts.queuedMs, 1000),
        text(facts.ranMs, 1000),
        text(facts.cpuSeconds),
        text(facts.peakBytes),
        summary?.errorHead ?? "",
      ],
    ];
  });
  return [head, ...lines];
}

const text = (value: number | undefined, per = 1) => (value === undefined ? "" : String(value / per));

type Table = readonly (readonly string[])[];

/** RFC 4180. */
export function toCsv(table: Table): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return table.map((line) => `${line.map((cell) => quoted(harmless(cell))).join(",")}\r\n`).join("");
}

/** For the clipboard; cells have no way to hold a tab or the end of a line. */
export function toTsv(table: Table): string {
  return table.map((line) => line.map((cell) => harmless(cell.replace(/\s/g, " "))).join("\t")).join("\n");
}

/** What a spreadsheet would run as a formula is marked as text: names and errors are written by anybody. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
