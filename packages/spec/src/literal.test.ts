import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Literal, LiteralSchema } from "./gen/flyteidl/core/literals_pb.js";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "./gen/flyteidl/core/types_pb.js";
import { fromLiteral, fromLiteralMap, summarizeLiteral, toLiteral } from "./literal.ts";
import { formatLiteralType, parseLiteralType } from "./literal-type.ts";
import { formatPlainJson, type PlainValue, parsePlainJson } from "./plain-json.ts";

function type(text: string): LiteralType {
  const { type, problem } = parseLiteralType(text);
  if (!type) throw new Error(problem.message);
  return type;
}

function literal(value: PlainValue, text: string): Literal {
  const { literal, findings } = toLiteral(value, type(text));
  if (!literal) throw new Error(JSON.stringify(findings));
  return literal;
}

/** A type's text and a value of it, in the form `fromLiteral` gives. */
type Sample = { text: string; value: PlainValue };
const uri = fc.stringMatching(/^s3:\/\/[a-z]{1,5}\/[a-z]{0,5}$/);
const word = fc.stringMatching(/^[a-z]{1,5}$/);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.record({ text: fc.constant("int"), value: int64 }),
  fc.record({ text: fc.constant("float"), value: fc.double() }),
  fc.record({ text: fc.constant("string"), value: fc.string({ unit: "grapheme" }) }),
  fc.record({ text: fc.constant("bool"), value: fc.boolean() }),
  fc.record({ text: fc.constant("none"), value: fc.constant(null) }),
  fc.record({ text: fc.constant("int?"), value: fc.constant(null) }),
  fc.record({ text: fc.constant("string | int | float"), value: int64 }),
  fc.record({
    text: fc.constant("datetime"),
    value: fc.constantFrom("2026-01-31T12:00:00.5Z", "0001-01-01T00:00:00Z"),
  }),
  fc.record({ text: fc.constant("duration"), value: fc.constantFrom("0s", "1h30m", "-1.5s", "1ns") }),
  fc.record({ text: fc.constant("enum[red, green]"), value: fc.constantFrom("red", "green") }),
  uri.map((uri) => ({ text: "file[csv]", value: { uri, format: "csv" } })),
  uri.map((uri) => ({ text: "dir", value: { uri, dimensionality: "multipart" } })),
  uri.map((uri) => ({ text: "dataset[parquet]{id: int}", value: { uri, format: "parquet" } })),
  uri.map((uri) => ({ text: "schema{a: int}", value: { uri } })),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => ({
    text: "binary",
    value: { base64: Buffer.from(bytes).toString("base64"), tag: "msgpack" },
  })),
  word.map((message) => ({ text: "error", value: { message, failedNodeId: "n0" } })),
  fc.jsonValue({ noUnicodeString: true }).map((value) => ({
    text: "struct",
    value: { value: parsePlainJson(JSON.stringify(value, exactNumbers)).value ?? null },
  })),
);
/** Text of a larger whole double has fewer digits than its value, and is refused as inexact. */
const exactNumbers = (_key: string, value: unknown): unknown =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && value !== 2 ** 53 ? 0 : value;

const sample = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.tuple(tie("sample"), fc.nat(3)).map(([{ text, value }, count]) => ({
      text: `list[${text}]`,
      value: Array.from({ length: count }, () => value),
    })),
    fc
      .tuple(tie("sample"), fc.uniqueArray(fc.oneof(word, fc.constant("__proto__"))))
      .map(([{ text, value }, keys]) => ({
        text: `map[${text}]`,
        value: Object.fromEntries(keys.map((key) => [key, value])),
      })),
    tie("sample").map(({ text, value }) => ({ text: `(${text})?`, value })),
  ),
})).sample;

test("a value of a type becomes a literal and the same value again, over the wire and over JSON", () => {
  fc.assert(
    fc.property(sample, ({ text, value }) => {
      const read = literal(value, text);
      const bytes = toBinary(LiteralSchema, read);
      const wired = fromBinary(LiteralSchema, bytes);
      // By bytes: NaN is not equal to itself.
      expect(toBinary(LiteralSchema, wired)).toEqual(bytes);
      expect(fromLiteral(wired)).toEqual(value);
      const json = parsePlainJson(formatPlainJson(fromLiteral(read))).value;
      expect(fromLiteral(literal(json ?? null, text))).toEqual(value);
      expect(summarizeLiteral(read, 30).length).toBeLessThanOrEqual(30);
    }),
    { numRuns: 500 },
  );
});

