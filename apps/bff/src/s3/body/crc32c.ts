/**
 * CRC-32C (Castagnoli), eight bytes at a step: zlib has the other CRC-32 only.
 *
 * @see RFC 3720 §12.1, appendix B.4
 */

const POLYNOMIAL = 0x82f63b78;

/** `tables[k][b]`: what byte b does to the checksum when k more bytes follow it. */
const tables = makeTables();

/** @param before of what came before, 0 at first; @returns the checksum of both */
export function crc32c(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  let crc = ~before;
  let at = 0;
  // Typed arrays are read within their bounds, which the compiler cannot know: `| 0` makes that plain.
  const byte = (index: number): number => (bytes[index] ?? 0) | 0;
  for (; at + 8 <= bytes.length; at += 8) {
    crc ^= byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    crc =
      look(t7, crc & 0xff) ^
      look(t6, (crc >>> 8) & 0xff) ^
      look(t5, (crc >>> 16) & 0xff) ^
      look(t4, crc >>> 24) ^
      look(t3, byte(at + 4)) ^
      look(t2, byte(at + 5)) ^
      look(t1, byte(at + 6)) ^
      look(t0, byte(at + 7));
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ look(t0, (crc ^ byte(at)) & 0xff);
  return ~crc >>> 0;
}

function look(table: Int32Array, index: number): number {
  return (table[index] ?? 0) | 0;
}

type Tables = readonly [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

function makeTables(): Tables {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    return crc;
  });
  const follow = (table: Int32Array) => table.map((crc) => (crc >>> 8) ^ look(first, crc & 0xff));
  const [second, third] = [follow(first), follow(follow(first))];
  const fourth = follow(third);
  const fifth = follow(fourth);
  const sixth = follow(fifth);
  const seventh = follow(sixth);
  return [first, second, third, fourth, fifth, sixth, seventh, follow(seventh)];
}
