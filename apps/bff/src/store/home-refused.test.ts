import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database, openDatabase } from "./database.ts";
import { blameHome, HomeRefused, tryRoom } from "./home-refused.ts";
import { insertProject } from "./projects.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "skein-refused-"));
  openDatabase(join(home, "skein.db")).close();
});
afterEach(() => rmSync(home, { recursive: true }));

const large = (identifier: string) => ({
  identifier,
  name: identifier,
  description: "x".repeat(1_000_000),
  labels: "{}",
  state: 0,
});

test("a full disk is said with the home and the remedy, until a write fits again", () => {
  const connection = new Sqlite(join(home, "skein.db"));
  connection.pragma("max_page_count = 60");
  const db = new Database(connection);
  const write = () => db.transaction(() => insertProject(db, large("one"), 1));
  expect(write).toThrow(HomeRefused);
  expect(write).toThrow(
    `The home ${home} cannot be written: its disk is full. Free some space; what waits goes on by itself (SQLITE_FULL)`,
  );
  connection.pragma("max_page_count = 100000");
  expect(db.refusal()).toBeUndefined();
  write();
  db.close();
});

test("a home that may only be read stays refused, and is still read", () => {
  const connection = new Sqlite(join(home, "skein.db"));
  const db = new Database(connection);
  expect(db.refusal()).toBeUndefined();
  connection.pragma("query_only = ON");
  expect(() => db.transaction(() => insertProject(db, large("one"), 1))).toThrow(/it may only be read/);
  expect(db.refusal()).toMatch(/^The home .* it may only be read\. Make it writable/);
  expect(db.sequence()).toBe(0);
  connection.pragma("query_only = OFF");
  expect(db.refusal()).toBeUndefined();
  db.close();
});

test("room is tried where the database is, and given back", () => {
  tryRoom(join(home, "skein.db"));
  expect(readdirSync(home)).not.toContain("skein.db.room");
  expect(() => tryRoom(join(home, "gone", "skein.db"))).toThrow(HomeRefused);
});

test("only what the disk does is blamed on the home", () => {
  const failed = new Sqlite.SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
  expect(blameHome("/home/skein.db", failed)).toMatchObject({
    message: "The home /home cannot be used: its disk fails. Check the disk and its free space (SQLITE_IOERR_FSYNC)",
    cause: failed,
  });
  const bug = new Sqlite.SqliteError("UNIQUE constraint failed", "SQLITE_CONSTRAINT_UNIQUE");
  expect(blameHome("/home/skein.db", bug)).toBe(bug);
});
