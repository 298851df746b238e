/** Keeps values of secrets out of what is stored: log lines, errors, what is shown of a container. */
import type { LogWriter } from "../log-writer.ts";

export type Mask = (text: string) => string;

const MASKED = "***";
/** A shorter one would take words and figures out of every line. */
const SHORTEST = 4;

/**
 * @param values as they are kept; each is found without the blanks around it, and one of many lines also line by line,
 *   because a log stores lines
 */
export function maskOf(values: Iterable<string>): Mask {
  const found = new Set<string>();
  for (const value of values) {
    const lines = value.split(/\r?\n/).map((line) => line.trim());
    for (const text of [value.trim(), ...lines]) if (text.length >= SHORTEST) found.add(text);
  }
  if (found.size === 0) return (text) => text;
  // The longest first: one secret may be the beginning of another.
  const longestFirst = [...found].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(pattern, MASKED);
}

/** `NAME=***`, as a variable of a secret is shown. */
export const maskedAssignment = (name: string): string => `${name}=${MASKED}`;

/** @param mask asked at every line: what is masked becomes known later than the log is opened */
export function maskingWriter(writer: LogWriter, mask: () => Mask): LogWriter {
  return {
    ...writer,
    append(lines) {
      const masked = mask();
      return writer.append(lines.map((line) => ({ ...line, text: masked(line.text) })));
    },
  };
}
