/** For simulations of the run loop: a clock that is moved on by hand, and files that live in memory. */
import type { Millis } from "@skein/engine/run";
import { mapOf, readOf, saidOf } from "@skein/engine/testing/said";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Clock } from "../clock.ts";
import type { Values } from "../values.ts";

export interface HandClock extends Clock {
  /** Goes on to the next time somebody waits for; false when nobody does. */
  leap(): boolean;
  /** Is set, forwards or back. */
  jump(ms: Millis): void;
}

export function handClock(): HandClock {
  let now = 1_000_000;
  const waiting = new Map<symbol, { readonly at: Millis; readonly call: () => void }>();
  return {
    now: () => now,
    wakeAt(at, call) {
      const id = Symbol("wake");
      waiting.set(id, { at, call });
      return () => void waiting.delete(id);
    },
    leap() {
      const [next] = [...waiting].sort(([, a], [, b]) => a.at - b.at);
      if (next === undefined) return false;
      const [id, { at, call }] = next;
      waiting.delete(id);
      now = Math.max(now, at);
      call();
      return true;
    },
    jump(ms) {
      now += ms;
    },
  };
}

/** Files by URI that outlive processes, as those on a disk do. */
export const inMemory =
  (files: Map<string, Uint8Array>) =>
  (stored: Blobs): Blobs => ({
    ...stored,
    read: async (uri) => files.get(uri),
    write: async (uri, bytes) => void files.set(uri, bytes),
    async copy(from, to) {
      const bytes = files.get(from);
      if (bytes !== undefined) files.set(to, bytes);
      return bytes !== undefined;
    },
  });

/**
 * Values as drawings need them: each edge is drawn by data, so what says nothing as `o` says a digest there
 * (said.ts) to whoever reads it. Writes are refused while `refuses` says so.
 */
export const drawnValues =
  (refuses: () => boolean) =>
  (stored: Values): Values => ({
    async read(uri) {
      const map = await stored.read(uri);
      if (!uri.endsWith("/outputs.pb") || uri.endsWith("/start-node/data/0/outputs.pb")) return map;
      const said = saidOf(map);
      return mapOf({ ...said, o: readOf(said) });
    },
    has: stored.has,
    readBytes: stored.readBytes,
    readElement: stored.readElement,
    readOffloaded: stored.readOffloaded,
    async copy(from, to) {
      if (refuses()) throw new Error("ENOSPC: no space left on device");
      return stored.copy(from, to);
    },
    async write(uri, map) {
      if (refuses()) throw new Error("ENOSPC: no space left on device");
      await stored.write(uri, map);
    },
    async writeBytes(uri, bytes) {
      if (refuses()) throw new Error("ENOSPC: no space left on device");
      await stored.writeBytes(uri, bytes);
    },
  });
