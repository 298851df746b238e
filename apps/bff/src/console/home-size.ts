import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A figure for people: walking the tree for every glance would cost more than it says. */
const FRESH_MS = 60_000;
/** How long the first glance waits; a large home is measured while the next ones come. */
const PATIENCE_MS = 300;

/**
 * What a folder weighs on disk, in bytes, measured at most once a minute and never waited for long: the last figure
 * is given while a new one is made, and what was counted so far while there is none.
 */
export function openSize(folder: string, now: () => number): () => Promise<number> {
  let known: number | undefined;
  let measuring: { readonly at: number; readonly done: Promise<void>; counted: number; isDone: boolean } | undefined;

  function measure() {
    const mine = { at: now(), counted: 0, isDone: false, done: Promise.resolve() };
    mine.done = walk(folder, (bytes) => {
      mine.counted += bytes;
    }).then(() => {
      known = mine.counted;
      mine.isDone = true;
    });
    return mine;
  }

  return async () => {
    if (!measuring || (measuring.isDone && now() - measuring.at > FRESH_MS)) measuring = measure();
    if (known === undefined) await Promise.race([measuring.done, pause(PATIENCE_MS, undefined, { ref: false })]);
    return known ?? measuring.counted;
  };
}

async function walk(folder: string, add: (bytes: number) => void): Promise<void> {
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // What goes while we look weighs nothing.
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) open.push(path);
      else add((await stat(path).catch(() => undefined))?.size ?? 0);
    }
  }
}
