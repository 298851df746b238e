import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BlobPathTaken, type Blobs, BlobTooLarge, openBlobs } from "./blobs.ts";

let root: string;
let blobs: Blobs;
const bytes = (words: string) => new TextEncoder().encode(words);
const words = (found: Uint8Array | undefined) => found && new TextDecoder().decode(found);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-blobs-"));
  blobs = await openBlobs(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("what was written is read, and the last writer wins", async () => {
  await blobs.write("s3://bucket/a/b", bytes("one"));
  await blobs.write("s3://bucket/a/b", bytes("two"));
  expect(words(await blobs.read("s3://bucket/a/b"))).toBe("two");
  expect(await blobs.size("s3://bucket/a/b")).toBe(3);
});

test("a missing object is undefined, as is a prefix, and as is a key below an object", async () => {
  await blobs.write("s3://bucket/a/b", bytes("one"));
  for (const uri of ["s3://bucket/a/c", "s3://bucket/a", "s3://bucket/a/b/c"]) {
    expect(await blobs.read(uri)).toBeUndefined();
    expect(await blobs.size(uri)).toBeUndefined();
  }
});

test("reading stops at the limit", async () => {
  await blobs.write("s3://bucket/a", bytes("12345"));
  await expect(blobs.read("s3://bucket/a", 4)).rejects.toThrow(BlobTooLarge);
  expect(words(await blobs.read("s3://bucket/a", 5))).toBe("12345");
});

test("a range is streamed", async () => {
  await blobs.write("s3://bucket/a", bytes("0123456789"));
  expect(await text(blobs.stream("s3://bucket/a", { start: 2, end: 4 }))).toBe("234");
});

test("a stream is stored whole or not at all", async () => {
  async function* good() {
    yield bytes("ab");
    yield bytes("cd");
  }
  async function* broken() {
    yield bytes("ab");
    throw new Error("cut");
  }
  expect(await blobs.writeStream("s3://bucket/a", good())).toBe(4);
  await expect(blobs.writeStream("s3://bucket/a", broken())).rejects.toThrow("cut");
  expect(words(await blobs.read("s3://bucket/a"))).toBe("abcd");
  expect(await readdir(join(root, ".unfinished"))).toEqual([]);
});

test("a key that needs an object as a directory is refused in words", async () => {
  await blobs.write("s3://bucket/a", bytes("one"));
  await expect(blobs.write("s3://bucket/a/b", bytes("two"))).rejects.toThrow(BlobPathTaken);
  await blobs.write("s3://bucket/c/d", bytes("one"));
  await expect(blobs.write("s3://bucket/c", bytes("two"))).rejects.toThrow(BlobPathTaken);
});

test("copying says whether there was anything to copy", async () => {
  await blobs.write("s3://bucket/a", bytes("one"));
  expect(await blobs.copy("s3://bucket/a", "s3://bucket/deep/er/b")).toBe(true);
  expect(await blobs.copy("s3://bucket/nothing", "s3://bucket/c")).toBe(false);
  expect(words(await blobs.read("s3://bucket/deep/er/b"))).toBe("one");
});

test("what is done with `move` is of the same turn, and what it throws leaves nothing", async () => {
  const fill = (path: string) => writeFile(path, "one");
  await blobs.put("s3://bucket/deep/a", fill, (_, move) => {
    expect(existsSync(blobs.pathOf("s3://bucket/deep/a"))).toBe(false);
    move();
    expect(existsSync(blobs.pathOf("s3://bucket/deep/a"))).toBe(true);
  });
  const refuse = () => {
    throw new Error("not now");
  };
  await expect(blobs.put("s3://bucket/deep/b", fill, refuse)).rejects.toThrow("not now");
  expect(await blobs.size("s3://bucket/deep/b")).toBeUndefined();
  expect(await readdir(join(root, ".unfinished"))).toEqual([]);
});

test("what is removed frees its directories, but not those in use nor the bucket", async () => {
  await blobs.write("s3://bucket/a/b/c", bytes("one"));
  await blobs.write("s3://bucket/a/d", bytes("two"));
  blobs.remove("s3://bucket/a/b/c");
  blobs.remove("s3://bucket/a/b/c");
  blobs.remove("s3://bucket/a");
  expect(await readdir(join(root, "bucket", "a"))).toEqual(["d"]);
  blobs.remove("s3://bucket/a/d");
  expect(await readdir(join(root, "bucket"))).toEqual([]);
});

test("a file from outside is imported", async () => {
  const path = join(root, ".unfinished", "outside");
  await writeFile(path, "file");
  await blobs.importFile("s3://bucket/in", path);
  expect(words(await blobs.read("s3://bucket/in"))).toBe("file");
});

test("a listing is in the order of the keys and stays below the prefix", async () => {
  for (const key of ["p/b", "p/a/z", "p/a.txt", "q/x"]) await blobs.write(`s3://bucket/${key}`, bytes(key));
  const found = [];
  for await (const entry of blobs.list("s3://bucket/p")) found.push([entry.uri, entry.sizeBytes]);
  expect(found).toEqual([
    ["s3://bucket/p/a.txt", 7],
    ["s3://bucket/p/a/z", 5],
    ["s3://bucket/p/b", 3],
  ]);
  const nothing = [];
  for await (const entry of blobs.list("s3://bucket/none")) nothing.push(entry);
  expect(nothing).toEqual([]);
});

test("opening clears what a crash left unfinished", async () => {
  await mkdir(join(root, ".unfinished", "half"), { recursive: true });
  await openBlobs(root);
  expect(await readdir(join(root, ".unfinished"))).toEqual([]);
});

test("a large object that is replaced or removed leaves nothing behind", async () => {
  const large = new Uint8Array(17 * 1024 * 1024);
  const uri = "s3://bucket/large";
  await blobs.write(uri, large);
  await blobs.write(uri, large.fill(1));
  expect((await blobs.read(uri))?.[0]).toBe(1);
  blobs.remove(uri);
  expect(await blobs.size(uri)).toBeUndefined();
  await expect.poll(() => readdir(join(blobs.root, ".unfinished"))).toEqual([]);
});
