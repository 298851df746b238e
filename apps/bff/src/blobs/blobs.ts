/**
 * The object tree on disk: `<root>/<bucket>/<key>`.
 *
 * Flyte's data goes by `s3://` URIs; the engine, the runner and the S3 endpoint all read and write the same files.
 * A write is seen whole or not at all (a temporary file, then a rename); the last writer wins. A missing object is
 * `undefined`, not an error. Literal maps by URI: literal-maps.ts.
 */
import { randomUUID } from "node:crypto";
import {
  constants,
  createReadStream,
  createWriteStream,
  type Dirent,
  linkSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { copyFile, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Uri } from "@skein/engine/run";
import { Problem } from "@skein/spec/problem";
import { codeOf } from "../error-code.ts";
import { parseBlobUri, toBlobPath, toBlobUri } from "./uri.ts";

export class BlobTooLarge extends Problem {
  readonly kind = "tooLarge";
}

/** A key under which nothing can be stored, because another key needs the same place as a directory or as a file. */
export class BlobPathTaken extends Problem {
  readonly kind = "conflict";
}

interface BlobEntry {
  readonly uri: Uri;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export interface Blobs {
  readonly root: string;
  /** Where the object is, or would be, on disk. */
  pathOf(uri: Uri): string;
  /** @throws BlobTooLarge when it is larger than `maxBytes` */
  read(uri: Uri, maxBytes?: number): Promise<Uint8Array | undefined>;
  /** `start` and `end` are byte offsets, both inclusive as in an HTTP range. */
  stream(uri: Uri, range?: { readonly start?: number; readonly end?: number }): Readable;
  write(uri: Uri, bytes: Uint8Array): Promise<void>;
  /**
   * Makes the object with `fill`, which writes the whole of it to the path it is given; nothing is left when that fails.
   *
   * @param publish calls `move`, which makes the object visible; what it does before and after is of the same turn
   */
  put<T>(uri: Uri, fill: (path: string) => Promise<T>, publish?: (filled: T, move: () => void) => void): Promise<T>;
  /** As `write`, in the calling turn: for what is small. */
  writeNow(uri: Uri, bytes: Uint8Array): void;
  /** Has an object that is kept elsewhere (kept.ts) be a file of the tree; false when there is none. */
  makeFile(uri: Uri): boolean;
  /** Resolves to the number of bytes written; nothing is stored when the source fails. */
  writeStream(uri: Uri, source: AsyncIterable<Uint8Array>): Promise<number>;
  /** Copies a file from outside the tree into it. */
  importFile(uri: Uri, path: string): Promise<void>;
  /** False when there is nothing at `from`. */
  copy(from: Uri, to: Uri): Promise<boolean>;
  /** Size in bytes; undefined when there is no such object. */
  size(uri: Uri): Promise<number | undefined>;
  /** Every object at or below the prefix, in the order of its key. */
  list(prefix: Uri): AsyncIterable<BlobEntry>;
  /** Removes it, and the directories that hold nothing any more: their names are free for objects. */
  remove(uri: Uri): void;
}

/** From here on the end of a file takes so long that it is noticed. */
const LARGE_BYTES = 16 * 1024 * 1024;

/** Unfinished writes; no bucket can have this name. */
const UNFINISHED = ".unfinished";

export async function openBlobs(root: string): Promise<Blobs> {
  const unfinished = join(root, UNFINISHED);
  await rm(unfinished, { recursive: true, force: true }); // what a crash left half-written
  await mkdir(unfinished, { recursive: true });
  const pathOf = (uri: Uri) => toBlobPath(root, uri);

  /**
   * Has a large file that is about to go lose its bytes beside the turn: the system takes a third of a second for a
   * gibibyte, in which nobody would be answered. A second name keeps them until then; a crash leaves it to the next start.
   */
  function letGo(path: string): void {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size < LARGE_BYTES) return;
    const name = join(unfinished, randomUUID());
    try {
      linkSync(path, name);
    } catch {
      return; // a file system without second names, where it takes its time
    }
    void rm(name, { force: true }).catch(() => {});
  }

  async function put<T>(
    uri: Uri,
    fill: (path: string) => Promise<T>,
    publish: (filled: T, move: () => void) => void = (_, move) => move(),
  ): Promise<T> {
    const target = pathOf(uri);
    const draft = join(unfinished, randomUUID());
    try {
      const filled = await fill(draft);
      publish(filled, () => {
        letGo(target);
        moveInto(draft, target);
      });
      return filled;
    } catch (reason) {
      await rm(draft, { force: true });
      const taken = ["EISDIR", "ENOTDIR", "EEXIST", "ENOTEMPTY"].includes(codeOf(reason) ?? "");
      throw taken
        ? new BlobPathTaken(
            `${uri} cannot be stored: a part of this key is in use by another object; choose another key`,
          )
        : reason;
    }
  }

  return {
    root,
    pathOf,
    put,

    async read(uri, maxBytes = Number.POSITIVE_INFINITY) {
      const file = await orMissing(open(pathOf(uri)));
      if (!file) return undefined;
      try {
        const { size, isFile } = await file.stat().then((found) => ({ size: found.size, isFile: found.isFile() }));
        if (!isFile) return undefined;
        if (size > maxBytes) throw new BlobTooLarge(`${uri} has ${size} bytes; at most ${maxBytes} are read`);
        return await file.readFile();
      } finally {
        await file.close();
      }
    },

    stream: (uri, range = {}) => createReadStream(pathOf(uri), range),

    write: (uri, bytes) =>
      put(uri, async (path) => {
        const file = await open(path, "wx");
        try {
          await file.writeFile(bytes);
        } finally {
          await file.close();
        }
      }),

    writeNow(uri, bytes) {
      const draft = join(unfinished, randomUUID());
      writeFileSync(draft, bytes, { flag: "wx" });
      moveInto(draft, pathOf(uri));
    },

    makeFile: () => false,

    writeStream: (uri, source) =>
      put(uri, async (path) => {
        const sink = createWriteStream(path, { flags: "wx" });
        await pipeline(Readable.from(source, { objectMode: false }), sink);
        return sink.bytesWritten;
      }),

    importFile: (uri, path) => put(uri, (draft) => copyFile(path, draft, constants.COPYFILE_FICLONE)),

    async copy(from, to) {
      const source = pathOf(from);
      const found = await orMissing(stat(source));
      if (!found?.isFile()) return false;
      await put(to, (draft) => copyFile(source, draft, constants.COPYFILE_FICLONE));
      return true;
    },

    async size(uri) {
      const found = await orMissing(stat(pathOf(uri)));
      return found?.isFile() ? found.size : undefined;
    },

    async *list(prefix) {
      const start = pathOf(prefix);
      const found = await orMissing(stat(start));
      if (found?.isFile()) yield toEntry(root, start, found);
      else if (found) yield* listBelow(root, start);
    },

    remove(uri) {
      letGo(pathOf(uri));
      removeFile(pathOf(uri), join(root, parseBlobUri(uri).bucket));
    },
  };
}

// In one turn, as is removeFile: no directory goes between being made and being used.
function moveInto(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (reason) {
    if (codeOf(reason) !== "ENOENT") throw reason;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(draft, target);
  }
}

function removeFile(path: string, top: string): void {
  try {
    unlinkSync(path);
    for (let directory = dirname(path); directory !== top; directory = dirname(directory)) rmdirSync(directory);
  } catch (reason) {
    // Nothing there, only a prefix of other keys (EPERM on macOS), or a directory that is still in use.
    const code = codeOf(reason) ?? "";
    if (!["ENOENT", "ENOTDIR", "EISDIR", "EPERM", "ENOTEMPTY", "EEXIST"].includes(code)) throw reason;
  }
}

async function* listBelow(root: string, directory: string): AsyncIterable<BlobEntry> {
  const entries = (await orMissing(readdir(directory, { withFileTypes: true }))) ?? [];
  for (const entry of entries.sort(byKey)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* listBelow(root, path);
    else if (entry.isFile()) {
      const found = await orMissing(stat(path));
      if (found) yield toEntry(root, path, found);
    }
  }
}

/** S3 lists by the bytes of the whole key: a directory sorts as its name with a slash behind it. */
function byKey(a: Dirent, b: Dirent): number {
  const [left, right] = [a, b].map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return Buffer.compare(Buffer.from(left ?? ""), Buffer.from(right ?? ""));
}

function toEntry(root: string, path: string, found: { readonly size: number; readonly mtimeMs: number }): BlobEntry {
  return { uri: toBlobUri(root, path), sizeBytes: found.size, modifiedAtMs: Math.floor(found.mtimeMs) };
}

/** Undefined instead of the error that nothing is there. */
async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((reason: unknown) => {
    if (codeOf(reason) === "ENOENT" || codeOf(reason) === "ENOTDIR") return undefined;
    throw reason;
  });
}
