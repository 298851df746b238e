import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { ParallelMd5 } from "./parallel-md5.ts";

const MIB = 1024 * 1024;

test.each([
  ["nothing", 0, 1],
  ["a little", 10, 3],
  ["a block", MIB, 65_536],
  ["many blocks and a rest", 9 * MIB + 17, 65_521],
  ["pieces larger than a block", 7 * MIB, 3 * MIB + 1],
])("%s", async (_, size, pieceSize) => {
  const bytes = randomBytes(size);
  const md5 = new ParallelMd5();
  for (let at = 0; at < size; at += pieceSize) await md5.update(bytes.subarray(at, at + pieceSize));
  expect((await md5.finish()).toString("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
});

test("many at once do not mix, and what is dropped disturbs none", async () => {
  const payloads = Array.from({ length: 6 }, () => randomBytes(3 * MIB));
  const found = await Promise.all(
    payloads.map(async (bytes, n) => {
      const md5 = new ParallelMd5();
      for (let at = 0; at < bytes.length; at += 100_000) await md5.update(bytes.subarray(at, at + 100_000));
      if (n % 3 === 2) return md5.drop();
      return (await md5.finish()).toString("hex");
    }),
  );
  const expected = payloads.map((bytes, n) =>
    n % 3 === 2 ? undefined : createHash("md5").update(bytes).digest("hex"),
  );
  expect(found).toEqual(expected);
});
