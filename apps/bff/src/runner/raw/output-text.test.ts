import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { fromLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import { expect, test } from "vitest";
import { literalFromText, OutputUploadFailed } from "./output-text.ts";

function typeOf(text: string): LiteralType {
  const { type } = parseLiteralType(text);
  if (!type) throw new TypeError(text);
  return type;
}
const read = (type: string, text: string) => literalFromText(new TextEncoder().encode(text), typeOf(type), "x");

test.each([
  ["int", " 42\n", 42n],
  ["int", "-9223372036854775808", -(2n ** 63n)],
  ["float", "1e3\n", 1000],
  ["float", "NaN", Number.NaN],
  ["string", "\t a b \r\n", "a b"],
  ["string", "", ""],
  ["string", "42", "42"],
  ["bool", "True", true],
  ["bool", "t", true],
  ["bool", "0", false],
  ["bool", "FALSE\n", false],
  ["datetime", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"],
  ["duration", "1m30s", "1m30s"],
  ["none", "whatever", null],
  ["struct", '{"a": 1}', { a: 1n }],
  ["error", "bad", { message: "bad" }],
  ["enum[red, green]", "green\n", "green"],
  ["list[int]", "[1, 2]", [1n, 2n]],
  ["list[int]", "[9007199254740993]", [9007199254740993n]],
  ["map[list[float]]", '{"a": [0.5, 1]}', { a: [0.5, 1] }],
  ["int?", "null", null],
  ["int?", "5", 5n],
  ["binary", "\u0001", { base64: "AQ==", tag: "msgpack" }],
])("%s from %j", (type, text, value) => {
  expect(fromLiteral(read(type, text))).toEqual(value);
});

test.each([
  ["int", "many", /^The output x is not int: /],
  ["int", "1.5", /not int/],
  ["int", "9223372036854775808", /64 bits/],
  ["bool", "yes", /not bool/],
  ["list[int]", "1 2 3", /written as JSON text/],
  ["list[int]", '[1, "two"]', /at \[1\]: /],
  ["map[int]", '{"a": {}}', /at \.a: /],
  ["enum[red, green]", "blue", /not enum/],
  ["dataset", "x", /a raw container cannot write/],
])("%s from %j is refused", (type, text, words) => {
  expect(() => read(type, text)).toThrow(words);
  expect(() => read(type, text)).toThrow(OutputUploadFailed);
});

test("text must be UTF-8", () => {
  expect(() => literalFromText(Uint8Array.of(0xff), typeOf("string"), "x")).toThrow(/not UTF-8/);
});
