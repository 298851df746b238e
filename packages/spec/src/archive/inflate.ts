/**
 * Decompression that stops as soon as too much comes out, and notices damage: fflate does the work in small pieces, the
 * limits and checksums are ours.
 */
import { Gunzip, Inflate } from "fflate";
import { ArchiveStopped } from "./intake.ts";
import { type ArchiveLimits, formatBytes } from "./limits.ts";

/** Deflate makes at most 1032 bytes of one, so a piece of input gives at most 8 MiB before the limits are looked at. */
const pieceBytes = 8 * 1024;

/**
 * Unpacks gzip, giving the content piece by piece.
 *
 * @throws ArchiveStopped when it is damaged, cut off, or beyond its limits
 */
export function gunzip(bytes: Uint8Array, limits: ArchiveLimits, take: (piece: Uint8Array) => void): void {
  let sum = crcStart;
  let size = 0;
  let isSingle = true;
  let isFinal = false;
  const stream = new Gunzip((piece, final) => {
    sum = crcAdd(sum, piece);
    size += piece.length;
    isFinal = final;
    // tar adds a header and padding to each member
    checkSize(size, limits.totalBytes + limits.members * 1024, "");
    take(piece);
  });
  stream.onmember = () => {
    isSingle = false; // called for the second stream on
  };
  feed(bytes, stream, "", (fed) => checkRatio(size, fed, limits, ""));
  if (!isFinal) throw cutOff("");
  // A trailer counts from the start of its own stream; of several streams fflate does not tell the borders.
  if (!isSingle || bytes.length < 18) return;
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const isWhole = trailer.getUint32(0, true) === crcEnd(sum) && trailer.getUint32(4, true) === size % 2 ** 32;
  if (!isWhole) throw damaged("", "its checksum is wrong");
}

/**
 * Unpacks raw deflate of a zip member whose unpacked size and CRC-32 the archive states.
 *
 * @throws ArchiveStopped when what comes out is not what was stated
 */
export function inflate(
  bytes: Uint8Array,
  stated: { name: string; size: number; crc: number },
  limits: ArchiveLimits,
): Uint8Array {
  const out = new Uint8Array(stated.size);
  let size = 0;
  let isFinal = false;
  const stream = new Inflate((piece, final) => {
    if (size + piece.length > stated.size) throw damaged(stated.name, "it unpacks to more than the archive states");
    out.set(piece, size);
    size += piece.length;
    isFinal = final;
  });
  feed(bytes, stream, stated.name, (fed) => checkRatio(size, fed, limits, stated.name));
  if (!isFinal || size < stated.size) throw cutOff(stated.name);
  checkCrc(out, stated);
  return out;
}

/** @throws ArchiveStopped when the content does not have the CRC-32 the archive states */
export function checkCrc(content: Uint8Array, stated: { name: string; crc: number }): void {
  if (crcEnd(crcAdd(crcStart, content)) !== stated.crc) throw damaged(stated.name, "its checksum is wrong");
}

function feed(
  bytes: Uint8Array,
  stream: { push(piece: Uint8Array, final: boolean): void },
  name: string,
  check: (fed: number) => void,
): void {
  try {
    for (let at = 0; at === 0 || at < bytes.length; at += pieceBytes) {
      const end = Math.min(at + pieceBytes, bytes.length);
      stream.push(bytes.subarray(at, end), end === bytes.length);
      check(end);
    }
  } catch (reason) {
    if (reason instanceof ArchiveStopped) throw reason;
    const words = reason instanceof Error ? reason.message : String(reason);
    throw /EOF/i.test(words) ? cutOff(name) : damaged(name, words);
  }
}

function checkSize(size: number, most: number, name: string): void {
  if (size > most)
    throw new ArchiveStopped("tooLarge", name, `The archive unpacks to more than ${formatBytes(most)}; split it`);
}

function checkRatio(size: number, fed: number, limits: ArchiveLimits, name: string): void {
  if (size < limits.ratioFromBytes || size <= fed * limits.ratio) return;
  const what = name === "" ? "The archive" : `"${name}"`;
  const message = `${what} unpacks to more than ${limits.ratio} times its size, as archives made to do harm do; pack it again with less in it`;
  throw new ArchiveStopped("ratio", name, message);
}

function damaged(name: string, why: string): ArchiveStopped {
  const what = name === "" ? "The archive" : `"${name}" in the archive`;
  return new ArchiveStopped("damaged", name, `${what} is damaged (${why}); make or upload it again`);
}

function cutOff(name: string): ArchiveStopped {
  const where = name === "" ? "" : ` inside "${name}"`;
  return new ArchiveStopped("truncated", name, `The archive is cut off${where}; make or upload it again`);
}

const crcStart = 0xffffffff;
const crcEnd = (sum: number) => (sum ^ 0xffffffff) >>> 0;
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crcAdd(sum: number, bytes: Uint8Array): number {
  let value = sum;
  for (const byte of bytes) value = (value >>> 8) ^ (crcTable[(value ^ byte) & 0xff] ?? 0);
  return value;
}
