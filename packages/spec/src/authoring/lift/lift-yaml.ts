/**
 * Written values → YAML that reads back as the same: block style, `|` for texts of several lines, one line for what is
 * marked compact and short enough.
 *
 * Quoting is left to the library, except where our reader or YAML's merge key would see more in a text than text.
 */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { Compact, type Fields, isFields, type Written } from "./lift-written.ts";

/** Longer ones are written over several lines. */
const longestLine = 100;

/** One document. Top-level keys, and the entries of `spaced` ones, are set apart by an empty line. */
export function writeYaml(root: Fields, spaced: readonly string[] = []): string {
  const document = new Document();
  const map = toMap(root);
  for (const pair of map.items) {
    if (!spaced.includes(pair.key.value) || !(pair.value instanceof YAMLMap)) continue;
    setApart(map, pair.key);
    for (const { key } of pair.value.items) if (key instanceof Scalar) setApart(pair.value, key);
  }
  document.contents = map;
  // Folded lines would have to be read back as they were; JSON's quotes are the same in both languages.
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
}

/** A text as a comment of one line. */
export function writeComment(text: string): string {
  return `# ${text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, " ")}\n`;
}

function setApart(map: YAMLMap<unknown, unknown>, key: Scalar): void {
  if (map.items[0]?.key !== key) key.spaceBefore = true;
}

function toNode(value: Written, isFlow: boolean): Scalar | YAMLSeq | YAMLMap {
  if (value instanceof Compact) return toCollection(value.value, isFlow || fitsLine(value.value));
  if (value === null || typeof value !== "object") return toScalar(value);
  return toCollection(value, isFlow);
}

function toCollection(value: readonly Written[] | Fields, isFlow: boolean): YAMLSeq | YAMLMap {
  const node = isFields(value) ? toMap(value, isFlow) : new Items();
  if (!isFields(value)) node.items = value.map((each) => toNode(each, isFlow));
  if (isFlow) node.flow = true; // unsaid, an empty one still stands on its key's line
  return node;
}

function toMap(value: Fields, isFlow = false): YAMLMap<Scalar<string>, Scalar | YAMLSeq | YAMLMap> {
  const map = new Members<Scalar<string>, Scalar | YAMLSeq | YAMLMap>();
  for (const [key, member] of value) map.items.push(new Pair(toKey(key), toNode(member, isFlow)));
  return map;
}

function toKey(key: string): Scalar<string> {
  const scalar = new Scalar(key);
  if (key === "<<") scalar.type = "QUOTE_DOUBLE"; // plain, it would merge another map into this one
  return scalar;
}

function toScalar(value: null | boolean | bigint | number | string): Scalar {
  const scalar = new Scalar<unknown>(value);
  if (typeof value === "number") scalar.minFractionDigits = 1;
  const isLong = typeof value === "string" && value.includes("\n");
  if (isLong) scalar.type = isBlock(value) ? "BLOCK_LITERAL" : "QUOTE_DOUBLE";
  return scalar;
}

/** A block shows its text as it is; blanks at its beginning and in its last line would be YAML's own. */
function isBlock(text: string): boolean {
  return /^[^\s\ufeff]/.test(text) && !/\n[\t ]+\n*$/.test(text);
}

/** Whether it is short, and holds nothing that would need quotes only because of the line. */
function fitsLine(value: readonly Written[] | Fields): boolean {
  return lengthOf(value, longestLine) <= longestLine;
}

/** About how long it is on one line; stops counting beyond `most`. */
function lengthOf(value: Written, most: number): number {
  if (value instanceof Compact) return lengthOf(value.value, most);
  if (typeof value === "string") return /[\n[\]{}]/.test(value) ? Number.POSITIVE_INFINITY : value.length + 2;
  if (value === null || typeof value !== "object") return String(value).length;
  let length = 4;
  for (const [key, member] of isFields(value) ? value : value.entries()) {
    if (length > most) break;
    length += lengthOf(member, most - length) + (typeof key === "string" ? lengthOf(key, most) + 2 : 2);
  }
  return length;
}

type Context = Parameters<YAMLSeq["toString"]>[0];

/** `[a, b]`, where the library would write `[ a, b ]`. */
class Items extends YAMLSeq {
  override toString(context?: Context, onComment?: () => void, onChompKeep?: () => void): string {
    return super.toString(padded(context, ""), onComment, onChompKeep);
  }
}

/** `{ a: 1 }`, also inside `[ ]`. */
class Members<K, V> extends YAMLMap<K, V> {
  override toString(context?: Context, onComment?: () => void, onChompKeep?: () => void): string {
    return super.toString(padded(context, " "), onComment, onChompKeep);
  }
}

function padded(context: Context, flowCollectionPadding: string): Context {
  return context && { ...context, flowCollectionPadding };
}
