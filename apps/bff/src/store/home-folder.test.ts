import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder, unusableHome } from "./home-folder.ts";
import { lockHome } from "./lock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skein-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("folders are made with those above them, once", () => {
  const deep = join(folder, "a", "b");
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

test("a home that is a file, or below one, is refused with the setting to change", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(() => lockHome(file)).toThrow(
    `The home ${file} cannot be used (a file is in its way); set SKEIN_HOME to a folder that this user may write`,
  );
  expect(() => lockHome(join(file, "deep"))).toThrow("a file is in its way");
});

test.skipIf(process.platform !== "linux")("a place where no folder can be made is refused, and at once", () => {
  expect(() => lockHome("/proc/nope")).toThrow("The home /proc/nope cannot be used (no folder can be made there)");
  expect(() => lockHome("/proc/nope/deep")).toThrow("no folder can be made there");
  expect(() => lockHome("/proc/sys")).toThrow("no database can be made there");
});

test("a lock that is none of ours is refused too", () => {
  writeFileSync(join(folder, "lock.db"), "x".repeat(5000));
  expect(() => lockHome(folder)).toThrow("its lock.db is not ours");
});

test.each([
  [Object.assign(new Error("EROFS: read-only file system"), { code: "EROFS" }), "it may only be read"],
  [new Sqlite.SqliteError("attempt to write", "SQLITE_READONLY_DIRECTORY"), "this user may not write there"],
  [new Error("something else"), "something else"],
])("%s is said in words", (cause, words) => {
  expect(unusableHome("/home", cause).message).toContain(`(${words})`);
});
