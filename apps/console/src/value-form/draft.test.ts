import { equals } from "@bufbuild/protobuf";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainValue } from "@skein/spec/plain-json";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { type Draft, emptyDraft, isBlank, newItem, readDraft, toDraft } from "./draft.ts";

const context = { now: Date.UTC(2026, 10, 23), zone: "utc" } as const;

function typeOf(text: string): LiteralType {
  const { type } = parseLiteralType(text);
  if (!type) throw new TypeError(`${text} is no type`);
  return type;
}

/** A literal put into a field and read out again, unchanged. */
function goesRound(text: string, value: PlainValue): boolean {
  const type = typeOf(text);
  const { literal } = toLiteral(value, type);
  if (!literal) throw new TypeError(`not a ${text}`);
  const read = readDraft(type, toDraft(type, literal), context);
  return read.literal !== undefined && equals(LiteralSchema, literal, read.literal);
}

it.each([
  ["int", 9_223_372_036_854_775_807n],
  ["int", -9_223_372_036_854_775_808n],
  ["float", 0.1],
  ["float", 3],
  ["float", Number.NEGATIVE_INFINITY],
  ["string", "line\nline"],
  ["string", " spaces kept "],
  ["bool", true],
  ["datetime", "2026-01-31T12:00:00.123456789Z"],
  ["duration", "1h30m0.000000001s"],
  ["enum[red, green]", "green"],
  ["file[csv]", "s3://my-s3-bucket/a.csv"],
  ["dir", "s3://my-s3-bucket/dir"],
  ["dataset[parquet]", "s3://my-s3-bucket/d"],
  ["list[int]", [1n, 2n]],
  ["list[list[string]]", [["a"], []]],
  ["list[string]", [""]],
  ["map[float]", { a: 0.5, "b c": 2 }],
  ["map[list[bool]]", { a: [true, false] }],
  ["struct", { depth: 12n, rate: 0.5, nested: { list: [1n, "x", null] } }],
  ["string?", null],
  ["int?", 5n],
  ["list[int?]", [1n, null]],
  ["int | string", "5"],
  ["int | string", 5n],
  ["binary", "aGVsbG8="],
  ["none", null],
] as const)("%s goes into a field and out again unchanged (case %#)", (type, value) => {
  expect(goesRound(type, value)).toBe(true);
});

test("every int64 goes round exactly", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => goesRound("int", value)));
});

test("every float and every text goes round exactly", () => {
  fc.assert(fc.property(fc.double({ noNaN: true }), (value) => goesRound("float", value)));
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (value) => goesRound("string", value)));
});

it.each<[string, Draft, RegExp]>([
  ["int", { kind: "text", text: "1.5" }, /whole number/],
  ["int", { kind: "text", text: "9223372036854775808" }, /64 bits/],
  ["float", { kind: "text", text: "0,05" }, /a number/],
  ["duration", { kind: "text", text: "2 m" }, /duration/],
  ["datetime", { kind: "text", text: "soon" }, /date and time/],
  ["list[int]", { kind: "list", items: [newItem({ kind: "text", text: "x" })] }, /whole number/],
  ["struct", { kind: "json", text: "{" }, /Not valid JSON/],
])("%s refuses what does not fit (case %#)", (type, draft, message) => {
  const { findings } = readDraft(typeOf(type), draft, context);
  expect(findings?.[0]?.message).toMatch(message);
});

test("a finding inside a list names its item", () => {
  const items = ["1", "two"].map((text) => newItem({ kind: "text", text }));
  const { findings } = readDraft(typeOf("list[int]"), { kind: "list", items }, context);
  expect(findings?.map(({ path }) => path)).toEqual([[1]]);
});

test("a key given twice is found, not lost", () => {
  const entries = ["1", "2"].map((text) => ({ name: "a", ...newItem({ kind: "text", text } as const) }));
  const { findings } = readDraft(typeOf("map[int]"), { kind: "map", entries }, context);
  expect(findings?.[0]?.message).toBe("The key “a” is there twice");
});

test("words for a moment are read as one", () => {
  const { literal } = readDraft(typeOf("datetime"), { kind: "text", text: "yesterday 9:00" }, context);
  expect(literal).toEqual(toLiteral("2026-11-22T09:00:00Z", typeOf("datetime")).literal);
});

it.each([
  ["int", true],
  ["struct", true],
  ["int?", true],
  ["bool", false],
  ["list[int]", false],
])("an empty field of %s is blank: %s", (type, blank) => {
  expect(isBlank(emptyDraft(typeOf(type)))).toBe(blank);
});
