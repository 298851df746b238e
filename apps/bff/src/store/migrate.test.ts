import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { homeId } from "./home-id.ts";
import { knownMigrations, migrate, NewerDatabase } from "./migrate.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "skein-store-")), "skein.db");
const next = (sql: string) => [...knownMigrations(), { number: 9_000, name: "9000-next.sql", sql }];

test("a new database gets every migration, and opening it again changes nothing", () => {
  const file = newFile();
  const first = openDatabase(file);
  const id = homeId(first);
  first.close();
  const second = openDatabase(file);
  expect(homeId(second)).toBe(id);
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  second.close();
  expect(existsSync(`${file}.form-1`)).toBe(false);
});

test("migrations are numbered without gaps", () => {
  expect(knownMigrations().map((each) => each.number)).toEqual(knownMigrations().map((_, index) => index + 1));
});

test("before a migration the database is copied as it was", () => {
  const file = newFile();
  openDatabase(file).close();
  const connection = new Sqlite(file);
  const from = knownMigrations().length;
  migrate(connection, file, next("CREATE TABLE extra (a)"));
  const copy = new Sqlite(`${file}.form-${from}`, { readonly: true });
  const tables = (of: Sqlite.Database) =>
    of.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'extra'").get();
  expect(tables(copy)).toEqual({ n: 0 });
  expect(tables(connection)).toEqual({ n: 1 });
  expect(copy.pragma("user_version", { simple: true })).toBe(from);
  copy.close();
  connection.close();
});

test("a migration that fails leaves the form it found", () => {
  const file = newFile();
  openDatabase(file).close();
  const connection = new Sqlite(file);
  expect(() => migrate(connection, file, next("CREATE TABLE extra (a); SELECT * FROM nowhere"))).toThrow(/nowhere/);
  expect(connection.prepare("SELECT * FROM sqlite_schema WHERE name = 'extra'").all()).toEqual([]);
  expect(connection.pragma("user_version", { simple: true })).toBe(knownMigrations().length);
  connection.close();
});

test("a database of a newer program is refused and not touched", () => {
  const file = newFile();
  const connection = new Sqlite(file);
  connection.exec("CREATE TABLE future (a)");
  connection.pragma("user_version = 9999");
  connection.close();
  const [bytes, { mtimeMs }] = [readFileSync(file), statSync(file)];
  expect(() => openDatabase(file)).toThrow(NewerDatabase);
  expect(() => openDatabase(file)).toThrow(/has form 9999.*SKEIN_HOME/);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});
