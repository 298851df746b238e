/**
 * Brings a database to the newest form: the numbered files of migrations/, each once, each in one transaction.
 *
 * Forward only. Before the first migration of an existing database a copy is made beside it, named after the version it
 * has. `PRAGMA user_version` holds the number of the last migration applied.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "@skein/spec/problem";
import Sqlite, { type Database as Connection } from "better-sqlite3";

export class NewerDatabase extends Problem {
  readonly kind = "precondition";
}

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const folder = join(import.meta.dirname, "migrations");

/** The migrations this program knows, in order. */
export function knownMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 4)), name, sql: readFileSync(join(folder, name), "utf8") }));
}

/** Looks without touching: a database of a newer program is not even opened for writing. */
export function refuseNewer(file: string, migrations: readonly Migration[] = knownMigrations()): void {
  if (file === ":memory:" || !existsSync(file)) return;
  const connection = new Sqlite(file, { readonly: true });
  try {
    const version = versionOf(connection);
    const newest = migrations.at(-1)?.number ?? 0;
    if (version > newest)
      throw new NewerDatabase(
        `The database ${file} has form ${version}, this Skein knows forms up to ${newest}; ` +
          "start the newer Skein again, or set SKEIN_HOME to another folder",
      );
  } finally {
    connection.close();
  }
}

export function migrate(
  connection: Connection,
  file: string,
  migrations: readonly Migration[] = knownMigrations(),
): void {
  const from = versionOf(connection);
  const missing = migrations.filter((each) => each.number > from);
  if (missing.length > 0 && from > 0 && file !== ":memory:") copyBeside(connection, file, from);
  for (const migration of missing) {
    connection
      .transaction(() => {
        connection.exec(migration.sql);
        connection.pragma(`user_version = ${migration.number}`);
      })
      .immediate();
  }
}

function copyBeside(connection: Connection, file: string, version: number): void {
  const copy = `${file}.form-${version}`;
  // A copy from an earlier, failed try holds the same form: keep it.
  if (!existsSync(copy)) connection.prepare("VACUUM INTO ?").run(copy);
}

function versionOf(connection: Connection): number {
  return Number(connection.pragma("user_version", { simple: true }));
}
