import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { formatPlainJson, isPlainObject, type PlainValue, parsePlainJson } from "./plain-json.ts";

const plain = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test("what is written is read back: integers as bigint, floats as numbers", () => {
  fc.assert(
    fc.property(plain, fc.constantFrom(0, 2), (value, indent) => {
      expect(parsePlainJson(formatPlainJson(value, indent)).value).toEqual(value);
    }),
  );
});

describe("parsePlainJson", () => {
  it.each([
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["1.0", 1],
    ["1e3", 1000],
    ["-0", -0],
    ['"1"', "1"],
    ["[1,[2.5]]", [1n, [2.5]]],
    ['{"a":{"b":1}}', { a: { b: 1n } }],
  ])("reads %s", (text, value) => {
    expect(parsePlainJson(text)).toEqual({ value });
  });

  it("refuses numbers that are too large for a float", () => {
    expect(parsePlainJson("[1e999]").problem?.message).toBe("Not valid JSON: 1e999 does not fit a float");
  });

  it("keeps a member called __proto__ a plain member", () => {
    const { value } = parsePlainJson('{"__proto__":{"a":1}}');
    expect(isPlainObject(value) && Object.keys(value)).toEqual(["__proto__"]);
    expect(formatPlainJson(value ?? null)).toBe('{"__proto__":{"a":1}}');
  });

  it.each(['{"a": tru}', "[1, 2", "", "01", "{a: 1}"])("says what is wrong with %j", (text) => {
    expect(parsePlainJson(text).problem?.message).toMatch(/^Not valid JSON: /);
  });

  it("reads 512 levels, and gives words instead of an overflow for a million", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parsePlainJson(nested(512)).problem).toBeUndefined();
    const far = parsePlainJson(nested(1_000_000));
    expect(far.problem === undefined || far.problem.message.includes("deep")).toBe(true);
  });
});

describe("formatPlainJson", () => {
  it("writes what JSON lacks as protobuf does", () => {
    expect(formatPlainJson([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe(
      '["NaN","Infinity","-Infinity"]',
    );
  });

  it("indents", () => {
    expect(formatPlainJson({ a: [1n, {}], b: [] }, 2)).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}');
  });
});
