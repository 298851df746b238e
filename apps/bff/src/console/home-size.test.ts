import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSize } from "./home-size.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skein-size-"));
  mkdirSync(join(folder, "inner"));
  writeFileSync(join(folder, "a"), "12345");
  writeFileSync(join(folder, "inner", "b"), "1234567");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder weighs what its files on all levels weigh", async () => {
  expect(await openSize(folder, () => 0)()).toBe(12);
});

test("it is measured again after a minute, and the glance that asks does not wait for it", async () => {
  let now = 0;
  const size = openSize(folder, () => now);
  expect(await size()).toBe(12);
  writeFileSync(join(folder, "c"), "123");
  now = 59_000;
  expect(await size()).toBe(12);
  now = 61_000;
  expect(await size()).toBe(12);
  await expect.poll(size).toBe(15);
});

test("a folder that is not there weighs nothing", async () => {
  expect(await openSize(join(folder, "gone"), () => 0)()).toBe(0);
});
