/** The bytes of a file by ranges: the whole of it is never in memory. */
import { type FileHandle, open } from "node:fs/promises";
import { Problem } from "@skein/spec/problem";

/** It is not what it says it is. */
export class NotReadable extends Problem {
  readonly kind = "invalid";
}

export interface ByteSource {
  readonly sizeBytes: number;
  /** Up to `end`, exclusive; fewer at the end of the file. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

const PIECE_BYTES = 256 * 1024;

export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(sourceOf(file, (await file.stat()).size));
  } finally {
    await file.close();
  }
}

const sourceOf = (file: FileHandle, sizeBytes: number): ByteSource => ({
  sizeBytes,
  async read(start, end) {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, sizeBytes) - start));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return at < bytes.length ? bytes.slice(0, at) : bytes;
  },
});

/** Its text, piece by piece, to `mostBytes`. */
export async function* textOf(source: ByteSource, mostBytes: number): AsyncIterable<string> {
  const [first, second] = await source.read(0, 2);
  const label =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  const decoder = new TextDecoder(label);
  const end = Math.min(source.sizeBytes, mostBytes);
  for (let at = 0; at < end; at += PIECE_BYTES)
    yield decoder.decode(await source.read(at, Math.min(end, at + PIECE_BYTES)), { stream: true });
}
