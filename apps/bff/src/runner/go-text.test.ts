import fc from "fast-check";
import { expect, test } from "vitest";
import { formatGoFloat, formatGoMsgpack, formatPlainFloat } from "./go-text.ts";

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

test.each([
  [[0xc0], "<nil>"],
  [[0xc3], "true"],
  [[0x05], "5"],
  [[0xcb, 0x40, 0x04, 0, 0, 0, 0, 0, 0], "2.5"],
  [[0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], "1"],
  [[0xa2, 0x68, 0x69], "hi"],
  [[0xc4, 2, 1, 2], "[1 2]"],
  [[0x92, 0x01, 0xa1, 0x78], "[1 x]"],
  [[0x82, 0xa1, 0x62, 0x91, 0x01, 0xa1, 0x61, 0x81, 0xa1, 0x6b, 0xc0], "map[a:map[k:<nil>] b:[1]]"],
])("MessagePack %j reads %s", (bytes, text) => {
  expect(formatGoMsgpack(Uint8Array.from(bytes))).toBe(text);
});
