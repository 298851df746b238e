import { create, equals, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "./gen/flyteidl/core/types_pb.js";
import { formatLiteralType, isOptionalType, parseLiteralType, simpleTypeWords, textSaysAll } from "./literal-type.ts";

const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/),
  fc.string({ minLength: 1, maxLength: 6, unit: "binary" }),
);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });

type Init = MessageInitShape<typeof LiteralTypeSchema>;
const typeInit = fc.letrec<{ type: Init }>((tie) => {
  const columns = names.chain((list) => fc.tuple(...list.map((each) => fc.tuple(fc.constant(each), tie("type")))));
  const kind = fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.integer({ min: 0, max: 9 }).map((value) => ({ case: "simple" as const, value })),
    fc.record({ format: fc.oneof(fc.constant(""), name), dimensionality: fc.constantFrom(0, 1) }).map((value) => ({
      case: "blob" as const,
      value,
    })),
    names.map((values) => ({ case: "enumType" as const, value: { values } })),
    fc.tuple(names, fc.nat(5)).map(([list, type]) => ({
      case: "schema" as const,
      value: { columns: list.map((each) => ({ name: each, type })) },
    })),
    tie("type").map((value) => ({ case: "collectionType" as const, value })),
    tie("type").map((value) => ({ case: "mapValueType" as const, value })),
    fc.tuple(fc.oneof(fc.constant(""), name), fc.oneof(fc.constant([]), columns)).map(([format, list]) => ({
      case: "structuredDatasetType" as const,
      value: { format, columns: list.map(([each, literalType]) => ({ name: each, literalType })) },
    })),
    fc.array(tie("type"), { maxLength: 3 }).map((variants) => ({ case: "unionType" as const, value: { variants } })),
  );
  const tag = fc.option(name, { nil: undefined });
  return {
    type: fc.oneof(
      fc.tuple(kind, tag).map(([type, tag]) => ({ type, ...(tag !== undefined && { structure: { tag } }) })),
      columns.map((fields) => ({
        type: { case: "simple" as const, value: SimpleType.STRUCT },
        structure: { dataclassType: Object.fromEntries(fields) },
      })),
    ),
  };
}).type;

