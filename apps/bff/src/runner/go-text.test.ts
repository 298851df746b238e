import fc from "fast-check";
import { expect, test } from "vitest";
import { formatGoFloat, formatGoValue, formatPlainFloat } from "./go-text.ts";
import type { MsgpackValue } from "./msgpack.ts";

test.each([
  [1, "1"],
  [0, "0"],
  [-0, "-0"],
  [0.1, "0.1"],
  [1.5, "1.5"],
  [-2.25, "-2.25"],
  [123_456_789, "123456789"],
  [1e20, "100000000000000000000"],
  [1e21, "1e+21"],
  [1.5e300, "1.5e+300"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.25e-7, "1.25e-07"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "+Inf"],
  [Number.NEGATIVE_INFINITY, "-Inf"],
])("%d reads %s", (value, text) => {
  expect(formatGoFloat(value)).toBe(text);
});

test.each([
  [1e21, "1000000000000000000000"],
  [1.5e-9, "0.0000000015"],
  [-1.25, "-1.25"],
  [100, "100"],
  [5e-324, `0.${"0".repeat(323)}5`],
])("without exponent %d reads %s", (value, text) => {
  expect(formatPlainFloat(value)).toBe(text);
});

test("both forms read back as the same number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(formatGoFloat(value))).toBe(value);
      expect(Number(formatPlainFloat(value))).toBe(value);
      expect(formatPlainFloat(value)).not.toContain("e");
    }),
  );
});

test("nested values read as Go prints them", () => {
  const value = new Map<string, MsgpackValue>([
    ["b", [1n, 2.5, "x"]],
    ["a", new Map([["k", null]])],
    ["c", Uint8Array.of(1, 2)],
  ]);
  expect(formatGoValue(value)).toBe("map[a:map[k:<nil>] b:[1 2.5 x] c:[1 2]]");
  expect(formatGoValue(true)).toBe("true");
});
