import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { ErrorDocumentSchema } from "@skein/spec/gen/flyteidl/core/errors_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Blobs, openBlobs } from "./blobs.ts";
import {
  MalformedBlob,
  readErrorDocument,
  readLiteralMap,
  writeErrorDocument,
  writeLiteralMap,
} from "./literal-maps.ts";

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-maps-"));
  blobs = await openBlobs(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("a literal map comes back bit by bit", async () => {
  const primitive = { value: { case: "integer", value: 2n ** 62n + 1n } } as const;
  const map = create(LiteralMapSchema, {
    literals: {
      x: { value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } }, hash: "h" },
    },
  });
  await writeLiteralMap(blobs, "s3://bucket/n0/outputs.pb", map);
  expect(await readLiteralMap(blobs, "s3://bucket/n0/outputs.pb")).toEqual(map);
});

test("no file is no map, and an empty file is an empty map", async () => {
  expect(await readLiteralMap(blobs, "s3://bucket/outputs.pb")).toBeUndefined();
  await blobs.write("s3://bucket/outputs.pb", new Uint8Array());
  expect(await readLiteralMap(blobs, "s3://bucket/outputs.pb")).toEqual(create(LiteralMapSchema));
});

test("bytes of something else are refused by name", async () => {
  await blobs.write("s3://bucket/outputs.pb", new TextEncoder().encode("not a message"));
  await expect(readLiteralMap(blobs, "s3://bucket/outputs.pb")).rejects.toThrow(MalformedBlob);
  await expect(readLiteralMap(blobs, "s3://bucket/outputs.pb")).rejects.toThrow("s3://bucket/outputs.pb");
});

test("an error document comes back", async () => {
  const document = create(ErrorDocumentSchema, { error: { code: "USER:Recoverable", message: "again" } });
  await writeErrorDocument(blobs, "s3://bucket/error.pb", document);
  expect(await readErrorDocument(blobs, "s3://bucket/error.pb")).toEqual(document);
});
