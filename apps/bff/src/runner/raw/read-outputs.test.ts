import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { fromLiteralMap } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Blobs, openBlobs } from "../../blobs/blobs.ts";
import { OutputUploadFailed } from "./output-text.ts";
import { OutputSizeExceeded, readOutputs } from "./read-outputs.ts";

let root: string;
let directory: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-outputs-"));
  directory = join(root, "outputs");
  await mkdir(directory);
  blobs = await openBlobs(join(root, "blobs"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (path: string, text: string) => writeFile(join(directory, path), text);
const blobText = async (uri: string) => new TextDecoder().decode(await blobs.read(uri));
async function read(types: Record<string, string>) {
  const variables = Object.entries(types).map(([name, text]) => {
    const { type } = parseLiteralType(text);
    return [name, type ? { type } : {}] as const;
  });
  const declared = create(VariableMapSchema, { variables: Object.fromEntries(variables) });
  const place = { directory, outputPath: "/var/outputs", rawOutputPrefix: "s3://bucket/raw", blobs, maxBytes: 1000 };
  return fromLiteralMap(await readOutputs(declared, place));
}

test("§6.2 every declared output is read; others are left", async () => {
  await write("n", "1");
  await write("s.txt", "text");
  await write("more", "not declared");
  expect(await read({ n: "int", s: "string" })).toEqual({ n: 1n, s: "text" });
});

test("§6.2 files and directories are stored with their format and tree", async () => {
  await write("f", "file");
  await mkdir(join(directory, "d", "deep"), { recursive: true });
  await write("d/deep/same", "one");
  await write("d/same", "two");
  expect(await read({ f: "file[csv]", d: "dir" })).toMatchObject({
    f: { uri: "s3://bucket/raw/f", format: "csv" },
    d: { uri: "s3://bucket/raw/d", dimensionality: "multipart" },
  });
  expect(await blobText("s3://bucket/raw/f")).toBe("file");
  expect(await blobText("s3://bucket/raw/d/deep/same")).toBe("one");
  expect(await blobText("s3://bucket/raw/d/same")).toBe("two");
});

test("§6.2 blobs inside JSON are paths below the output path, or URIs", async () => {
  await mkdir(join(directory, "parts"));
  await write("parts/a", "A");
  await write("parts/b", "B");
  await write("l", '["parts/a", "/var/outputs/parts/b", "s3://elsewhere/c"]');
  const { l } = await read({ l: "list[file]" });
  expect(l).toMatchObject([
    { uri: "s3://bucket/raw/parts/a" },
    { uri: "s3://bucket/raw/parts/b" },
    { uri: "s3://elsewhere/c" },
  ]);
  expect(await blobText("s3://bucket/raw/parts/b")).toBe("B");
});

test("a link inside the outputs is followed, one that leads out is refused", async () => {
  await write("real", "7");
  await symlink("real", join(directory, "n"));
  expect(await read({ n: "int" })).toEqual({ n: 7n });
  await symlink("/etc/passwd", join(directory, "f"));
  await expect(read({ f: "file" })).rejects.toThrow(/f leads out of \/var\/outputs/);
  await mkdir(join(directory, "d"));
  await symlink("/etc", join(directory, "d", "etc"));
  await expect(read({ d: "dir" })).rejects.toThrow(OutputUploadFailed);
  await write("l", '["../../blobs/x", "/etc/passwd"]');
  await expect(read({ l: "list[file]" })).rejects.toThrow(OutputUploadFailed);
});

test.each([
  ["nothing", {}, /wrote no output n; it must write the file \/var\/outputs\/n/],
  ["two candidates", { "n.a": "1", "n.b": "2" }, /ambiguous: the container wrote n\.a and n\.b/],
  ["a word of its own", { _ERROR: "disk is empty", n: "1" }, /^User Error: disk is empty$/],
  ["another type", { n: "x" }, /not int/],
])("%s: refused", async (_, files, words) => {
  for (const [name, text] of Object.entries(files)) await write(name, text);
  await expect(read({ n: "int" })).rejects.toThrow(words);
});

test("a file is no directory, and a directory no file", async () => {
  await write("d", "file");
  await mkdir(join(directory, "f"));
  await mkdir(join(directory, "n"));
  await expect(read({ d: "dir" })).rejects.toThrow(/declared as a directory/);
  await expect(read({ f: "file" })).rejects.toThrow(/declared as a file/);
  await expect(read({ n: "int" })).rejects.toThrow(/is not a file/);
});

test("§6.2 a value has a limit, a file has none", async () => {
  await write("s", "x".repeat(1001));
  await expect(read({ s: "string" })).rejects.toThrow(OutputSizeExceeded);
  expect(await read({ s: "file" })).toMatchObject({ s: { uri: "s3://bucket/raw/s" } });
  await write("_ERROR", "");
  await truncate(join(directory, "_ERROR"), 2 ** 21);
  await expect(read({ s: "file" })).rejects.toThrow(/at most 1 MiB/);
});

test("§6.2 no outputs directory is no outputs", async () => {
  await rm(directory, { recursive: true });
  await expect(read({ n: "int" })).rejects.toThrow(/wrote no output n/);
});
