/**
 * A YAML or JSON document as authoring reads it: values with their place in the text.
 *
 * Made by parse.ts, which has resolved anchors and merge keys: shared parts appear as the same object. Numbers keep
 * the text they were written with, because `1.10` may be a version and 2^63-1 must not pass through a double.
 */
import type { PlainValue } from "../plain-json.ts";
import type { SourceText, Span } from "./source-text.ts";

export type DocNode = DocScalar | DocList | DocMap;

export interface DocScalar extends Span {
  readonly kind: "scalar";
  /** Integers are bigint. */
  readonly value: string | bigint | number | boolean | null;
  /** The content: of a plain number or boolean as it was written, of a string its value; empty for null. */
  readonly text: string;
  /** Neither quoted nor a block. */
  readonly plain: boolean;
}

export interface DocList extends Span {
  readonly kind: "list";
  readonly items: readonly DocNode[];
}

export interface DocMap extends Span {
  readonly kind: "map";
  readonly entries: readonly DocEntry[];
}

export interface DocEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DocNode;
}

/** The entry of a key, or undefined: also when the node is no map. */
export function findEntry(node: DocNode | undefined, key: string): DocEntry | undefined {
  return node?.kind === "map" ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** What a node is, in a sentence: `a list`, `the text "abc"`, `the number 5`. */
export function describeNode(node: DocNode): string {
  switch (node.kind) {
    case "list":
      return "a list";
    case "map":
      return "a map";
    case "scalar":
      if (node.value === null) return "nothing";
      if (typeof node.value === "string") return `the text ${JSON.stringify(shorten(node.value))}`;
      return typeof node.value === "boolean" ? node.text : `the number ${shorten(node.text)}`;
  }
}

/** One line of at most 60 characters. */
export function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/**
 * The plain value: strings, bigint for whole numbers, number, boolean, null, arrays and plain objects.
 *
 * @param onString what becomes of each string, for escapes
 */
export function toPlain(
  node: DocNode,
  onString: (scalar: DocScalar & { value: string }) => PlainValue = asItIs,
): PlainValue {
  switch (node.kind) {
    case "scalar":
      return isText(node) ? onString(node) : node.value;
    case "list":
      return node.items.map((item) => toPlain(item, onString));
    case "map":
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toPlain(entry.value, onString)]));
  }
}

/** Whether it is a scalar whose value is a string. */
export function isText(node: DocNode): node is DocScalar & { value: string } {
  return node.kind === "scalar" && typeof node.value === "string";
}

/** Where a part of a scalar's text stands, as far as the raw text shows it unchanged; else the whole scalar. */
export function spanWithin(source: SourceText, scalar: DocScalar, part: string, offset: number): Span {
  const raw = source.slice(scalar);
  if (scalar.plain && raw === scalar.text) {
    return { start: scalar.start + offset, end: scalar.start + offset + part.length };
  }
  if (part === "") return scalar;
  // Quotes and block indentation shift the text; take the occurrence with the same rank.
  let rank = 0;
  for (let at = scalar.text.indexOf(part); at >= 0 && at < offset; at = scalar.text.indexOf(part, at + 1)) rank++;
  let found = raw.indexOf(part);
  while (found >= 0 && rank-- > 0) found = raw.indexOf(part, found + 1);
  return found < 0 ? scalar : { start: scalar.start + found, end: scalar.start + found + part.length };
}

const asItIs = (scalar: DocScalar) => scalar.value;
