import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../run-loop/clock.ts";
import { openWorkDirs } from "./work-dirs.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-work-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("outputs are open to every user, and everything of an attempt goes at once", async () => {
  const dirs = openWorkDirs(join(root, "work"), systemClock, async () => {});
  expect(await dirs.list()).toEqual([]);
  await dirs.makeOutputs("a");
  await writeFile(join(dirs.outputsOf("a"), "x"), "1");
  expect((await stat(dirs.outputsOf("a"))).mode & 0o777).toBe(0o777);
  expect(await dirs.list()).toEqual(["a"]);
  await dirs.remove("a");
  await dirs.remove("a");
  expect(await dirs.list()).toEqual([]);
});

test("what may not be deleted is swept in one batch", async () => {
  const swept: (readonly string[])[] = [];
  const dirs = openWorkDirs(join(root, "file"), systemClock, async (names) => void swept.push(names));
  await writeFile(join(root, "file"), ""); // no directory: nothing below it can be deleted
  await dirs.remove("a");
  await dirs.remove("b");
  await dirs.settle();
  await dirs.settle();
  expect(swept).toEqual([["a", "b"]]);
});
