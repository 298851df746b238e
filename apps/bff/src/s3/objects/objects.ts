/**
 * The objects of the one bucket: files of the blob tree, with what the store keeps beside them.
 *
 * Looking at a file and at its row, and making both visible, each happen in one turn of the event loop, with the file
 * system's synchronous calls: nobody sees one without the other. Files that the engine wrote have no row; their ETag is
 * made from their identity, in the form of an upload in parts, which no client takes for an MD5.
 * Listing: listing.ts. Uploads in parts: ../uploads.ts.
 */
import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, fstatSync, openSync, statSync } from "node:fs";
import type { Blobs } from "../../blobs/blobs.ts";
import { bucket } from "../../blobs/prefixes.ts";
import type { Database } from "../../store/database.ts";
import { findObject, findObjects, forgetObject, saveObject } from "../../store/objects.ts";
import type { ObjectRow } from "../../store/tables.ts";

export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Without quotes. */
  readonly etag: string;
  readonly headers: ObjectHeaders;
}

export interface Objects {
  readonly blobs: Blobs;
  find(key: string): StoredObject | undefined;
  /** The object and an open file of just that object; the caller closes it. */
  open(key: string): { readonly object: StoredObject; readonly file: number } | undefined;
  /** Those of the keys that exist, in the order given. */
  findAll(keys: readonly string[]): StoredObject[];
  /**
   * @param fill    writes the whole object to the path it is given and resolves to its ETag
   * @param allow   throws when the object that is there now (or none) may not be replaced
   */
  put(
    key: string,
    headers: ObjectHeaders,
    fill: (path: string) => Promise<string>,
    allow?: (present: StoredObject | undefined) => void,
  ): Promise<StoredObject>;
  remove(key: string): void;
}

export function openObjects(blobs: Blobs, db: Database): Objects {
  const uriOf = (key: string) => `s3://${bucket}/${key}`;
  const pathOf = (key: string) => blobs.pathOf(uriOf(key));

  /** What `look` finds, also of an object that is not a file yet. */
  const lookFor = <T>(key: string, look: () => T): T | undefined =>
    orMissing(look) ?? (blobs.makeFile(uriOf(key)) ? orMissing(look) : undefined);

  const find = (key: string) => {
    const stats = lookFor(key, () => statSync(pathOf(key), { bigint: true }));
    return stats?.isFile() ? toObject(key, stats, findObject(db, key)) : undefined;
  };

  return {
    blobs,
    find,

    open(key) {
      const file = lookFor(key, () => openSync(pathOf(key), "r"));
      if (file === undefined) return undefined;
      const stats = fstatSync(file, { bigint: true });
      if (stats.isFile()) return { object: toObject(key, stats, findObject(db, key)), file };
      closeSync(file);
      return undefined;
    },

    findAll(keys) {
      const rows = findObjects(db, keys);
      return keys.flatMap((key) => {
        const stats = orMissing(() => statSync(pathOf(key), { bigint: true }));
        return stats?.isFile() ? [toObject(key, stats, rows.get(key))] : [];
      });
    },

    async put(key, headers, fill, allow) {
      let stored: StoredObject | undefined;
      await blobs.put(uriOf(key), fill, (etag, move) => {
        if (allow) allow(find(key));
        move();
        const stats = statSync(pathOf(key), { bigint: true });
        const row = { key, identity: identityOf(stats), etag, headers: JSON.stringify(headers) };
        saveObject(db, row);
        stored = toObject(key, stats, row);
      });
      if (!stored) throw new Error(`${key} was not stored`);
      return stored;
    },

    remove(key) {
      blobs.remove(uriOf(key));
      forgetObject(db, key);
    },
  };
}

function toObject(key: string, stats: BigIntStats, row: ObjectRow | undefined): StoredObject {
  const identity = identityOf(stats);
  const known = row?.identity === identity ? row : undefined;
  return {
    key,
    sizeBytes: Number(stats.size),
    modifiedAtMs: Number(stats.mtimeMs),
    etag: known?.etag ?? `${createHash("md5").update(identity).digest("hex")}-1`,
    headers: known ? (JSON.parse(known.headers) as ObjectHeaders) : {}, // written by `put` alone
  };
}

const identityOf = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino}-${size}-${mtimeNs}`;

function orMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (reason) {
    const code = reason instanceof Error && "code" in reason ? reason.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw reason;
  }
}
