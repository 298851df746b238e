import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCgroups } from "./cgroups.ts";

const options = { homeId: "h", driver: "cgroupfs", version: "1", isLocalRoot: true };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skein-cgroups-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

test("version 1 has the figures in two hierarchies", () => {
  write("cpuacct/skein/h/a/cpuacct.usage", "1500000000\n");
  write("memory/skein/h/a/memory.max_usage_in_bytes", "4096\n");
  const groups = openCgroups({ ...options, driver: "cgroupfs", version: "1" }, root);
  expect(groups?.parentOf("a")).toBe("/skein/h/a");
  expect(groups?.read("a")).toEqual({ cpuSeconds: 1.5, peakMemoryBytes: 4096 });
  expect(groups?.read("b")).toBeUndefined();
});

test("version 2 has them in one", () => {
  write("skein/h/a/cpu.stat", "usage_usec 250000\nuser_usec 1\n");
  write("skein/h/a/memory.peak", "8192\n");
  expect(openCgroups({ ...options, driver: "cgroupfs", version: "2" }, root)?.read("a")).toEqual({
    cpuSeconds: 0.25,
    peakMemoryBytes: 8192,
  });
});

test("while it runs, both versions tell what it uses now", () => {
  write("cpuacct/skein/h/a/cpuacct.usage", "1500000000\n");
  write("memory/skein/h/a/memory.usage_in_bytes", "2048\n");
  expect(openCgroups(options, root)?.sample("a")).toEqual({ cpuSeconds: 1.5, memoryBytes: 2048 });
  write("skein/h/b/cpu.stat", "usage_usec 250000\n");
  write("skein/h/b/memory.current", "4096\n");
  const second = openCgroups({ ...options, version: "2" }, root);
  expect(second?.sample("b")).toEqual({ cpuSeconds: 0.25, memoryBytes: 4096 });
  expect(second?.sample("c")).toBeUndefined();
});

test("a kernel without the peak gives nothing rather than half", () => {
  write("skein/h/a/cpu.stat", "usage_usec 250000\n");
  expect(openCgroups({ ...options, driver: "cgroupfs", version: "2" }, root)?.read("a")).toBeUndefined();
});

test("a group is removed from every hierarchy", () => {
  for (const hierarchy of ["cpuacct", "memory", "pids"])
    mkdirSync(join(root, hierarchy, "skein", "h", "a"), { recursive: true });
  const groups = openCgroups({ ...options, driver: "cgroupfs", version: "1" }, root);
  expect(groups?.list()).toEqual(["a"]);
  groups?.remove("a");
  groups?.remove("a");
  expect(groups?.list()).toEqual([]);
  expect(existsSync(join(root, "pids", "skein", "h", "a"))).toBe(false);
});

test.each([
  ["systemd", true],
  ["cgroupfs", false],
  ["none", true],
])("driver %s, local root %s: not here", (driver, isRoot) => {
  expect(openCgroups({ ...options, driver, isLocalRoot: isRoot }, root)).toBeUndefined();
});
