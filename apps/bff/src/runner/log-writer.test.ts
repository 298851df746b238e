import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LogExtent, measureLog } from "./log-file.ts";
import { formatLogLine, type LogLine } from "./log-line.ts";
import { openLogWriter, type WritableFile } from "./log-writer.ts";

let folder = "";
let path = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "skein-writer-"));
  path = join(folder, "0.log");
});
afterEach(() => rm(folder, { recursive: true }));

const lines: readonly LogLine[] = Array.from({ length: 600 }, (_, at) => ({
  atNanos: BigInt(at),
  stream: "STDOUT",
  text: `line ${at} ä`,
}));
const whole = lines.map(formatLogLine).join("");
const nothing = () => {};

/** Files of which each write takes at most as many bytes as `room` says; it may throw instead. */
const filesWith =
  (room: (path: string) => number) =>
  async (at: string): Promise<WritableFile> => {
    const file = await open(at, "r+").catch(() => open(at, "w+"));
    return {
      write: (bytes, offset, length, position) => file.write(bytes, offset, Math.min(length, room(at)), position),
      truncate: (length) => file.truncate(length),
      close: () => file.close(),
    };
  };

/** As the next process finds it. */
async function expectWhole(): Promise<void> {
  expect(await readFile(path, "utf8")).toBe(whole);
  const { lines: count, bytes, offsets, complete } = await measureLog(path);
  expect({ count, bytes, complete, entries: offsets.length }).toEqual({
    count: 600,
    bytes: Buffer.byteLength(whole),
    complete: true,
    entries: 3,
  });
}

test("writes that end early go on where they ended", async () => {
  const grown: LogExtent[] = [];
  const writer = await openLogWriter(
    path,
    (extent) => grown.push(extent),
    filesWith(() => 7),
  );
  await writer.append(lines);
  await writer.complete();
  await writer.close();
  await expectWhole();
  expect(grown.map((extent) => extent.lines)).toEqual([600, 600]);
});

test("a write that fails half-way does not count, and is made again at the same place", async () => {
  let left = 1000;
  const room = (at: string) => {
    if (at !== path) return 1000;
    if (left <= 0) throw new Error("ENOSPC");
    left -= 600;
    return 600;
  };
  const writer = await openLogWriter(path, nothing, filesWith(room));
  await expect(writer.append(lines.slice(0, 300))).rejects.toThrow("ENOSPC");
  expect(writer.extent()).toMatchObject({ lines: 0, bytes: 0 });
  left = Number.POSITIVE_INFINITY;
  await writer.append(lines.slice(300));
  await writer.complete();
  await writer.close();
  await expectWhole();
});

test("a disk that takes nothing and says nothing is a failure too", async () => {
  const writer = await openLogWriter(
    path,
    nothing,
    filesWith((at) => (at === path ? 0 : 1000)),
  );
  await expect(writer.append(lines)).rejects.toThrow("The log takes no more bytes; free some space on its disk");
  expect(writer.extent().lines).toBe(0);
  await writer.close();
});

test("an index that could not be written is made good by the next append", async () => {
  let isFull = false;
  const room = (at: string) => {
    if (at !== path && isFull) throw new Error("ENOSPC");
    return 1_000_000;
  };
  const writer = await openLogWriter(path, nothing, filesWith(room));
  isFull = true;
  await writer.append(lines.slice(0, 300));
  expect(writer.extent().lines).toBe(300);
  isFull = false;
  await writer.append(lines.slice(300));
  await writer.complete();
  await writer.close();
  const index = await readFile(`${path}.index`);
  const offset = Buffer.byteLength(lines.slice(0, 256).map(formatLogLine).join(""));
  expect(index.readBigUInt64LE(8)).toBe(BigInt(offset));
  await expectWhole();
});
