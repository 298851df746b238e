import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSecretBox } from "./secret-box.ts";
import type { ReadSecret } from "./secret-store.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "skein-box-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const secret = (value: string, files: string[]): ReadSecret => ({
  ...{ group: "g", version: "", key: "k", variables: [], files },
  bytes: Buffer.from(value),
});
const open = () => openSecretBox("h", join(home, "given"), join(home, "no-memory"));
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test("§5.4 files can be read by every user of a container, and by nobody outside", async () => {
  const box = open();
  await box.layOut("a", [secret("one", ["g/k", "g/v1/k"]), secret("two", []), secret("three", ["g/k"])]);
  const files = await box.filesOf("a");
  expect(await readFile(join(files, "g/k"), "utf8")).toBe("three");
  expect(await readFile(join(files, "g/v1/k"), "utf8")).toBe("one");
  expect([await modeOf(join(files, "g/k")), await modeOf(join(files, "g")), await modeOf(files)]).toEqual([
    "444",
    "755",
    "755",
  ]);
  expect(await modeOf(join(home, "given"))).toBe("700");
  expect((await readdir(join(files, "g"))).sort()).toEqual(["k", "v1"]);
});

test("what was given is known after a restart, until it is removed", async () => {
  await open().layOut("a", [secret("one", ["g/k"]), secret("two", [])]);
  const box = open();
  expect((await box.held("a")).toSorted()).toEqual(["one", "two"]);
  expect(await box.list()).toEqual(["a"]);
  await box.remove("a");
  await box.remove("a");
  expect([await box.held("a"), await box.list()]).toEqual([[], []]);
  await box.close();
  expect(await readdir(home)).toEqual([]);
});

test("laying out again replaces all there was", async () => {
  const box = open();
  await box.layOut("a", [secret("one", ["g/k"]), secret("two", ["g/l"])]);
  await box.layOut("a", [secret("three", ["g/k"])]);
  expect(await box.held("a")).toEqual(["three"]);
  expect(await readdir(join(await box.filesOf("a"), "g"))).toEqual(["k"]);
});

test.skipIf(process.platform !== "linux")("they lie in memory where the system has a place for it", async () => {
  const id = `test-${process.pid}`;
  const box = openSecretBox(id, join(home, "given"));
  await box.layOut("a", [secret("one", ["g/k"])]);
  expect(await box.filesOf("a")).toBe(`/dev/shm/skein-${id}/a/files`);
  await box.remove("a");
  await box.close();
  await expect(stat(`/dev/shm/skein-${id}`)).rejects.toThrow("ENOENT");
});

test("a folder that is open to others is closed before anything is put there", async () => {
  await mkdir(join(home, "given"));
  await chmod(join(home, "given"), 0o777);
  await open().layOut("a", [secret("one", [])]);
  expect(await modeOf(join(home, "given"))).toBe("700");
});
