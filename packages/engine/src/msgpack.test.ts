import fc from "fast-check";
import { expect, test } from "vitest";
import { MalformedMsgpack, type Msgpack, readMsgpack } from "./msgpack.ts";

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

// The first byte of every format of the specification.
test.each<[string, Msgpack]>([
  ["c0", { kind: "nil" }],
  ["c2", { kind: "bool", value: false }],
  ["c3", { kind: "bool", value: true }],
  ["7f", { kind: "int", value: 127n }],
  ["ff", { kind: "int", value: -1n }],
  ["e0", { kind: "int", value: -32n }],
  ["ccff", { kind: "int", value: 255n }],
  ["cdffff", { kind: "int", value: 65_535n }],
  ["ceffffffff", { kind: "int", value: 4_294_967_295n }],
  ["cfffffffffffffffff", { kind: "int", value: 18_446_744_073_709_551_615n }],
  ["d080", { kind: "int", value: -128n }],
  ["d18000", { kind: "int", value: -32_768n }],
  ["d280000000", { kind: "int", value: -2_147_483_648n }],
  ["d38000000000000000", { kind: "int", value: -9_223_372_036_854_775_808n }],
  ["d30020000000000001", { kind: "int", value: 9_007_199_254_740_993n }],
  ["ca3f800000", { kind: "float", value: 1 }],
  ["cb3ff0000000000000", { kind: "float", value: 1 }],
  ["cb8000000000000000", { kind: "float", value: -0 }],
  ["a0", { kind: "str", value: "" }],
  ["a3c3a961", { kind: "str", value: "éa" }],
  ["d90161", { kind: "str", value: "a" }],
  ["da000161", { kind: "str", value: "a" }],
  ["db0000000161", { kind: "str", value: "a" }],
  ["c401ff", { kind: "bin", value: bytes("ff") }],
  ["c50001ff", { kind: "bin", value: bytes("ff") }],
  ["c600000001ff", { kind: "bin", value: bytes("ff") }],
  ["d401ff", { kind: "ext", type: 1, value: bytes("ff") }],
  ["d6ff00000000", { kind: "ext", type: -1, value: bytes("00000000") }],
  ["d80512345678901234567890123456789012", { kind: "ext", type: 5, value: bytes("12345678901234567890123456789012") }],
  ["c7020500ff", { kind: "ext", type: 5, value: bytes("00ff") }],
  ["c800010500", { kind: "ext", type: 5, value: bytes("00") }],
  ["c9000000010500", { kind: "ext", type: 5, value: bytes("00") }],
  ["90", { kind: "list", items: [] }],
  ["9201cb3ff0000000000000", { kind: "list", items: [bytes("01"), bytes("cb3ff0000000000000")] }],
  ["dc000191c0", { kind: "list", items: [bytes("91c0")] }],
  ["dd0000000101", { kind: "list", items: [bytes("01")] }],
  ["80", { kind: "map", entries: [] }],
  [
    "82a16201a16102",
    {
      kind: "map",
      entries: [
        [bytes("a162"), bytes("01")],
        [bytes("a161"), bytes("02")],
      ],
    },
  ],
  ["de0001a16101", { kind: "map", entries: [[bytes("a161"), bytes("01")]] }],
  ["df00000001a16101", { kind: "map", entries: [[bytes("a161"), bytes("01")]] }],
])("%s", (hex, expected) => {
  expect(readMsgpack(bytes(hex))).toEqual(expected);
});

test.each([
  ["", "cut off"],
  ["cd00", "cut off"],
  ["a2ff", "cut off"],
  ["92c0", "cut off"],
  ["ddffffffff", "cut off"],
  ["dfffffffff", "cut off"],
  ["c1", "0xc1 begins no value"],
  ["0101", "1 bytes follow"],
  ["a1ff", "not UTF-8"],
])("%s is refused: %s", (hex, message) => {
  expect(() => readMsgpack(bytes(hex))).toThrow(MalformedMsgpack);
  expect(() => readMsgpack(bytes(hex))).toThrow(message);
});

test("nesting can be as deep as the bytes are long", () => {
  const deep = new Uint8Array(100_000).fill(0x91);
  deep[deep.length - 1] = 0xc0;
  expect(readMsgpack(deep)).toMatchObject({ kind: "list", items: [{ length: 99_999 }] });
});

test("no bytes make it fail in another way", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (any) => {
      try {
        readMsgpack(any);
      } catch (reason) {
        expect(reason).toBeInstanceOf(MalformedMsgpack);
      }
    }),
    { numRuns: 2000 },
  );
});

test("§3.3 §10.23 every 64-bit integer and every double comes back exactly", () => {
  const eight = (write: (view: DataView) => void, head: number) => {
    const view = new DataView(new ArrayBuffer(9));
    view.setUint8(0, head);
    write(view);
    return readMsgpack(new Uint8Array(view.buffer));
  };
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.double(), (int, float) => {
      expect(eight((view) => view.setBigInt64(1, int), 0xd3)).toEqual({ kind: "int", value: int });
      expect(eight((view) => view.setFloat64(1, float), 0xcb)).toEqual({ kind: "float", value: float });
    }),
  );
});
