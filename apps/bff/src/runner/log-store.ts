/**
 * The logs of all attempts: written by the runner while a container runs, read by ranges of lines, then and ever after.
 *
 * They live in the blob tree at `logs/<project>/<domain>/<execution>/<node>/<attempt>.log`, so they outlive the
 * container and go with the other objects of an execution.
 */
import type { TaskKey, Uri } from "@skein/engine/run";
import type { Blobs } from "../blobs/blobs.ts";
import { type LogExtent, measureLog, readLines } from "./log-file.ts";
import type { LogLine } from "./log-line.ts";
import { type LogWriter, openLogWriter } from "./log-writer.ts";

/** The most lines one range answers with. */
const MAX_RANGE_LINES = 5_000;
/** The most bytes one range answers with, unless its first line alone is longer. */
const MAX_RANGE_BYTES = 4 * 1024 * 1024;

export interface NumberedLine extends LogLine {
  /** From 0. */
  readonly number: number;
}

interface LogRange {
  /** May be fewer than asked for where lines are very long: ask on from the last one's number. */
  readonly lines: readonly NumberedLine[];
  /** Lines there are so far. */
  readonly total: number;
  /** No more will come. */
  readonly complete: boolean;
}

type LogGrowth = Pick<LogRange, "total" | "complete">;

export interface LogStore {
  /** The one writer of this log; opening an open one gives the same. */
  open(key: TaskKey): Promise<LogWriter>;
  /** Ends the writing, without saying that the log is complete. */
  close(key: TaskKey): Promise<void>;
  closeAll(): Promise<void>;
  /**
   * @param start first line, from 0; negative: that many from the end
   * @param count at most 5,000; 0 means that
   */
  range(key: TaskKey, start: number, count: number): Promise<LogRange>;
  /** Calls after every growth and at completion; returns what ends it. Read the lines with `range`. */
  follow(key: TaskKey, listener: (growth: LogGrowth) => void): () => void;
  /** The container's own last lines, for messages. */
  tail(key: TaskKey, limits: { readonly lines: number; readonly bytes: number }): Promise<string>;
  uriOf(key: TaskKey): Uri;
  /** Of its lines on disk; what else is kept of the attempt lies beside it. */
  pathOf(key: TaskKey): string;
}

export function openLogStore(blobs: Blobs, bucket: string): LogStore {
  const writers = new Map<Uri, Promise<LogWriter>>();
  const followers = new Map<Uri, Set<(growth: LogGrowth) => void>>();

  const uriOf = (key: TaskKey): Uri => {
    const parts = [key.project, key.domain, key.execution, key.node].map(toSegment);
    return `s3://${bucket}/logs/${parts.join("/")}/${key.attempt}.log`;
  };
  const extentOf = async (uri: Uri): Promise<LogExtent> => {
    const writer = await writers.get(uri);
    return writer ? writer.extent() : measureLog(blobs.pathOf(uri));
  };
  const announce = (uri: Uri, extent: LogExtent) => {
    for (const tell of followers.get(uri) ?? []) tell({ total: extent.lines, complete: extent.complete });
  };

  async function close(uri: Uri): Promise<void> {
    const writer = await writers.get(uri);
    writers.delete(uri);
    await writer?.close();
  }

  async function range(key: TaskKey, start: number, count: number): Promise<LogRange> {
    const uri = uriOf(key);
    const extent = await extentOf(uri);
    const first = Math.min(start < 0 ? Math.max(0, extent.lines + start) : start, extent.lines);
    const wanted = count <= 0 ? MAX_RANGE_LINES : Math.min(count, MAX_RANGE_LINES);
    const end = Math.min(extent.lines, first + wanted);
    const lines = await readLines(blobs.pathOf(uri), extent, first, end, MAX_RANGE_BYTES);
    const numbered = lines.map((line, at) => ({ ...line, number: first + at }));
    return { lines: numbered, total: extent.lines, complete: extent.complete };
  }

  return {
    uriOf,
    pathOf: (key) => blobs.pathOf(uriOf(key)),
    range,

    open(key) {
      const uri = uriOf(key);
      const open = writers.get(uri) ?? openLogWriter(blobs.pathOf(uri), (extent) => announce(uri, extent));
      writers.set(uri, open);
      return open;
    },

    close: (key) => close(uriOf(key)),

    async closeAll() {
      await Promise.all([...writers.keys()].map(close));
    },

    follow(key, listener) {
      const uri = uriOf(key);
      const here = followers.get(uri) ?? new Set();
      followers.set(uri, here.add(listener));
      return () => {
        here.delete(listener);
        if (here.size === 0 && followers.get(uri) === here) followers.delete(uri);
      };
    },

    async tail(key, limits) {
      const { total } = await range(key, -1, 1);
      const { lines } = await range(key, Math.max(0, total - limits.lines * 2), limits.lines * 2);
      const own = lines.filter((line) => line.stream !== "ENGINE").slice(-limits.lines);
      const text = own.map((line) => line.text).join("\n");
      const bytes = Buffer.from(text);
      return bytes.length <= limits.bytes
        ? text
        : bytes
            .subarray(-limits.bytes)
            .toString("utf8")
            .replace(/^\uFFFD+/, "");
    },
  };
}

/** Ids are words of an API: what cannot be part of a key is written as percent and hexadecimal. */
function toSegment(id: string): string {
  const text = encodeURIComponent(id);
  return text === "." || text === ".." ? text.replaceAll(".", "%2E") : text;
}
