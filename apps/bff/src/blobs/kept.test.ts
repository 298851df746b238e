import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openObjects } from "../s3/objects/objects.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { keepObjects, openKept } from "../store/kept-objects.ts";
import { type Blobs, openBlobs } from "./blobs.ts";
import { withKept } from "./kept.ts";

const uri = "s3://my-s3-bucket/a/inputs.pb";
const bytes = (text: string) => new TextEncoder().encode(text);
const words = (found: Uint8Array | undefined) => found && new TextDecoder().decode(found);

let root: string;
let db: Database;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-kept-"));
  db = openDatabase(":memory:");
  blobs = withKept(await openBlobs(root), openKept(db));
  keepObjects(db, [
    { uri, bytes: bytes("one") },
    { uri: `${uri}.too`, bytes: bytes("one") },
  ]);
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("what is kept is read without a file, and equal bytes are kept once", async () => {
  expect(words(await blobs.read(uri))).toBe("one");
  expect(await blobs.size(`${uri}.too`)).toBe(3);
  expect(existsSync(blobs.pathOf(uri))).toBe(false);
  expect(db.all(db.build.selectFrom("contents").select("bytes"))).toHaveLength(1);
});

test("what is kept stays as it was when it is kept again", async () => {
  keepObjects(db, [{ uri, bytes: bytes("two") }]);
  expect(words(await blobs.read(uri))).toBe("one");
});

test("a file is the later word, and removing removes both", async () => {
  await blobs.write(uri, bytes("written"));
  expect(words(await blobs.read(uri))).toBe("written");
  blobs.remove(uri);
  expect(await blobs.read(uri)).toBeUndefined();
});

test("it becomes a file for who copies it, and for who asks for it over S3", async () => {
  expect(await blobs.copy(uri, "s3://my-s3-bucket/b")).toBe(true);
  expect(words(await blobs.read("s3://my-s3-bucket/b"))).toBe("one");
  expect(openObjects(blobs, db).find("a/inputs.pb.too")).toMatchObject({ sizeBytes: 3 });
  expect(existsSync(blobs.pathOf(`${uri}.too`))).toBe(true);
  expect(openObjects(blobs, db).find("a/nothing")).toBeUndefined();
});
