import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Blobs, openBlobs } from "../../blobs/blobs.ts";
import { InputDownloadFailed } from "./input-files.ts";
import { writeInputFiles } from "./write-inputs.ts";

let root: string;
let blobs: Blobs;
let target: string;
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (path: string) => readFile(join(target, path), "utf8");
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-inputs-"));
  blobs = await openBlobs(join(root, "blobs"));
  target = join(root, "work", "inputs");
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("files, objects and trees are laid out for every user", async () => {
  await blobs.write("s3://bucket/f", bytes("object"));
  await blobs.write("s3://bucket/d/deep/leaf", bytes("leaf"));
  await writeInputFiles(
    [
      { kind: "bytes", path: ["n"], bytes: bytes("1") },
      { kind: "object", path: ["l", "0"], uri: "s3://bucket/f" },
      { kind: "tree", path: ["d"], uri: "s3://bucket/d/" },
    ],
    target,
    blobs,
  );
  expect([await read("n"), await read("l/0"), await read("d/deep/leaf")]).toEqual(["1", "object", "leaf"]);
  for (const path of ["n", "l", "l/0", "d", "d/deep/leaf"])
    expect((await stat(join(target, path))).mode & 0o777).toBe(0o777);
});

test("laying out twice gives the same", async () => {
  for (const text of ["one", "two"])
    await writeInputFiles([{ kind: "bytes", path: ["n"], bytes: bytes(text) }], target, blobs);
  expect(await read("n")).toBe("two");
});

test("what a web server has is fetched; its refusal is told", async () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/here" ? 200 : 404;
    response.end("web");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  try {
    await writeInputFiles([{ kind: "object", path: ["w"], uri: `${origin}/here` }], target, blobs);
    expect(await read("w")).toBe("web");
    const missing = writeInputFiles([{ kind: "object", path: ["w"], uri: `${origin}/gone` }], target, blobs);
    await expect(missing).rejects.toThrow(/gone answered 404/);
  } finally {
    server.close();
  }
});

test.each([
  ["object", "s3://bucket/nothing", /no object s3:\/\/bucket\/nothing/],
  ["tree", "s3://bucket/nothing", /no objects below s3:\/\/bucket\/nothing/],
  ["object", "gs://bucket/x", /must begin with s3/],
  ["tree", "s3://bucket/../../etc", /cannot be stored/],
  ["object", "http://127.0.0.1:1/x", /could not be fetched/],
] as const)("%s %s is refused", async (kind, uri, words) => {
  const writing = writeInputFiles([{ kind, path: ["x"], uri }], target, blobs);
  await expect(writing).rejects.toThrow(words);
  await expect(writing).rejects.toThrow(InputDownloadFailed);
});
