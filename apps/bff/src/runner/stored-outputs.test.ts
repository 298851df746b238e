import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Blobs, openBlobs } from "../blobs/blobs.ts";
import { judgeStoredOutputs } from "./stored-outputs.ts";

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-outputs-"));
  blobs = await openBlobs(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const uri = "s3://my-s3-bucket/n0/data/0/outputs.pb";
const whole = toBinary(
  LiteralMapSchema,
  create(LiteralMapSchema, {
    literals: {
      text: {
        value: {
          case: "scalar",
          value: { value: { case: "primitive", value: { value: { case: "stringValue", value: "a".repeat(100) } } } },
        },
      },
    },
  }),
);
const judge = (maxBytes = 1000) => judgeStoredOutputs(blobs, uri, maxBytes);

describe("§2.3 what a container wrote as its outputs", () => {
  test("whole, it is a success", async () => {
    await blobs.write(uri, whole);
    expect(await judge()).toEqual({ kind: "succeeded", outputs: uri });
  });

  test.each([
    ["half-written", whole.subarray(0, whole.length / 2)],
    ["empty", new Uint8Array()],
    ["something else", Buffer.from("<html>404</html>")],
  ])("%s, it fails the attempt in words, and may be tried again", async (_, bytes) => {
    await blobs.write(uri, bytes);
    expect(await judge()).toMatchObject({
      kind: "failed",
      retryable: true,
      error: { code: "OutputsNotReadable", kind: "USER", message: expect.stringContaining(`${bytes.length} bytes`) },
    });
  });

  test("not there, or too large, it says which", async () => {
    expect(await judge()).toMatchObject({ error: { code: "OutputsNotFound" } });
    await blobs.write(uri, whole);
    expect(await judge(10)).toMatchObject({ retryable: false, error: { code: "OutputSizeExceeded" } });
  });
});
