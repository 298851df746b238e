import type { CheckedFiles } from "@skein/compiler/check/check-files";
import type { Diagnostic } from "@skein/spec/diagnostic";

/** Longer source lines are left out: a caret below them helps nobody. */
const MAX_LINE = 160;

/** Findings as compilers print them, `file:line:col: error: …`, which editors and CI turn into links. */
export function textReport({ files, diagnostics }: CheckedFiles): string {
  const lines = new Map(files.map(({ name, text }) => [name, text?.split(/\r\n|\r|\n/) ?? []]));
  return diagnostics.map((each) => `${describe(each, lines.get(each.file ?? "") ?? [])}\n`).join("");
}

/** "2 errors, 1 warning in 3 files". */
export function summary({ files, entities, diagnostics }: CheckedFiles): string {
  const count = (severity: Diagnostic["severity"]) => diagnostics.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const found = [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")].filter(Boolean);
  const what = found.length > 0 ? found.join(", ") : `${counted(entities.length, "entity", "entities")}, no errors`;
  return `${what} in ${counted(files.length, "file")}`;
}

function describe(found: Diagnostic, lines: readonly string[]): string {
  const { severity, message, code, range, hints, path, entity, related } = found;
  const place = [found.file ?? "", range?.start.line, range?.start.col].filter(
    (part) => part !== undefined && part !== "",
  );
  const head = `${place.join(":")}${place.length > 0 ? ": " : ""}${severity}: ${message} [${code}]`;
  const line = range && lines[range.start.line - 1];
  const shown = range && line !== undefined && line.length <= MAX_LINE ? underlined(line, range) : [];
  const where = range || path.length === 0 ? [] : [`    at ${[entity, path.join(".")].filter(Boolean).join(" ")}`];
  return [
    head,
    ...shown,
    ...where,
    ...hints.map((hint) => `    hint: ${hint.text}`),
    ...related.map(
      (each) => `    note: ${each.range ? `${each.range.start.line}:${each.range.start.col}: ` : ""}${each.message}`,
    ),
  ].join("\n");
}

function underlined(line: string, { start, end }: NonNullable<Diagnostic["range"]>): string[] {
  const stop = end.line === start.line ? Math.min(end.col - 1, line.length) : line.length;
  const width = Math.max(1, stop - (start.col - 1));
  // Tabs stay tabs, so that the caret stands below its column however wide they are shown.
  const lead = line.slice(0, start.col - 1).replaceAll(/[^\t]/g, " ");
  return [`    ${line}`, `    ${lead}${"^".repeat(width)}`];
}

const counted = (count: number, word: string, plural = `${word}s`) => `${count} ${count === 1 ? word : plural}`;
