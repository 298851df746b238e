/** Lines that are JSON objects, as loggers of services write them. */
import type { LogLine } from "@skein/spec/gen/skein/console/v1/console_pb";
import { stripAnsi } from "./ansi.ts";

/** Longer ones are not read: they would be at every look. */
const MOST_LETTERS = 20_000;
/** Lines looked at for names of fields. */
const LOOKED_AT = 300;
const MOST_FIELDS = 16;
/** What loggers call the text itself. */
const messageNames = ["message", "msg", "event", "text"];

export type Fields = Readonly<Record<string, unknown>>;

/** Undefined for a line that is no JSON object. */
export function fieldsOf(line: LogLine): Fields | undefined {
  const text = line.text.length > MOST_LETTERS ? "" : stripAnsi(line.text).trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the fields that these lines have, the most frequent first; the text itself is none. */
export function fieldNames(lines: readonly LogLine[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines.slice(-LOOKED_AT))
    for (const name of Object.keys(fieldsOf(line) ?? {}))
      if (!messageNames.includes(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_FIELDS)
    .map(([name]) => name);
}

/** The text itself; undefined where a line has no field for it. */
export function messageOf(fields: Fields): string | undefined {
  const name = messageNames.find((each) => typeof fields[each] === "string");
  return name === undefined ? undefined : String(fields[name]);
}

/** A field's value in a column. */
export function fieldText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
