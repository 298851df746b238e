import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hearsTerm } from "./hears-term.ts";

let proc: string;
beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), "skein-proc-"));
  await mkdir(join(proc, "7"));
});
afterEach(() => rm(proc, { recursive: true, force: true }));

async function write(caught: string, groups = "5:memory:/skein/x/abc123"): Promise<void> {
  await writeFile(join(proc, "7", "status"), `Name:\tsleep\nSigCgt:\t${caught}\n`);
  await writeFile(join(proc, "7", "cgroup"), `${groups}\n`);
}

test.each([
  ["0000000000000000", false],
  ["0000000000004000", true],
  ["0000000000014002", true],
  ["ffffffffffffbfff", false],
])("catching %s: hears it %s", async (caught, hears) => {
  await write(caught);
  expect(await hearsTerm(7, "abc123", proc)).toBe(hears);
});

test("what cannot be told counts as hearing", async () => {
  await write("0000000000000000", "0::/system.slice/other");
  expect(await hearsTerm(7, "abc123", proc)).toBe(true);
  expect(await hearsTerm(8, "abc123", proc)).toBe(true);
});
