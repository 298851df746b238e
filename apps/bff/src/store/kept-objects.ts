/** Objects kept as rows instead of files (blobs/kept.ts says which): by URI, their bytes once for all that share them. */
import { hash } from "node:crypto";
import type { Uri } from "@skein/engine/run";
import type { Kept } from "../blobs/kept.ts";
import type { Database } from "./database.ts";
import { builder, query } from "./query.ts";

export interface KeptObject {
  readonly uri: Uri;
  readonly bytes: Uint8Array;
}

const bytesOf = query((uri: string) =>
  builder
    .selectFrom("kept_objects")
    .innerJoin("contents", "contents.hash", "kept_objects.hash")
    .select("contents.bytes")
    .where("kept_objects.uri", "=", uri),
);

export const openKept = (db: Database): Kept => ({
  find: (uri) => db.first(bytesOf(uri))?.bytes,
  forget: (uri) => {
    db.run(db.build.deleteFrom("kept_objects").where("uri", "=", uri));
  },
});

/** Keeps them; one that is kept already stays as it is, because what has been read does not change. */
export function keepObjects(db: Database, objects: readonly KeptObject[]): void {
  const known = new Set<string>();
  for (const { uri, bytes } of objects) {
    const digest = hash("sha256", bytes, "buffer");
    const name = digest.toString("latin1");
    if (!known.has(name)) db.insertRow("contents", { hash: digest, bytes }, "or ignore");
    known.add(name);
    db.insertRow("kept_objects", { uri, hash: digest }, "or ignore");
  }
}
