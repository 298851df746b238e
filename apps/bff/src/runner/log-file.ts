/**
 * One attempt's log on disk: lines (log-line.ts) in `<attempt>.log`, and beside it a sparse index.
 *
 * `<attempt>.log.index` begins with the number of lines plus one once the log is complete (0 before), then has the
 * byte offset of every 256th line; all are 64-bit little endian. The index is written after the lines, so it may lag
 * behind a crash but never lies; a missing or impossible one is made anew from the lines.
 */
import { type FileHandle, open, readFile } from "node:fs/promises";
import { type LogLine, parseLogLine } from "./log-line.ts";

export const LINES_PER_ENTRY = 256;
const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** What is known of a log: enough to find any line. */
export interface LogExtent {
  readonly lines: number;
  /** Bytes up to the end of the last whole line. */
  readonly bytes: number;
  /** Offset of line 0, 256, 512, … */
  readonly offsets: readonly number[];
  readonly complete: boolean;
}

const NO_LOG: LogExtent = { lines: 0, bytes: 0, offsets: [0], complete: false };

/** Measures a log; NO_LOG when there is none. A last line cut by a crash is not counted. */
export async function measureLog(path: string): Promise<LogExtent> {
  const file = await open(path).catch(() => undefined);
  if (!file) return NO_LOG;
  try {
    const { size } = await file.stat();
    const index = parseIndex(await readFile(indexPath(path)).catch(() => Buffer.alloc(0)), size);
    const offsets = [...index.offsets];
    let lines = (offsets.length - 1) * LINES_PER_ENTRY;
    let bytes = offsets.at(-1) ?? 0;
    for await (const { chunk, at } of chunksOf(file, bytes, size))
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, end + 1)) {
        lines += 1;
        bytes = at + end + 1;
        if (lines % LINES_PER_ENTRY === 0) offsets.push(bytes);
      }
    return { lines, bytes, offsets, complete: index.completeAt === lines };
  } finally {
    await file.close();
  }
}

/** Lines `start` to `end` (exclusive), fewer when they are more than `maxBytes`, yet at least one. */
export async function readLines(path: string, extent: LogExtent, start: number, end: number, maxBytes: number) {
  const found: LogLine[] = [];
  if (start >= end) return found;
  const entry = Math.floor(start / LINES_PER_ENTRY);
  let number = entry * LINES_PER_ENTRY;
  let taken = 0;
  const file = await open(path);
  try {
    let rest = Buffer.alloc(0);
    for await (const { chunk } of chunksOf(file, extent.offsets[entry] ?? 0, extent.bytes)) {
      const block = rest.length ? Buffer.concat([rest, chunk]) : chunk;
      let from = 0;
      for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, from)) {
        if (number >= start) {
          taken += at - from;
          if (taken > maxBytes && found.length > 0) return found;
          found.push(parseLogLine(block.toString("utf8", from, at)));
        }
        number += 1;
        if (number >= end) return found;
        from = at + 1;
      }
      rest = Buffer.from(block.subarray(from)); // the next chunk overwrites the buffer
    }
  } finally {
    await file.close();
  }
  return found;
}

/** Offsets of every 256th line as they stand in the index file, from entry `first` on. */
export function formatIndexEntries(offsets: readonly number[], first: number): Buffer {
  const bytes = Buffer.alloc((offsets.length - first) * 8);
  for (const [at, offset] of offsets.slice(first).entries()) bytes.writeBigUInt64LE(BigInt(offset), at * 8);
  return bytes;
}

export function indexPath(path: string): string {
  return `${path}.index`;
}

/** Where entry `number` stands in the index file: entry 0 is always offset 0 and is the header's place instead. */
export function indexPosition(number: number): number {
  return number * 8;
}

function parseIndex(bytes: Buffer, size: number): { completeAt: number | undefined; offsets: number[] } {
  const offsets = [0];
  for (let at = 8; at + 8 <= bytes.length; at += 8) {
    const offset = Number(bytes.readBigUInt64LE(at));
    if (offset <= (offsets.at(-1) ?? 0) || offset > size) return { completeAt: undefined, offsets: [0] };
    offsets.push(offset);
  }
  const header = bytes.length >= 8 ? Number(bytes.readBigUInt64LE(0)) : 0;
  return { completeAt: header > 0 ? header - 1 : undefined, offsets };
}

async function* chunksOf(file: FileHandle, from: number, to: number): AsyncIterable<{ chunk: Buffer; at: number }> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(CHUNK_BYTES, to - from)));
  let at = from;
  while (at < to) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) return;
    yield { chunk: buffer.subarray(0, bytesRead), at };
    at += bytesRead;
  }
}
