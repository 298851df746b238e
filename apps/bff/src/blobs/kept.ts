/**
 * Objects that are rows until somebody needs them as files.
 *
 * The inputs of a node that the engine runs itself are written by thousands and read now and then, by the API. They are
 * kept in the store, in the transaction that makes them visible. `read` finds them there; who needs the file, the S3
 * endpoint above all, has it made. Listings show files only.
 */
import { existsSync } from "node:fs";
import type { Uri } from "@skein/engine/run";
import type { Blobs } from "./blobs.ts";

/** Where they are kept. */
export interface Kept {
  find(uri: Uri): Uint8Array | undefined;
  forget(uri: Uri): void;
}

export function withKept(blobs: Blobs, kept: Kept): Blobs {
  const makeFile = (uri: Uri): boolean => {
    // A file that is there is the later word.
    if (existsSync(blobs.pathOf(uri))) return true;
    const bytes = kept.find(uri);
    if (bytes) blobs.writeNow(uri, bytes);
    return bytes !== undefined;
  };
  return {
    ...blobs,
    makeFile,
    // A file is the later word: somebody wrote it.
    read: async (uri, maxBytes) => (await blobs.read(uri, maxBytes)) ?? kept.find(uri),
    size: async (uri) => (await blobs.size(uri)) ?? kept.find(uri)?.byteLength,
    async copy(from, to) {
      if (await blobs.copy(from, to)) return true;
      const bytes = kept.find(from);
      if (bytes) await blobs.write(to, bytes);
      return bytes !== undefined;
    },
    remove(uri) {
      kept.forget(uri);
      blobs.remove(uri);
    },
  };
}
