import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { openSkein } from "../skein.ts";
import { blameFolder, makeFolder, unusableHome } from "./home-folder.ts";
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
  [
    Object.assign(new Error("EDQUOT: disk quota exceeded"), { code: "EDQUOT" }),
    "this user's share of its disk is full",
  ],
])("%s is said in words", (cause, words) => {
  expect(unusableHome("/home", cause).message).toContain(`(${words})`);
});

const failure = (code: string, path?: string) => Object.assign(new Error(`${code}: failed`), { code, path });

test.each([
  ["a write that finds no room", failure("ENOSPC"), /its disk is full.*free some space/],
  ["no room for a folder", failure("ENOSPC", "/home/blobs/.uploads"), /its disk is full.*free some space/],
  [
    "a file of the home that may not be written",
    failure("EACCES", "/home/secret"),
    /may not write there.*set SKEIN_HOME/,
  ],
  ["the home itself", failure("EPERM", "/home"), /may not write there/],
])("%s is blamed on the home", (_, reason, sentence) => {
  expect(blameFolder("/home", reason)).toMatchObject({ message: expect.stringMatching(sentence), cause: reason });
});

test.each([
  ["a file elsewhere", failure("EACCES", "/homework")],
  ["a port", failure("EACCES")],
  ["a bug", new TypeError("x is undefined")],
  ["what is no error", "nothing"],
])("%s is not", (_, reason) => expect(blameFolder("/home", reason)).toBe(reason));

test.skipIf(!existsSync("/dev/full"))("a start that finds no room for the secret says so in one sentence", async () => {
  symlinkSync("/dev/full", join(folder, "secret.new"));
  const config = readConfig({ SKEIN_HOME: folder, SKEIN_PORT: "0", SKEIN_S3_PORT: "0", SKEIN_LOG: "error" });
  await expect(openSkein(config, false)).rejects.toThrow(
    `The home ${folder} cannot be used (its disk is full); free some space, or set SKEIN_HOME to a folder on another disk`,
  );
});
