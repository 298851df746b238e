import { expect, it, test } from "vitest";
import type { Path } from "../diagnostic.ts";
import { fixOf } from "./fix.ts";
import { SourceText } from "./source-text.ts";

/** The text after the fix; `‹ ›` stand around what the path leads to. */
function fixed(marked: string, path: Path, value: unknown): string | undefined {
  const source = new SourceText(marked.replace(/[‹›]/g, ""));
  const span = { start: marked.indexOf("‹"), end: marked.indexOf("›") - 1 };
  const fix = fixOf({ text: "", edit: { path, value } }, source, () => source.rangeOf(span));
  if (!fix) return undefined;
  const { range, replacement } = fix;
  const { text } = source;
  return text.slice(0, source.offsetAt(range.start)) + replacement + text.slice(source.offsetAt(range.end));
}

it.each([
  ["task: ‹nowhere›", ["name"], "somewhere", "task: somewhere"],
  ['task: ‹"nowhere"›', ["name"], "somewhere", 'task: "somewhere"'],
  ["task: ‹'nowhere'›", ["name"], "somewhere", "task: 'somewhere'"],
  ["task: ‹'nowhere'›", ["name"], "it's", 'task: "it\'s"'],
  ["task: ‹nowhere›", ["name"], "a: b", 'task: "a: b"'],
  ["retries: ‹x›", ["retries"], 3, "retries: 3"],
  ["n: ‹${make.nubmer}›", ["promise", "var"], "number", "n: ${make.number}"],
  ["n: ‹${maek.number}›", ["promise", "nodeId"], "make", "n: ${make.number}"],
  ['{ n: ‹"${maek.number[2]}"› }', ["promise", "nodeId"], "make", '{ n: "${make.number[2]}" }'],
  ["‹nubmer›: 3", ["inputs", 0, "var"], "number", "number: 3"],
] as const)("%s, %j = %j gives %s", (text, path, value, result) => {
  expect(fixed(text, path, value)).toBe(result);
});

it.each([
  ["a map", "‹{ a: 1 }›", ["x"], "y"],
  ["a block of text", "‹|\n  x›", ["x"], "y"],
  ["nothing", "a: ‹›", ["x"], "y"],
  ["a value that is no scalar", "a: ‹b›", ["x"], { c: 1 }],
] as const)("%s is not edited blindly", (_, text, path, value) => {
  expect(fixed(text, path, value)).toBeUndefined();
});

test("an edit that names its range is that edit, and a hint without one is none", () => {
  const source = new SourceText("a: b");
  const range = source.rangeOf({ start: 3, end: 4 });
  const edit = { range, replacement: "c" };
  expect(fixOf({ text: "", edit }, source, () => undefined)).toEqual(edit);
  expect(fixOf({ text: "Think" }, source, () => range)).toBeUndefined();
});

test("offsets and positions are each other's inverse, and places outside are moved to the nearer end", () => {
  const source = new SourceText("ab\n\ncde");
  for (let offset = 0; offset <= 7; offset++) expect(source.offsetAt(source.positionAt(offset))).toBe(offset);
  expect(source.offsetAt({ line: 9, col: 1 })).toBe(7);
  expect(source.offsetAt({ line: 0, col: 1 })).toBe(0);
  expect(source.offsetAt({ line: 1, col: 99 })).toBe(2);
});
