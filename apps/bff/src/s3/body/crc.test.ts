import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";
import { Crc64Nvme } from "./crc64-nvme.ts";

const hex32 = (bytes: Uint8Array) => crc32c(bytes).toString(16).padStart(8, "0");

function hex64(...pieces: Uint8Array[]): string {
  const crc = new Crc64Nvme();
  for (const piece of pieces) crc.update(piece);
  return crc.finish().toString("hex");
}

/** A CRC by its definition, bit by bit. */
function bitwise(bytes: Uint8Array, polynomial: bigint, width: bigint): string {
  const ones = (1n << width) - 1n;
  let crc = ones;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  }
  return (crc ^ ones).toString(16).padStart(Number(width) / 4, "0");
}

describe("published values", () => {
  const digits = Buffer.from("123456789");
  // Of CRC-32C: RFC 3720 B.4; of both: the catalogue of parametrised CRC algorithms.
  test.each([
    ["nothing", Buffer.alloc(0), "00000000"],
    ["123456789", digits, "e3069283"],
    ["32 zeros", Buffer.alloc(32), "8a9136aa"],
    ["32 ones", Buffer.alloc(32, 0xff), "62a8ab43"],
    ["0 to 31", Buffer.from(Array.from({ length: 32 }, (_, n) => n)), "46dd794e"],
    ["31 to 0", Buffer.from(Array.from({ length: 32 }, (_, n) => 31 - n)), "113fdb5c"],
  ])("CRC-32C of %s", (_, bytes, expected) => expect(hex32(bytes)).toBe(expected));

  test.each([
    ["nothing", Buffer.alloc(0), "0000000000000000"],
    ["123456789", digits, "ae8b14860a799888"],
    ["4096 zeros", Buffer.alloc(4096), "6482d367eb22b64e"],
    ["4096 ones", Buffer.alloc(4096, 0xff), "c0ddba7302eca3ac"],
  ])("CRC-64/NVME of %s", (_, bytes, expected) => expect(hex64(bytes)).toBe(expected));
});

test("any bytes, in any two pieces, have the checksums the definition gives", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
      const [one, two] = [bytes.subarray(0, cut), bytes.subarray(cut)];
      expect(crc32c(two, crc32c(one)).toString(16).padStart(8, "0")).toBe(bitwise(bytes, 0x82f63b78n, 32n));
      expect(hex64(one, two)).toBe(bitwise(bytes, 0x9a6c9329ac4bc9b5n, 64n));
    }),
  );
});
