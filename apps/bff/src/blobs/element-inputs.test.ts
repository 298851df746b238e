import { create } from "@bufbuild/protobuf";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { expect, test } from "vitest";
import type { Blobs } from "./blobs.ts";
import { readElement } from "./element-inputs.ts";
import { writeLiteralMap } from "./literal-maps.ts";

const text = (value: string): Literal =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "stringValue", value } } } },
    },
  });
const list = (...literals: Literal[]): Literal =>
  create(LiteralSchema, { value: { case: "collection", value: { literals } } });

/** Objects in memory that count how often they are read. */
function counting() {
  const files = new Map<string, Uint8Array>();
  const reads: string[] = [];
  const blobs = {
    read: async (uri: string) => {
      reads.push(uri);
      return files.get(uri);
    },
    size: async (uri: string) => files.get(uri)?.length,
    write: async (uri: string, bytes: Uint8Array) => void files.set(uri, bytes),
  } as Blobs; // What this needs of them.
  return { blobs, reads };
}

const at = (index: number) => ({ index, bound: new Set<string>() });

test("a file is decoded once for all elements that read it", async () => {
  const { blobs, reads } = counting();
  await writeLiteralMap(blobs, "a", create(LiteralMapSchema, { literals: { x: list(text("0"), text("1")) } }));
  const both = await Promise.all([readElement(blobs, "a", at(0)), readElement(blobs, "a", at(1))]);
  expect(both.map((each) => each?.literals.x)).toEqual([text("0"), text("1")]);
  await readElement(blobs, "a", at(0));
  expect(reads).toEqual(["a"]);
  expect(await readElement(blobs, "none", at(0))).toBeUndefined();
});

test("what is kept has a limit in bytes: the longest unused goes", async () => {
  const { blobs, reads } = counting();
  for (const uri of ["a", "b", "c"]) {
    const big = text("x".repeat(12 * 2 ** 20));
    await writeLiteralMap(blobs, uri, create(LiteralMapSchema, { literals: { x: list(big) } }));
    await readElement(blobs, uri, at(0));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await readElement(blobs, "c", at(0));
  await readElement(blobs, "a", at(0));
  expect(reads).toEqual(["a", "b", "c", "a"]);
});

test("a file that cannot be read is tried again, one that cannot be weighed is read all the same", async () => {
  const { blobs } = counting();
  await writeLiteralMap(blobs, "a", create(LiteralMapSchema, { literals: { x: list(text("0")) } }));
  let isAway = true;
  const refuse = async () => {
    throw new Error("EIO: i/o error");
  };
  const moody: Blobs = { ...blobs, read: (uri) => (isAway ? refuse() : blobs.read(uri)), size: refuse };
  await expect(readElement(moody, "a", at(0))).rejects.toThrow("EIO");
  isAway = false;
  expect((await readElement(moody, "a", at(0)))?.literals.x).toEqual(text("0"));
});
