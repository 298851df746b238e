import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { schemaCovers, schemaEqual } from "./json-schema.ts";

const object = (properties: JsonObject, required = Object.keys(properties)): JsonObject => ({
  type: "object",
  properties,
  required,
});
const int = { type: "integer" };
const text = { type: "string" };
const tree: JsonObject = {
  $ref: "#/definitions/Tree",
  definitions: { Tree: object({ value: int, children: { type: "array", items: { $ref: "#/definitions/Tree" } } }) },
};

it.each([
  ["itself", object({ a: int }), object({ a: int }), true],
  ["a parent with fewer fields", object({ a: int, b: text }), object({ a: int }), true],
  ["a child with more fields", object({ a: int }), object({ a: int, b: text }), false],
  ["a field that is no longer required", object({ a: int }), object({ a: int }, []), true],
  ["a field that becomes required", object({ a: int }, []), object({ a: int }), false],
  ["a nested field of another type", object({ n: object({ a: int }) }), object({ n: object({ a: text }) }), false],
  ["a nested field of another name", object({ n: object({ a: int }) }), object({ n: object({ b: int }) }), false],
  [
    "the same with additionalProperties",
    { ...object({ a: int }), additionalProperties: false },
    object({ a: int }),
    true,
  ],
  ["another title", { ...object({ a: int }), title: "A" }, { ...object({ a: int }), title: "B" }, true],
  ["a float for an int", int, { type: "number" }, false],
  ["several types", { type: ["integer"] }, { type: ["integer", "null"] }, true],
  ["one type for several", { type: ["integer", "null"] }, int, false],
  ["anything", int, {}, true],
  ["something, from anything", {}, int, false],
  ["items", { type: "array", items: int }, { type: "array", items: int }, true],
  ["other items", { type: "array", items: int }, { type: "array", items: text }, false],
  ["items by position", { items: [int, text] }, { items: [int, text] }, true],
  ["fewer items by position", { items: [int] }, { items: [int, text] }, false],
  ["more enum values", { enum: ["a"] }, { enum: ["a", "b"] }, true],
  ["fewer enum values", { enum: ["a", "b"] }, { enum: ["a"] }, false],
  ["one of several", int, { anyOf: [int, text] }, true],
  ["each of several", { anyOf: [int, text] }, { anyOf: [text, int, { type: "null" }] }, true],
  ["not each of several", { anyOf: [int, text] }, int, false],
  ["itself by reference", tree, tree, true],
  ["a reference to nothing", { $ref: "#/nope" }, int, false],
  ["a reference elsewhere", { $ref: "http://example.com" }, int, false],
  ["a reference that goes round", { $ref: "#/a", a: { $ref: "#/a" } }, int, false],
  ["a malformed type", { type: 5 }, int, false],
  ["malformed properties", { properties: [] }, object({}), false],
] satisfies [string, JsonObject, JsonObject, boolean][])("%s: covered %#", (_, up, down, expected) =>
  expect(schemaCovers(up, down)).toBe(expected),
);

test("equality ignores the order of keys, not of lists", () => {
  expect(schemaEqual({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(schemaEqual([1, 2], [2, 1])).toBe(false);
  expect(schemaEqual({ a: null }, {})).toBe(false);
});

test("every JSON value equals its copy", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as JsonValue; // parsed text is JSON
      return schemaEqual(json, JSON.parse(JSON.stringify(json)));
    }),
  );
});

test("no two schemas make it throw", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      schemaCovers(
        { properties: { a: JSON.parse(JSON.stringify(a)) } },
        { properties: { a: JSON.parse(JSON.stringify(b)) } },
      );
    }),
  );
});
