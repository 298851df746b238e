/**
 * What the file system does not keep of an object that came over S3: its ETag and the headers it is sent with.
 *
 * A row counts only for the very file it was written for (`identity`); the engine writes files without rows, and over
 * files that have one. Each is one statement, in the same turn in which the file becomes visible.
 */
import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { ObjectRow } from "./tables.ts";

export function findObject(db: Database, key: string): ObjectRow | undefined {
  return db.first(db.build.selectFrom("objects").selectAll().where("key", "=", key));
}

/** The rows of these keys, by key. */
export function findObjects(db: Database, keys: readonly string[]): ReadonlyMap<string, ObjectRow> {
  const listed = sql<string>`(select value from json_each(${JSON.stringify(keys)}))`;
  const rows = db.all(db.build.selectFrom("objects").selectAll().where("key", "in", listed));
  return new Map(rows.map((row) => [row.key, row]));
}

export function saveObject(db: Database, row: ObjectRow): void {
  const { key: _, ...rest } = row;
  db.run(
    db.build
      .insertInto("objects")
      .values(row)
      .onConflict((each) => each.column("key").doUpdateSet(rest)),
  );
}

export function forgetObject(db: Database, key: string): void {
  db.run(db.build.deleteFrom("objects").where("key", "=", key));
}