test("the detailed text of every type is read back as an equal type", () => {
  fc.assert(
    fc.property(typeInit, (init) => {
      const type = create(LiteralTypeSchema, init);
      const text = formatLiteralType(type, { detail: true });
      const { type: again, problem } = parseLiteralType(text);
      expect(problem, text).toBeUndefined();
      expect(again && equals(LiteralTypeSchema, again, type), text).toBe(true);
      expect(textSaysAll(type)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("no text makes the parser throw, and a problem lies inside the text", () => {
  const pieces = fc.constantFrom(
    "int",
    "list",
    "[",
    "]",
    "{",
    "}",
    "|",
    "?",
    "(",
    ")",
    "#",
    ",",
    ":",
    '"',
    " ",
    "enum",
    "a",
    "dataset",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces).map((list) => list.join("")),
        fc.string(),
      ),
      (text) => {
        const { problem } = parseLiteralType(text);
        if (!problem) return;
        expect(problem.offset).toBeGreaterThanOrEqual(0);
        expect(problem.offset).toBeLessThanOrEqual(text.length);
        expect(problem.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 500 },
  );
});

describe("writing", () => {
  it.each([
    ["int", "int"],
    [" list [ map[ file[csv] ] ] ", "list[map[file[csv]]]"],
    ["int|string|none", "int | string | none"],
    ["int | none", "int?"],
    ["(int | string)?", "(int | string)?"],
    ["list[int | string]", "list[int | string]"],
    ["int??", "int??"],
    ["none | int", "none | int"],
    ["enum[red, 'in progress', \"a,b\"]", 'enum[red, in progress, "a,b"]'],
    ["dir[parquet]", "dir[parquet]"],
    ["dataset{id: int, name: string?}", "dataset{id: int, name: string?}"],
    ["dataset[csv]", "dataset[csv]"],
    ["schema{a: int}", "schema{a: int}"],
    ["union[int]", "union[int]"],
    ["union[]", "union[]"],
    ["int#int | none#none", "int?"], // as flytekit tags Optional[int]; the plain form leaves tags out
    ["struct{b: int, a: list[string]}", "struct"],
  ])("%j reads as %s", (text, plain) => {
    expect(formatLiteralType(parseLiteralType(text).type)).toBe(plain);
  });

  it.each([
    ["int#int | none#none", "int#int | none#none"],
    ['list[int]#"Typed List"', 'list[int]#"Typed List"'],
    ["(int | string)#u", "(int | string)#u"],
    ["struct{b: int, a: list[string]}#p", "struct{a: list[string], b: int}#p"],
  ])("%j in detail is %s", (text, detailed) => {
    expect(formatLiteralType(parseLiteralType(text).type, { detail: true })).toBe(detailed);
  });

  it("writes types whose kind is not set or not known, and those nested without end", () => {
    expect(formatLiteralType(undefined)).toBe("unknown");
    expect(formatLiteralType(create(LiteralTypeSchema))).toBe("unknown");
    expect(formatLiteralType(fromBinary(LiteralTypeSchema, Uint8Array.from([8, 77])))).toBe("unknown");
    let type: LiteralType = create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.INTEGER } });
    for (let depth = 0; depth < 5000; depth++) {
      type = create(LiteralTypeSchema, { type: { case: "collectionType", value: type } });
    }
    expect(formatLiteralType(type)).toContain("…");
  });

  it("knows when the text leaves something out", () => {
    expect(textSaysAll(create(LiteralTypeSchema, { type: { case: "simple", value: 9 }, metadata: { a: 1 } }))).toBe(
      false,
    );
    expect(textSaysAll(create(LiteralTypeSchema))).toBe(false);
  });

  it("has a word for each simple type", () => {
    for (const word of Object.values(simpleTypeWords))
      expect(formatLiteralType(parseLiteralType(word).type)).toBe(word);
  });
});

describe("problems", () => {
  it.each([
    ["lst[int]", 0, 3, ["list"]],
    ["list[strng]", 5, 5, ["string"]],
    ["str", 0, 3, ["string"]],
    ["Dict[int]", 0, 4, ["map"]],
    ["INT", 0, 3, ["int"]],
    ["string[]", 0, 8, ["list[string]"]],
    ["list<int>", 4, 1, ["["]],
    ["flurb", 0, 5, []],
    ["Optional[int]", 0, 8, []],
    ["map[string, int]", 10, 1, []],
    ["list", 4, 1, []],
    ["list[int", 8, 1, []],
    ["int int", 4, 3, []],
    ["", 0, 1, []],
    ["int |", 5, 1, []],
    ["enum[]", 5, 1, []],
    ["enum[a, a]", 8, 1, []],
    ["enum", 0, 4, []],
    ["dataset{id}", 10, 1, []],
    ["dataset{id: int, id: int}", 17, 2, []],
    ["schema{a: file}", 10, 1, []],
    ["int[3]", 3, 1, []],
    ["int#", 4, 1, []],
  ])("%j: at %i, %i long, suggests %j", (text, offset, length, suggestions) => {
    expect(parseLiteralType(text).problem).toMatchObject({ offset, length, suggestions });
  });

  it("asks in words", () => {
    expect(parseLiteralType("lst[int]").problem?.message).toBe('"lst" is not a type. Did you mean "list"?');
    expect(parseLiteralType("map[string, int]").problem?.message).toContain("Keys of a map are always strings");
  });

  it("reads 512 levels and refuses more with words", () => {
    const nested = (depth: number) => `${"list[".repeat(depth)}int${"]".repeat(depth)}`;
    expect(parseLiteralType(nested(512)).problem).toBeUndefined();
    expect(parseLiteralType(nested(100_000)).problem?.message).toContain("512 deep");
    expect(parseLiteralType(`int${"?".repeat(100_000)}`).problem?.message).toContain("512 deep");
    expect(parseLiteralType("(".repeat(100_000)).problem?.message).toContain("512 deep");
  });
});

it.each([
  ["int?", true],
  ["int | string | none", true],
  ["none", false],
  ["int", false],
])("whether %s is optional: %s", (text, isOptional) => {
  expect(isOptionalType(parseLiteralType(text).type)).toBe(isOptional);
});
