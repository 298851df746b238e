/** Appends to one attempt's log; readers see a line only once it is in the file. */
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { Problem } from "@skein/spec/problem";
import {
  formatIndexEntries,
  indexPath,
  indexPosition,
  LINES_PER_ENTRY,
  type LogExtent,
  measureLog,
  readLines,
} from "./log-file.ts";
import { formatLogLine, type LogLine } from "./log-line.ts";

export interface LogWriter {
  /** What is in the file now. */
  extent(): LogExtent;
  /** Resolves when the lines are in the file: a source that waits for it cannot outrun the disk. */
  append(lines: readonly LogLine[]): Promise<void>;
  /** The container's newest lines: those a reader that asks again from `sinceNanos` on must not store again. */
  recent(windowNanos: bigint): Promise<{ readonly sinceNanos: bigint; readonly lines: readonly LogLine[] }>;
  /** No more will come. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

const RECENT_BYTES = 256 * 1024 * 1024;

class LogNotWritten extends Problem {
  readonly kind = "unavailable";
}

/** What is used of an open file. */
export interface WritableFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a log for appending, as it was left; a last line cut by a crash is dropped. */
export async function openLogWriter(
  path: string,
  onGrowth: (extent: LogExtent) => void,
  openFile: (path: string) => Promise<WritableFile> = openForUpdate,
): Promise<LogWriter> {
  await mkdir(dirname(path), { recursive: true });
  let extent = await measureLog(path);
  const offsets = [...extent.offsets]; // only ever appended to, so every extent may share it
  const file = await openFile(path);
  const index = await openFile(indexPath(path));
  await file.truncate(extent.bytes);
  await index.truncate(indexPosition(offsets.length));
  let indexed = 1; // entries that are in the index
  await writeIndex();

  let waiting: LogLine[] = [];
  let writing: Promise<void> = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    const lines = waiting;
    if (lines.length === 0) return;
    waiting = [];
    const texts = lines.map((line) => Buffer.from(formatLogLine(line)));
    try {
      await writeWhole(file, Buffer.concat(texts), extent.bytes);
    } catch (reason) {
      waiting = [...lines, ...waiting]; // a full disk may be emptied: the next append tries again, at the same place
      throw reason;
    }
    let { lines: number, bytes } = extent;
    for (const text of texts) {
      number += 1;
      bytes += text.length;
      if (number % LINES_PER_ENTRY === 0) offsets.push(bytes);
    }
    extent = { lines: number, bytes, offsets, complete: false };
    onGrowth(extent);
    await writeIndex().catch(() => undefined); // it may lag behind: the next append makes it good
  }

  async function writeIndex(): Promise<void> {
    const count = offsets.length;
    await writeWhole(index, formatIndexEntries(offsets, indexed), indexPosition(indexed));
    indexed = count;
  }

  const writer: LogWriter = {
    extent: () => extent,

    append(lines) {
      waiting.push(...lines);
      const written = writing.then(writeWaiting);
      writing = written.catch(() => undefined); // the one who waits for it is told
      return written;
    },

    async recent(windowNanos) {
      await writing;
      const { lines } = extent;
      const found: LogLine[] = [];
      // Backwards in blocks of the index, until a block begins before the window.
      for (let end = lines; end > 0; ) {
        const start = Math.max(0, (Math.ceil(end / LINES_PER_ENTRY) - 1) * LINES_PER_ENTRY);
        const block = (await readLines(path, extent, start, end, RECENT_BYTES)).filter(isFromContainer);
        found.unshift(...block);
        const [first, last] = [found[0], found.at(-1)];
        if (first && last && first.atNanos < last.atNanos - windowNanos) break;
        end = start;
      }
      const newest =
        found
          .map((line) => line.atNanos)
          .sort(byValue)
          .at(-1) ?? 0n;
      const sinceNanos = newest > windowNanos ? newest - windowNanos : 0n;
      return { sinceNanos, lines: found.filter((line) => line.atNanos >= sinceNanos) };
    },

    async complete() {
      await writing;
      await writeIndex();
      const header = Buffer.alloc(8);
      header.writeBigUInt64LE(BigInt(extent.lines + 1));
      await writeWhole(index, header, 0);
      extent = { ...extent, complete: true };
      onGrowth(extent);
    },

    async close() {
      await writing;
      await Promise.all([file.close(), index.close()]);
    },
  };
  return writer;
}

function isFromContainer(line: LogLine): boolean {
  return line.stream !== "ENGINE";
}

/** stdout and stderr are read by two hands: their times need not be in the order of the lines. */
function byValue(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * A write may end early without failing: on a disk that is nearly full it takes what fits.
 *
 * @throws what the write after that says
 */
async function writeWhole(file: WritableFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new LogNotWritten("The log takes no more bytes; free some space on its disk");
    done += bytesWritten;
  }
}

async function openForUpdate(path: string): Promise<FileHandle> {
  return open(path, "r+").catch(() => open(path, "w+"));
}
