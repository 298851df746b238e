import { create } from "@bufbuild/protobuf";
import {
  type BindingData,
  BindingDataSchema,
  BindingSchema,
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { PromiseAttributeSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import { expect, test } from "vitest";
import { isRunError, resolveBindings } from "./inputs.ts";

const int = (value: bigint): Literal =>
  create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value: { case: "integer", value } } } } },
  });
const float = (value: number): Literal =>
  create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "primitive", value: { value: { case: "floatValue", value } } } } },
  });
const text = (value: string): Literal =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "stringValue", value } } } },
    },
  });
const list = (...literals: Literal[]): Literal =>
  create(LiteralSchema, { value: { case: "collection", value: { literals } } });
const map = (literals: Record<string, Literal>): Literal =>
  create(LiteralSchema, { value: { case: "map", value: { literals } } });
const packed = (hex: string, tag = "msgpack"): Literal => {
  const value = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "binary", value: { value, tag } } } },
  });
};
const struct = (value: Record<string, unknown>): Literal =>
  create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "generic", value: JSON.parse(JSON.stringify(value)) } } },
  });
const none = create(LiteralSchema, { value: { case: "scalar", value: { value: { case: "noneType", value: {} } } } });
const offloaded = (uri: string) => create(LiteralSchema, { value: { case: "offloadedMetadata", value: { uri } } });

const promise = (nodeId: string, variable: string, ...path: (string | number)[]): BindingData =>
  create(BindingDataSchema, {
    value: {
      case: "promise",
      value: {
        nodeId,
        var: variable,
        attrPath: path.map((step) =>
          create(PromiseAttributeSchema, {
            value: typeof step === "string" ? { case: "stringValue", value: step } : { case: "intValue", value: step },
          }),
        ),
      },
    },
  });

function resolve(data: BindingData | undefined, outputs: Record<string, Record<string, Literal>> = {}) {
  const binding = create(BindingSchema, { var: "x", ...(data === undefined ? {} : { binding: data }) });
  const byNode = Object.entries(outputs).map(([id, literals]): [string, LiteralMap] => [
    id,
    create(LiteralMapSchema, { literals }),
  ]);
  const stored = (uri: string) => (uri === "s3://b/big" ? map({ k: list(int(1n), int(2n)) }) : undefined);
  const resolved = resolveBindings([binding], new Map(byNode), new Map([["a", new Map([["nice", "o"]])]]), stored);
  return isRunError(resolved) ? resolved : resolved.literals.x;
}

test("§3.2 §10.23 a literal in the workflow is passed as it is", () => {
  const value = create(BindingDataSchema, {
    value: { case: "scalar", value: { value: { case: "noneType", value: {} } } },
  });
  expect(resolve(value)).toEqual(none);
  expect(resolve(undefined)).toEqual(create(LiteralSchema));
});

test("§3.2 lists and maps of bindings become lists and maps of values", () => {
  const data = create(BindingDataSchema, {
    value: {
      case: "collection",
      value: {
        bindings: [promise("a", "o"), { value: { case: "map", value: { bindings: { k: promise("", "i") } } } }],
      },
    },
  });
  expect(resolve(data, { a: { o: int(1n) }, "start-node": { i: text("s") } })).toEqual(
    list(int(1n), map({ k: text("s") })),
  );
});

test("§3.2 a promise passes the value on with all it carries", () => {
  const literal = create(LiteralSchema, { ...int(2n ** 62n + 1n), hash: "h", metadata: { k: "v" } });
  expect(resolve(promise("a", "o"), { a: { o: literal } })).toEqual(literal);
});

test("§3.2 an alias stands for the variable, and [i].name for an element", () => {
  expect(resolve(promise("a", "nice"), { a: { o: int(3n) } })).toEqual(int(3n));
  expect(resolve(promise("a", "[1].o"), { a: { o: list(int(3n), int(4n)) } })).toEqual(int(4n));
});

