/**
 * Where a cursor stands in the structure of a YAML text: the keys above it, and whether a key or a value is due.
 *
 * Made for texts that are being typed: it reads lines and their indentation, not a syntax tree, and is right also where
 * a quote or bracket is still missing. What it does not understand it passes over.
 */
import { BlockReader, type Frame } from "./block-reader.ts";
import { readFlow } from "./flow-reader.ts";

export interface CursorPlace {
  /** Keys (and indices of list items) from the root to the map or value the cursor is in. */
  readonly path: readonly (string | number)[];
  /** A key of the map at `path`, or the value at `path`. */
  readonly due: "key" | "value";
  /** What is typed of it before the cursor, its quote left out. */
  readonly word: string;
  /** Where the word begins: the offset of its first character, after its quote. */
  readonly from: number;
  readonly quote: '"' | "'" | "";
  /** Inside `{ }` or `[ ]`. */
  readonly isFlow: boolean;
  /** Keys the map at `path` has already, before and after the cursor; only where a key is due. */
  readonly siblings: readonly string[];
  /** Blanks before a further line of the same map. */
  readonly indent: number;
}

/** Undefined in comments and in blocks of text. */
export function cursorPlace(text: string, offset: number): CursorPlace | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const reader = new BlockReader();
  reader.read(text, 0, lineStart);
  if (reader.flow) {
    // A bracket of an earlier line is still open: go on inside it.
    return inFlow(text, reader.flow.start, offset, reader.frames);
  }
  const line = text.slice(lineStart, offset);
  if (reader.isInBlock(line)) return undefined;
  const head = reader.open(line, lineStart);
  const { value, valueStart, key } = head;
  if (key === undefined) return keyPlace(text, offset, reader, head.indent, valueStart, value);
  if (/^[[{]/.test(value)) return inFlow(text, valueStart, offset, reader.frames);
  if (/(^|\s)#/.test(value) && !/^["']/.test(value)) return undefined;
  if (/^[|>]/.test(value)) return undefined;
  const quote = quoteOf(value);
  return {
    path: pathOf(reader.frames),
    due: "value",
    word: value.slice(quote.length),
    from: valueStart + quote.length,
    quote,
    isFlow: false,
    siblings: [],
    indent: reader.frames.at(-1)?.indent ?? 0,
  };
}

function keyPlace(
  text: string,
  offset: number,
  reader: BlockReader,
  indent: number,
  start: number,
  word: string,
): CursorPlace | undefined {
  if (word.startsWith("#")) return undefined;
  if (/^[[{]/.test(word)) return inFlow(text, start, offset, reader.frames);
  const quote = quoteOf(word);
  const path = pathOf(reader.frames);
  return {
    path,
    due: "key",
    word: word.slice(quote.length),
    from: start + quote.length,
    quote,
    isFlow: false,
    siblings: [...reader.keys, ...keysAfter(text, offset, indent)],
    indent,
  };
}

/** The keys of the same map that stand below. */
function keysAfter(text: string, offset: number, indent: number): string[] {
  const found: string[] = [];
  const next = text.indexOf("\n", offset);
  if (next < 0) return found;
  for (const line of text.slice(next + 1).split("\n")) {
    if (/^\s*(#|$)/.test(line)) continue;
    const depth = line.search(/\S/);
    if (depth < indent || /^(---|\.\.\.)/.test(line) || (depth === indent && /^\s*- /.test(line))) break;
    if (depth > indent) continue;
    const key = /^\s*(?:"([^"]*)"|'([^']*)'|([^\s#:][^:#]*?))\s*:(?:\s|$)/.exec(line);
    if (key) found.push(key[1] ?? key[2] ?? key[3] ?? "");
  }
  return found;
}

function inFlow(text: string, start: number, offset: number, frames: readonly Frame[]): CursorPlace | undefined {
  const flow = readFlow(text, start, offset);
  if (!flow) return undefined;
  return {
    ...flow,
    path: [...pathOf(frames), ...flow.path],
    isFlow: true,
    indent: frames.at(-1)?.indent ?? 0,
  };
}

const pathOf = (frames: readonly Frame[]) => frames.map(({ key }) => key);

function quoteOf(word: string): CursorPlace["quote"] {
  return word.startsWith('"') ? '"' : word.startsWith("'") ? "'" : "";
}
