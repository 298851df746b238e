import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A figure for people: walking the tree for every glance would cost more than it says. */
const FRESH_MS = 60_000;

/** What a folder weighs on disk, in bytes, measured at most once a minute. */
export function openSize(folder: string, now: () => number): () => Promise<number> {
  let measured: { readonly at: number; readonly size: Promise<number> } | undefined;
  return () => {
    if (!measured || now() - measured.at > FRESH_MS) measured = { at: now(), size: sizeOf(folder) };
    return measured.size;
  };
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // What goes while we look weighs nothing.
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) open.push(path);
      else total += (await stat(path).catch(() => undefined))?.size ?? 0;
    }
  }
  return total;
}
