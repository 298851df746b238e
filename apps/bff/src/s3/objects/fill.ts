/** Writing the file of an object: from a payload, from other files, from a part of one. Memory stays flat. */
import { createWriteStream } from "node:fs";
import { type FileHandle, open, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Payload } from "../body/payload.ts";

/** Up to here a payload is written at once: one call of the file system instead of a stream's five. */
const SMALL_BYTES = 256 * 1024;
/** Pieces of the network are gathered to this size before they are written. */
const WRITE_BYTES = 4 * 1024 * 1024;

/** Resolves to the MD5 in hex. @throws S3Problem when the payload is not what was announced */
export async function writePayload(path: string, payload: Payload): Promise<string> {
  if (payload.length !== undefined && payload.length <= SMALL_BYTES) {
    const pieces: Buffer[] = [];
    for await (const piece of payload.bytes) pieces.push(piece);
    const md5 = await payload.finish();
    await writeFile(path, Buffer.concat(pieces), { flag: "wx" });
    return md5;
  }
  await pipeline(payload.bytes, createWriteStream(path, { flags: "wx", highWaterMark: WRITE_BYTES }));
  return payload.finish();
}

/** One file after the other; `seen` is told all bytes in order. */
export async function joinFiles(
  path: string,
  sources: readonly string[],
  seen: (bytes: Uint8Array) => void,
): Promise<void> {
  const target = await open(path, "wx");
  try {
    const buffer = Buffer.allocUnsafe(WRITE_BYTES);
    for (const source of sources) {
      const file = await open(source, "r");
      try {
        await appendTo(target, file, buffer, seen);
      } finally {
        await file.close();
      }
    }
  } finally {
    await target.close();
  }
}

async function appendTo(
  target: FileHandle,
  source: FileHandle,
  buffer: Buffer,
  seen: (bytes: Uint8Array) => void,
): Promise<void> {
  for (;;) {
    const { bytesRead } = await source.read(buffer);
    if (bytesRead === 0) return;
    const bytes = buffer.subarray(0, bytesRead);
    seen(bytes);
    await target.appendFile(bytes);
  }
}
