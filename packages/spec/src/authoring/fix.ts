/**
 * A hint's edit as a replacement in the text. Edits that name a place in the spec become one where the value stands in
 * the text as a scalar: quoted as it was, and inside a reference only the part that is meant.
 */
import type { Hint, Path, Range } from "../diagnostic.ts";
import { parseReference } from "./reference.ts";
import type { SourceText } from "./source-text.ts";

/** A piece of the text and what to write in its place. */
export interface Fix {
  readonly range: Range;
  readonly replacement: string;
}

/**
 * The replacement that carries out a hint; undefined when it has no edit, or the place cannot be edited blindly (a map,
 * a block of text, a value that is not written).
 *
 * @param rangeOf where a path of the spec stands in the text
 */
export function fixOf({ edit }: Hint, source: SourceText, rangeOf: (path: Path) => Range | undefined): Fix | undefined {
  if (!edit) return undefined;
  if ("range" in edit) return edit;
  const range = rangeOf(edit.path);
  if (!range || (typeof edit.value !== "string" && typeof edit.value !== "number")) return undefined;
  const start = source.offsetAt(range.start);
  const written = source.slice({ start, end: source.offsetAt(range.end) });
  const value = String(edit.value);
  const part = partOfReference(written, edit.path);
  if (part) {
    const at = { start: start + part.start, end: start + part.end };
    return { range: source.rangeOf(at), replacement: value };
  }
  const replacement = rewrite(written, value, typeof edit.value === "number");
  return replacement === undefined ? undefined : { range, replacement };
}

/** Where the node or output stands in a scalar that is a reference, quotes and all. */
function partOfReference(written: string, path: Path): { start: number; end: number } | undefined {
  const last = path.at(-1);
  if (last !== "var" && last !== "nodeId") return undefined;
  const [start, end] = [written.indexOf("${"), written.lastIndexOf("}") + 1];
  if (start < 0 || end <= start) return undefined;
  const reference = parseReference(written, start, end);
  if (reference.kind !== "reference") return undefined;
  const [offset, name] =
    last === "nodeId" ? [reference.nodeOffset, reference.node] : [reference.variableOffset, reference.variable];
  return name === "" ? undefined : { start: offset, end: offset + name.length };
}

/** The value in the style of what it replaces. */
function rewrite(written: string, value: string, isNumber: boolean): string | undefined {
  if (/^'[^'\n]*'$/.test(written)) return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (/^"(?:[^"\\\n]|\\.)*"$/.test(written)) return JSON.stringify(value);
  if (!/^[^\s#&*!|>'"%@`{}[\],?-][^\n#{}[\],]*$/.test(written)) return undefined;
  return isNumber || /^[A-Za-z_][\w./-]*$/.test(value) ? value : JSON.stringify(value);
}
