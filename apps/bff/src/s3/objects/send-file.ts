/**
 * A part of a file as the body of an answer, in two buffers by turns: one is read while the other is sent.
 *
 * A stream would make a new buffer for each piece, and making them costs as much as sending them. A client that does
 * not read holds two buffers and one file, until its connection has been silent for too long.
 */
import { close, read } from "node:fs";
import type { Writable } from "node:stream";
import { promisify } from "node:util";
import type { ByteRange } from "./range.ts";

const BUFFER_BYTES = 512 * 1024;
const readAt = promisify(read);

/** Closes the file, whatever happens. @throws when the file is shorter than the range, or the client goes */
export async function sendFile(file: number, { start, end }: ByteRange, response: Writable): Promise<void> {
  try {
    const size = Math.min(BUFFER_BYTES, end - start + 1);
    const buffers = [Buffer.allocUnsafe(size), Buffer.allocUnsafe(size)] as const;
    let sent: Promise<void> = Promise.resolve();
    for (let at = start, turn = 0; at <= end; turn ^= 1) {
      const buffer = buffers[turn === 0 ? 0 : 1];
      const { bytesRead } = await readAt(file, buffer, 0, Math.min(buffer.length, end - at + 1), at);
      if (bytesRead === 0) throw new Error("The file ended before its announced length");
      await sent;
      sent = write(response, buffer.subarray(0, bytesRead));
      sent.catch(() => {}); // waited for when the next piece has been read
      at += bytesRead;
    }
    await sent;
    response.end();
  } finally {
    close(file, () => {});
  }
}

/** @throws when the client goes: a piece that was on its way to it is never said to have arrived. */
function write(response: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const onGone = () => reject(new Error("The client went before it had everything"));
    if (response.destroyed) {
      onGone();
      return;
    }
    response.once("close", onGone);
    response.write(bytes, (cause) => {
      response.off("close", onGone);
      if (cause) reject(cause);
      else resolve();
    });
  });
}