test("no value and no type makes reading throw, and every path of a finding is in the value", () => {
  const value = fc.anything({ withBigInt: true, maxDepth: 4, values: [fc.string(), fc.bigInt(), fc.double()] });
  const plain = value.filter((each): each is PlainValue => each !== undefined);
  fc.assert(
    fc.property(sample, plain, ({ text }, value) => {
      const { literal, findings } = toLiteral(value, type(text));
      expect(literal === undefined).toBe(findings !== undefined && findings.length > 0);
      for (const { path } of findings ?? []) {
        let at: unknown = value;
        for (const step of path) at = Object.entries(Object(at)).find(([key]) => key === String(step))?.[1];
        expect(path.length === 0 || at !== null).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

describe("exactness", () => {
  it.each([
    [9223372036854775807n, 9223372036854775807n],
    [-9223372036854775808n, -9223372036854775808n],
    ["9223372036854775807", 9223372036854775807n],
    ["+7", 7n],
    [7, 7n],
    [-0, 0n],
    [Number.MAX_SAFE_INTEGER, 9007199254740991n],
  ])("the int %s is %d", (value, exact) => {
    expect(fromLiteral(literal(value, "int"))).toBe(exact);
  });

  it.each([
    [9223372036854775808n, "64 bits"],
    ["-9223372036854775809", "64 bits"],
    [2 ** 53, "Expected a whole number"],
    [1.5, "Expected a whole number, not 1.5"],
    [Number.NaN, "Expected a whole number"],
    ["1e3", "Expected a whole number"],
    ["", "Expected a whole number"],
    [true, "Expected a whole number, not true"],
  ])("%s is no int: %s", (value, words) => {
    expect(toLiteral(value, type("int")).findings?.[0]?.message).toContain(words);
  });

  it.each([
    ["NaN", Number.NaN],
    [".5", 0.5],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["inf", Number.POSITIVE_INFINITY],
    ["1e3", 1000],
    [3n, 3],
    [Number.NaN, Number.NaN],
  ])("the float %s is %d", (value, number) => {
    expect(fromLiteral(literal(value, "float"))).toBe(number);
  });
});

describe("a float beyond the range", () => {
  it.each([
    ["1e999", "1e999 does not fit a float", "Write inf if you mean it"],
    ["-1e999", "-1e999 does not fit a float", "Write -inf if you mean it"],
    [10n ** 400n, `1${"0".repeat(39)}… does not fit a float`, "Write inf if you mean it"],
  ])("%s is refused, not made an infinity", (value, message, hint) => {
    expect(toLiteral(value, type("float")).findings).toMatchObject([{ message, hint }]);
  });
});

describe("findings", () => {
  it("name every place, not only the first", () => {
    const { findings } = toLiteral({ a: [1, "x", true], b: 3, c: [[]] }, type("map[list[int]]"));
    expect(findings?.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["a.1", 'Expected a whole number, not the text "x"'],
      ["a.2", "Expected a whole number, not true"],
      ["b", "Expected a list, not 3"],
      ["c.0", "Expected a whole number, not a list"],
    ]);
  });

  it.each([
    ["string", 3, 'Quote it: "3"'],
    ["string", true, 'Quote it: "true"'],
    ["duration", 30, 'Add a unit: "30s"'],
    ["list[int]", 3, "Put it in brackets: [ … ]"],
    ["int", 2 ** 60, "Write the digits as text to keep them exact"],
    ["struct", { a: 2n ** 60n + 1n }, "Write it as text"],
  ])("on %s from %s tell the remedy: %s", (text, value, hint) => {
    expect(toLiteral(value, type(text)).findings?.[0]?.hint).toBe(hint);
  });

  it.each([
    ["datetime", "2026-01-31", /Expected a date and time such as/],
    ["duration", "5 minutes", /Expected a duration such as/],
    ["bool", "yes", /Expected true or false/],
    ["none", 0, /Expected null, not 0/],
    ["binary", "***", /is not base64/],
    ["file[csv]", { uri: "s3://a", format: "tsv" }, /of format csv, not tsv/],
    ["file", { uri: "s3://a", dimensionality: "multipart" }, /Expected a file \(single\)/],
    ["file", "", /URI of a file is empty/],
    ["file", { path: "a" }, /Expected the URI of a file/],
    ["dataset", 3, /Expected the URI of a dataset/],
    ["error", 3, /Expected a message/],
    ["struct", [1], /Expected an object, not a list/],
    ["struct", { a: [Number.NaN] }, /cannot hold NaN/],
    ["map[int]", [1], /Expected a map/],
    ["string", "\ud800", /surrogate/],
    ["int", undefined, /A value is missing \(int\)/],
    ["enum[red, green]", "gren", /Did you mean "green"\?/],
    ["enum[red, green]", 3, /Expected one of red, green/],
  ])("on %s from %j say what was due", (text, value, words) => {
    expect(toLiteral(value, type(text)).findings?.[0]?.message).toMatch(words);
  });

  it("say that a type is not set, or newer", () => {
    for (const bytes of [[], [8, 77]]) {
      const odd = fromBinary(LiteralTypeSchema, Uint8Array.from(bytes));
      expect(toLiteral(1, odd).findings?.[0]?.message).toContain("The type is not set");
    }
  });
});

describe("unions", () => {
  const chosen = (value: PlainValue, text: string) => {
    const { value: scalar } = literal(value, text);
    const union =
      scalar.case === "scalar" && scalar.value.value.case === "union" ? scalar.value.value.value : undefined;
    return formatLiteralType(union?.type);
  };

  it.each([
    ["int | string", 5, "int"],
    ["int | string", "5", "string"],
    ["int | bool", "5", "int"], // read from text, since no variant fits as it is
    ["float | int", 5, "int"],
    ["float | int", 5.5, "float"],
    ["string | datetime", "2026-01-31T12:00:00Z", "datetime"],
    ["string | duration", "5m", "duration"],
    ["string | duration", "0", "string"],
    ["string | enum[a, b]", "a", "enum[a, b]"],
    ["string | enum[a, b]", "c", "string"],
    ["file | string", "s3://a/b", "file"],
    ["file | string", "hello", "string"],
    ["binary | string", "aGk=", "string"],
    ["struct | map[int]", { a: 1 }, "map[int]"],
    ["struct | map[int]", { a: "x" }, "struct"],
    ["list[string] | list[int]", [1], "list[int]"],
    ["list[string] | list[int]", [], "list[string]"], // the first of equals
    ["int?", null, "none"],
    ["int?", 5, "int"],
    ["(int | string)?", null, "none"],
  ])("%s takes %j as %s", (text, value, variant) => {
    expect(chosen(value, text)).toBe(variant);
  });

  it.each([
    ["int | bool", "zzz", [], 'The text "zzz" fits none of int | bool'],
    ["int?", "x", [], 'Expected a whole number, not the text "x"'],
    ["list[int] | bool", [1, "x"], [1], 'Expected a whole number, not the text "x"'],
    ["enum[red, green] | int", "gren", [], 'The text "gren" fits none of enum[red, green] | int'],
  ])("%s refuses %j at %j", (text, value, path, message) => {
    expect(toLiteral(value, type(text)).findings).toMatchObject([{ path, message }]);
  });

  it("keeps the tag of the variant that was chosen", () => {
    const read = literal(5n, "int#id | string");
    const { value } = read;
    const union = value.case === "scalar" && value.value.value.case === "union" ? value.value.value.value : undefined;
    expect(union?.type?.structure?.tag).toBe("id");
  });
});

describe("depth", () => {
  const nest = (depth: number, innermost: PlainValue) => {
    let value = innermost;
    for (let level = 0; level < depth; level++) value = [value];
    return value;
  };

  it("refuses what protobuf readers could not read back, without overflow", () => {
    for (const depth of [512, 20_000]) {
      const { findings } = toLiteral({ a: nest(depth, 1n) }, type("struct"));
      expect(findings?.[0]?.message).toContain("nested too deeply");
    }
    const deep = type(`${"list[".repeat(500)}int${"]".repeat(500)}`);
    expect(toLiteral(nest(500, 1n), deep).findings?.[0]?.message).toContain("nested too deeply");
  });

  it("whatever it takes can be read back from the wire", () => {
    for (const [open, close, wrap] of [
      ["list[", "]", (value: PlainValue) => [value]],
      ["map[", "]", (value: PlainValue) => ({ a: value })],
    ] as const) {
      let text = "int";
      let value: PlainValue = 1n;
      for (let depth = 1; depth < 60; depth++) {
        [text, value] = [`${open}${text}${close}`, wrap(value)];
        const { literal } = toLiteral(value, type(text));
        if (literal) expect(fromLiteral(fromBinary(LiteralSchema, toBinary(LiteralSchema, literal)))).toEqual(value);
      }
      let json: PlainValue = 1n;
      for (let depth = 1; depth < 60; depth++) {
        json = wrap(json);
        const { literal } = toLiteral({ json }, type("struct"));
        if (literal) expect(fromLiteral(fromBinary(LiteralSchema, toBinary(LiteralSchema, literal)))).toEqual({ json });
      }
    }
  });
});

describe("one line", () => {
  it.each([
    ["int", 5, "5"],
    ["string", 'say "hi"\n', '"say \\"hi\\"\\n"'],
    ["none", null, "none"],
    ["list[int]", [1, 2], "[1, 2]"],
    ["map[string]", { a: "x" }, '{a: "x"}'],
    ["struct", { a: [1, null, "x"] }, '{a: [1, null, "x"]}'],
    ["file", "s3://a/b", "s3://a/b"],
    ["binary", "AAE=", "binary, 2 bytes"],
    ["error", "boo\nhoo", "error: boo hoo"],
    ["int?", 5, "5"],
    ["datetime", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"],
    ["duration", "90s", "1m30s"],
  ])("%s %j reads %s", (text, value, line) => {
    expect(summarizeLiteral(literal(value, text))).toBe(line);
  });

  it("is clipped, and costs no more than the line", () => {
    const many = literal(
      Array.from({ length: 100_000 }, (_, index) => BigInt(index)),
      "list[int]",
    );
    expect(summarizeLiteral(many, 12)).toBe("[0, 1, 2, 3…");
    expect(summarizeLiteral(literal("😀".repeat(100), "string"), 10)).toMatch(/^"(😀)+…$/u);
  });

  it("says what is not set, and where an offloaded literal is", () => {
    expect(summarizeLiteral(undefined)).toBe("not set");
    expect(summarizeLiteral(create(LiteralSchema))).toBe("not set");
    expect(summarizeLiteral(create(LiteralSchema, { value: { case: "scalar", value: {} } }))).toBe("not set");
    const offloaded = create(LiteralSchema, {
      value: { case: "offloadedMetadata", value: { uri: "s3://x", sizeBytes: 5n } },
    });
    expect(summarizeLiteral(offloaded)).toBe("s3://x");
    expect(fromLiteral(offloaded)).toEqual({ uri: "s3://x", sizeBytes: 5n });
    expect(fromLiteral(create(LiteralSchema))).toBeNull();
    expect(fromLiteralMap(undefined)).toEqual({});
  });
});

it("takes a struct that flytekit packed back as it was", () => {
  const packed = { base64: "gaFhAQ==", tag: "msgpack" };
  const read = literal(packed, "struct");
  expect(read.value).toMatchObject({ case: "scalar", value: { value: { case: "binary", value: { tag: "msgpack" } } } });
  expect(fromLiteral(read)).toEqual(packed);
});

it("writes the declared type into blobs and datasets", () => {
  expect(literal("s3://a", "file[csv]").value).toMatchObject({
    value: { value: { value: { metadata: { type: { format: "csv" } } } } },
  });
  expect(literal("s3://a", "dataset{id: int}").value).toMatchObject({
    value: {
      value: {
        value: {
          metadata: {
            structuredDatasetType: {
              columns: [{ name: "id", literalType: { type: { value: SimpleType.INTEGER } } }],
            },
          },
        },
      },
    },
  });
});
