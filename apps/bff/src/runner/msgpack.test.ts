import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeMsgpack, MalformedMsgpack } from "./msgpack.ts";

test.each([
  [[0x00], 0n],
  [[0x7f], 127n],
  [[0xff], -1n],
  [[0xe0], -32n],
  [[0xcc, 0xff], 255n],
  [[0xcd, 1, 0], 256n],
  [[0xce, 0, 1, 0, 0], 65_536n],
  [[0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2n ** 64n - 1n],
  [[0xd0, 0x80], -128n],
  [[0xd1, 0xff, 0], -256n],
  [[0xd2, 0xff, 0xff, 0xff, 0xfe], -2n],
  [[0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0], -(2n ** 63n)],
  [[0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], 1],
  [[0xca, 0x3f, 0x80, 0, 0], 1],
  [[0xc0], null],
  [[0xc2], false],
  [[0xc3], true],
  [[0xa2, 0x68, 0x69], "hi"],
  [[0xd9, 2, 0x68, 0x69], "hi"],
  [[0xc4, 2, 1, 2], Uint8Array.of(1, 2)],
  [[0xd4, 5, 9], Uint8Array.of(9)],
  [[0xc7, 1, 5, 9], Uint8Array.of(9)],
  [
    [0x92, 1, 0xa1, 0x61],
    [1n, "a"],
  ],
  [[0xdc, 0, 1, 1], [1n]],
  [[0x81, 0xa1, 0x61, 0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], new Map([["a", 1]])],
  [[0xde, 0, 1, 1, 2], new Map([[1n, 2n]])],
])("%j is read", (bytes, value) => {
  expect(decodeMsgpack(Uint8Array.from(bytes))).toEqual(value);
});

test.each([[[]], [[0xc1]], [[0xa5, 0x68]], [[0x92, 1]], [[1, 2]], [new Array(300).fill(0x91)]])(
  "%j is refused",
  (bytes) => {
    expect(() => decodeMsgpack(Uint8Array.from(bytes))).toThrow();
  },
);

test("no bytes lead to anything but a value or the refusal", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        decodeMsgpack(bytes);
      } catch (reason) {
        expect(reason).toBeInstanceOf(MalformedMsgpack);
      }
    }),
  );
});
