import { create, type JsonObject } from "@bufbuild/protobuf";
import { type LiteralType, LiteralTypeSchema, TypeStructureSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { castable, dimensionalityDiffers, explainMismatch, isOptional } from "./castable.ts";
import { type } from "./testdata/samples.ts";

const tagged = (text: string, tag: string): LiteralType => ({
  ...type(text),
  structure: create(TypeStructureSchema, { tag }),
});
const struct = (metadata: JsonObject): LiteralType => ({ ...type("struct"), metadata });

describe("§3.4 the matrix of kinds (rows flow into columns)", () => {
  const down = ["int", "float", "bool", "datetime", "duration", "binary", "error", "string", "none", "struct",
    "enum[a, b]", "list[int]", "map[int]", "file", "schema", "dataset"] as const; // biome-ignore format: a row
  const takenBy: Record<(typeof down)[number], readonly string[]> = {
    int: ["int"],
    float: ["float"],
    bool: ["bool"],
    datetime: ["datetime"],
    duration: ["duration"],
    binary: ["binary"],
    error: ["error"],
    string: ["string", "enum[a, b]"],
    none: ["none", "dataset"],
    struct: ["struct"],
    "enum[a, b]": ["string", "enum[a, b]"],
    "list[int]": ["list[int]"],
    "map[int]": ["map[int]"],
    file: ["file"],
    schema: ["schema", "dataset"],
    dataset: ["schema", "dataset"],
  };
  const rows = down.flatMap((from) => down.map((to) => [from, to, takenBy[from].includes(to)] as const));
  it.each(rows)("%s → %s: %s", (from, to, expected) => {
    expect(castable(type(from), type(to))).toBe(expected);
  });

  it.each(down)("a union of two, %s and one more, flows into neither alone", (other) => {
    const pair = other === "int" ? "int | bool" : `${other} | int`;
    expect(castable(type(pair), type(other))).toBe(false);
  });

  it("types without a kind flow into each other only", () => {
    const unset = create(LiteralTypeSchema);
    expect([castable(unset, unset), castable(unset, type("int")), castable(type("int"), unset)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("lists and maps", () => {
  it.each([
    ["list[none]", "list[string]", true],
    ["map[none]", "map[list[int]]", true],
    ["list[list[none]]", "list[list[int]]", true],
    ["none", "list[int]", false],
    ["list[int]", "list[float]", false],
    ["list[list[int]]", "list[list[int]]", true],
    ["map[int]", "list[int]", false],
    ["list[enum[a]]", "list[string]", true],
  ])("%s → %s: %s", (up, down, expected) => expect(castable(type(up), type(down))).toBe(expected));
});

describe("§3.4 unions", () => {
  it.each([
    ["int", "int | string", true],
    ["int", "int?", true],
    ["none", "int?", true],
    ["bool", "int | string", false],
    ["string", "string | enum[a]", false],
    ["none", "none | dataset", false],
    ["list[none]", "list[int] | list[string]", false],
    ["int | string", "string | int | bool", true],
    ["int | string", "int | bool", false],
    ["int?", "int", false],
    ["union[string]", "string", true],
    ["union[string]", "string | enum[a]", true],
    ["union[union[string]]", "string", true],
    ["list[union[string]]", "list[string]", false],
    ["list[int]", "list[int | string]", true],
    ["list[int | string]", "list[int | string]", true],
    ["union[]", "int?", true],
    ["union[]", "int", false],
  ])("%s → %s: %s", (up, down, expected) => expect(castable(type(up), type(down))).toBe(expected));
});

describe("§3.4 tags", () => {
  it.each([
    [tagged("int", "a"), type("int"), false],
    [type("int"), tagged("int", "a"), true],
    [tagged("int", "a"), tagged("int", "a"), true],
    [tagged("int", "a"), tagged("int", "b"), false],
    [tagged("list[int]", "a"), type("list[int]"), true],
    [tagged("none", "a"), type("none"), true],
    [tagged("file", "a"), type("file"), true],
    [tagged("enum[a]", "x"), type("enum[a]"), false],
    [tagged("enum[a]", "x"), type("string"), true],
    [tagged("string", "x"), type("enum[a]"), true],
    [tagged("struct", "x"), type("struct"), false],
  ])("row %#", (up, down, expected) => expect(castable(up, down)).toBe(expected));
});

describe("enums, blobs, schemas and datasets", () => {
  it.each([
    ["enum[a, b]", "enum[b, a]", false],
    ["enum[a]", "enum[a, b]", false],
    ["file[csv]", "file", true],
    ["file", "file[csv]", true],
    ["file[csv]", "file[CSV]", false],
    ["file[csv]", "file[txt]", false],
    ["file", "dir", true],
    ["schema{a: int}", "schema", true],
    ["schema", "schema{a: int}", true],
    ["schema{a: int, b: string}", "schema{a: int}", true],
    ["schema{a: int}", "schema{a: float}", false],
    ["schema{a: int}", "schema{b: int}", false],
    ["dataset{a: int, b: int}", "dataset{a: int}", true],
    ["dataset{a: int}", "dataset{a: int, b: int}", false],
    ["dataset{a: list[int]}", "dataset{a: list[int]}", true],
    ["dataset{a: list[int]}", "dataset{a: list[float]}", false],
    ["dataset[parquet]", "dataset[PARQUET]", true],
    ["dataset[csv]", "dataset[parquet]", false],
    ["dataset[csv]", "dataset", true],
    ["dataset[csv]", "schema", false],
    ["dataset[Parquet]{a: int}", "schema{a: int}", true],
    ["dataset{a: string}", "schema{a: int}", false],
    ["schema{a: datetime}", "dataset{a: datetime}", true],
    ["schema{a: int}", "dataset[csv]{a: int}", false],
    ["none", "dataset{a: int}", true],
    ["none", "schema", false],
  ])("%s → %s: %s", (up, down, expected) => expect(castable(type(up), type(down))).toBe(expected));
});

describe("structs compare their JSON schemas", () => {
  const parent = { type: "object", properties: { a: { type: "integer" } }, required: ["a"] };
  const child = {
    type: "object",
    properties: { a: { type: "integer" }, b: { type: "string" } },
    required: ["a", "b"],
  };
  it.each([
    ["no schema → schema", type("struct"), struct(parent), true],
    ["schema → no schema", struct(parent), type("struct"), true],
    [
      "the same with keys in another order",
      struct(parent),
      struct({ required: ["a"], properties: { a: { type: "integer" } }, type: "object" }),
      true,
    ],
    ["more fields → fewer", struct(child), struct(parent), true],
    ["fewer fields → more", struct(parent), struct(child), false],
    ["not a schema", struct({ type: 5 }), struct(parent), false],
  ] as const)("%s: %s", (_, up, down, expected) => expect(castable(up, down)).toBe(expected));
});

it.each([
  ["int?", true],
  ["int | string", false],
  ["int", false],
  ["none", false],
  ["int | list[int]", true], // upstream's defect: an unset enum reads as none
  ["int | file", true],
])("%s is optional: %s", (text, expected) => expect(isOptional(type(text))).toBe(expected));

it.each([
  ["list[int]", "list[float]", "element type: int is not float"],
  ["map[list[int]]", "map[list[string]]", "value type: element type: int is not string"],
  ["dataset{a: int}", "dataset{price: int}", "column price missing"],
  ["dataset{a: int}", "dataset{a: float}", "column a: int is not float"],
  ["dataset[csv]", "dataset[parquet]", "format csv is not parquet"],
  ["file[csv]", "file[txt]", "format csv is not txt"],
  ["bool", "int | string", "bool is none of int | string"],
  ["int | bool", "int | string", "bool is none of int | string"],
  ["string", "string | enum[a]", "string is ambiguous: both string and enum[a] would take it"],
  ["enum[a]", "enum[b]", "enum[a] is not enum[b]: the values must be the same, in the same order"],
  ["int", "list[int]", "int is not list[int]"],
])("why %s is no %s: %s", (up, down, expected) => expect(explainMismatch(type(up), type(down))).toBe(expected));

it.each([
  ["file", "dir", true],
  ["list[file]", "list[dir]", true],
  ["file", "file[csv]", false],
  ["int", "dir", false],
])("%s and %s differ in dimensionality: %s", (up, down, expected) =>
  expect(dimensionalityDiffers(type(up), type(down))).toBe(expected),
);

const anyType: fc.Arbitrary<string> = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "int",
      "float",
      "string",
      "bool",
      "none",
      "struct",
      "file[csv]",
      "dir",
      "enum[a, b]",
      "dataset{a: int}",
    ),
    tie("type").map((inner) => `list[${inner}]`),
    tie("type").map((inner) => `map[${inner}]`),
  ),
})).type;

test("every untagged type without unions flows into itself", () => {
  fc.assert(fc.property(anyType, (text) => castable(type(text), type(text))));
});

test("a type flows into a union exactly if one variant takes it", () => {
  fc.assert(
    fc.property(anyType, anyType, anyType, (up, left, right) => {
      const variants = [type(left), type(right)];
      const union = create(LiteralTypeSchema, { type: { case: "unionType", value: { variants } } });
      const takers = variants.filter((variant) => castable(type(up), variant)).length;
      expect(castable(type(up), union)).toBe(takers === 1);
    }),
  );
});

test("types nested without end are refused, not followed", () => {
  let [up, down] = [type("int"), type("int")];
  for (let depth = 0; depth < 20_000; depth++) {
    up = create(LiteralTypeSchema, { type: { case: "collectionType", value: up } });
    down = create(LiteralTypeSchema, { type: { case: "unionType", value: { variants: [down] } } });
  }
  expect([castable(up, up), castable(down, down), castable(up, down)]).toEqual([false, false, false]);
  expect(explainMismatch(up, type("int"))).toContain("is not int");
});
