import { expect, test } from "vitest";
import { describeNode, spanWithin, toPlain } from "./document.ts";
import { Findings } from "./findings.ts";
import { parseDocuments } from "./parse.ts";
import { anyMap, either, flag, list, mapped, named, object, ratio, type Shape, text, whole, word } from "./shape.ts";
import { SourceText } from "./source-text.ts";

function parse(source: string) {
  const findings = new Findings(new SourceText(source), "f");
  const root = parseDocuments(findings)[0]?.root;
  if (!root) throw new Error(`"${source}" was expected to be readable`);
  return { root, findings };
}

function read<T>(shape: Shape<T>, source: string) {
  const { root, findings } = parse(source);
  const value = shape.read(root, { what: "it", head: root }, findings);
  return { value, messages: findings.diagnostics.map((each) => each.message), findings };
}

test.each<[string, Shape<unknown>, string, unknown]>([
  ["a text keeps how it was written", mapped(text(), (each) => each.text), "1.10", "1.10"],
  ["a quoted text is its content", mapped(text(), (each) => each.text), "'a b'", "a b"],
  ["a word is one of a few", mapped(word(["a", "b"]), (each) => each.value), "b", "b"],
  ["a flag", mapped(flag(), (each) => each.value), "true", true],
  ["a whole number at its bound", mapped(whole(1, 5), (each) => each.value), "5", 5],
  ["a ratio that is written whole", mapped(ratio(), (each) => each.value), "1", 1],
  ["a list leaves out what is wrong", mapped(list(flag()), (each) => each.length), "[true, 3, false]", 2],
  ["nothing is an empty list", mapped(list(flag()), (each) => each.length), "~", 0],
  [
    "names keep their order",
    mapped(named(text()), (each) => each.map(({ name }) => name)),
    "{ b: 1, a: 2 }",
    ["b", "a"],
  ],
  [
    "the short form",
    either(
      mapped(text(), (each) => each.text),
      mapped(anyMap(), () => "long"),
    ),
    "x",
    "x",
  ],
  [
    "the long form",
    either(
      mapped(text(), (each) => each.text),
      mapped(anyMap(), () => "long"),
    ),
    "{}",
    "long",
  ],
])("%s", (_what, shape, source, value) => {
  expect(read(shape, source).value).toEqual(value);
});

test.each<[Shape<unknown>, string, string]>([
  [text(), "[1]", "it must be a text; this is a list"],
  [text(), "~", "it must be a text; this is nothing"],
  [word(["alpha", "beta"]), "alpa", 'it cannot be the text "alpa"; write alpha, beta'],
  [flag(), "1", "it must be true or false; this is the number 1"],
  [whole(0, 5), "6", "it must be a whole number from 0 to 5; this is the number 6"],
  [whole(0, 5), "1.0", "it must be a whole number from 0 to 5; this is the number 1.0"],
  [ratio(), "0", "it must be a number above 0 and at most 1; this is the number 0"],
  [list(text()), "{}", "it must be a list; this is a map"],
  [list(text()), "[a, [b]]", "it[1] must be a text; this is a list"],
  [named(text()), "[a]", "it must be a map of names; this is a list"],
  [anyMap(), "false", "it must be a map; this is false"],
])("what does not fit is said (%#)", (shape, source, message) => {
  expect(read(shape, source).messages).toEqual([message]);
});

const person = object({
  name: { shape: text(), doc: "What it is called.", required: true },
  age: { shape: whole(0, 200), doc: "In years." },
});

test("an object reads what is right and reports the rest", () => {
  const { value, messages } = read(person, "{ name: Ann, age: old, agge: 3 }");
  expect(value?.name?.text).toBe("Ann");
  expect(value?.age).toBeUndefined();
  expect(messages).toEqual([
    'age must be a whole number from 0 to 200; this is the text "old"',
    '"agge" is not a key of it',
  ]);
});

test("a missing key is reported once: not when it was misspelt, and not for a key that exists", () => {
  expect(read(person, "{ age: 3 }").messages).toEqual(['it needs the key "name"']);
  expect(read(person, "{ nmae: Ann }").messages).toEqual(['"nmae" is not a key of it']);
  const twins = object({ word: { shape: text(), doc: "w" }, ward: { shape: text(), doc: "t", required: true } });
  expect(read(twins, "{ word: x }").messages).toEqual(['it needs the key "ward"']);
});

test("keys of JavaScript's own objects are unknown like any other", () => {
  expect(read(person, "{ name: a, __proto__: 1, constructor: 2, toString: 3 }").messages).toHaveLength(3);
});

test("plain values keep integers exact and keys of every name", () => {
  const { root } = parse('{ a: 9223372036854775807, b: 1.5, c: [true, ~, "x"], __proto__: { d: 1 } }');
  const plain = toPlain(root);
  expect(Object.keys(Object(plain))).toEqual(["a", "b", "c", "__proto__"]);
  expect(plain).toMatchObject({ a: 9223372036854775807n, b: 1.5, c: [true, null, "x"] });
});

test.each([
  ["x", 'the text "x"'],
  ["12", "the number 12"],
  ["~", "nothing"],
  ["true", "true"],
  ["[]", "a list"],
  ["{}", "a map"],
  [`"${"y".repeat(80)}"`, `the text "${"y".repeat(57)}..."`],
])("%s is described for messages", (source, words) => {
  expect(describeNode(parse(source).root)).toBe(words);
});

test.each([
  ["abc def", 4, "def", "def"],
  ["'it''s def'", 5, "def", "def"],
  ['"def \\t def"', 6, "def", "def"],
  ["|\n  one\n  two\n", 4, "two", "two"],
])("a part of %j is found in the text as it was written", (source, offset, part, expected) => {
  const { root, findings } = parse(source);
  if (root.kind !== "scalar") throw new Error("expected a scalar");
  expect(findings.source.slice(spanWithin(findings.source, root, part, offset))).toBe(expected);
});