// value of output o of node a, path, what comes out
test.each<[string, Literal, (string | number)[], Literal]>([
  ["a key of a map", map({ k: int(1n) }), ["k"], int(1n)],
  ["an element of a list", list(int(1n), int(2n)), [1], int(2n)],
  ["both", map({ k: list(map({ j: text("s") })) }), ["k", 0, "j"], text("s")],
  ["a value stored apart", map({ big: offloaded("s3://b/big") }), ["big", "k", 1], int(2n)],
  ["an int of a dataclass", packed("81a169d30020000000000001"), ["i"], int(9_007_199_254_740_993n)],
  ["a float that is whole", packed("81a166cb3ff0000000000000"), ["f"], float(1)],
  ["a text of a dataclass", packed("81a173a161"), ["s"], text("a")],
  ["a dataclass in a dataclass", packed("81a16482a16201a16102"), ["d"], packed("82a16201a16102")],
  ["a list of a dataclass", packed("81a16c9201a161"), ["l"], list(packed("01"), packed("a161"))],
  ["an element of it", packed("81a16c9201a161"), ["l", 1], text("a")],
  ["nothing in a dataclass", packed("81a16ec0"), ["n"], packed("c0")],
  ["a dataclass in a list", list(packed("81a16901")), [0, "i"], int(1n)],
  ["a number of a struct", struct({ n: 1 }), ["n"], float(1)],
  ["a struct in a struct", struct({ s: { t: "u" } }), ["s"], struct({ t: "u" })],
  [
    "a list of a struct",
    struct({ l: [1, "s", null, { t: true }] }),
    ["l"],
    list(float(1), text("s"), none, struct({ t: true })),
  ],
  ["a deep value of a struct", struct({ l: [{ t: "u" }] }), ["l", 0, "t"], text("u")],
  ["a rest of the path at another scalar", int(5n), ["whatever", 3], int(5n)],
])("%s", (_, literal, path, expected) => {
  expect(resolve(promise("a", "o", ...path), { a: { o: literal } })).toEqual(expected);
});

test.each<[string, BindingData, string]>([
  ["no such node", promise("b", "o"), "Input x cannot be bound. Node b has no outputs."],
  ["no such output", promise("a", "p"), "Input x cannot be bound. Node a has no output p; it has o, m, s, b, bad."],
  ["no such input", promise("", "p"), "Input x cannot be bound. The workflow has no inputs."],
  ["a key of the prototype", promise("a", "m", "constructor"), 'There is no key "constructor"; there is k, far.'],
  ["index in a map", promise("a", "m", 0), "0 is an index, but the value is a map: use a key."],
  ["key in a list", promise("a", "o", "k"), '"k" is a key, but the value is a collection: use an index.'],
  ["index beyond", promise("a", "o", 1), "Index 1 is outside a list of 1."],
  ["index below", promise("a", "o", -1), "Index -1 is outside a list of 1."],
  ["nothing stored apart", promise("a", "m", "far", "k"), "The offloaded value s3://b/gone cannot be read."],
  ["too far into a struct", promise("a", "s", "n", "x"), 'There is no "x" in a value that is neither struct nor list.'],
  ["too far into a dataclass", promise("a", "b", "i", "x"), 'There is no "x" in a value that is neither map nor list.'],
  ["no such field", promise("a", "b", "j"), 'There is no key "j".'],
  ["an unsigned integer", promise("a", "b", "u"), "18446744073709551615 does not fit a 64-bit signed integer."],
  ["other binary", promise("a", "bad", "x"), 'A binary value with tag "pickle" has no attributes; only msgpack has.'],
  ["not an element", promise("a", "[7].o"), "The output o of Node a has 1 elements, none at 7."],
  ["not a list", promise("a", "[0].m"), "The output m of Node a is not a list."],
])("%s is a binding failure that says so", (_, data, message) => {
  const outputs = {
    o: list(int(1n)),
    m: map({ k: int(1n), far: offloaded("s3://b/gone") }),
    s: struct({ n: 1 }),
    b: packed("82a16901a175cfffffffffffffffff"),
    bad: packed("80", "pickle"),
  };
  const error = resolve(data, { a: outputs });
  expect(error).toMatchObject({ kind: "SYSTEM", code: "BindingResolutionFailure" });
  expect(error).toHaveProperty("message", expect.stringContaining(message));
});

test("§3.3 a damaged dataclass is a binding failure too", () => {
  expect(resolve(promise("a", "o", "k"), { a: { o: packed("81a1") } })).toMatchObject({
    code: "BindingResolutionFailure",
    message: "Input x cannot be bound. MessagePack: the value is cut off.",
  });
});
