/**
 * The keys of a bucket in S3's order, from any place on, folded at a delimiter.
 *
 * It walks the directories as they are at this moment, so what was stored before the call is in it. Whole directories
 * are passed over when their keys lie before the place to go on from, outside the prefix, or behind the delimiter `/`.
 */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

export interface ListRequest {
  readonly prefix: string;
  /** Empty: nothing is folded. */
  readonly delimiter: string;
  /** Only what comes after it; a folded prefix stands for everything below it. */
  readonly after: Place | undefined;
}

export interface Place {
  readonly key: string;
  /** It is a folded prefix. */
  readonly isPrefix: boolean;
}

/** @param top the directory of the bucket */
export async function* listKeys(top: string, request: ListRequest): AsyncIterable<Place> {
  const { prefix, delimiter, after } = request;
  // Only `/` folds at directories; any other delimiter looks at every key.
  const walk = walkBelow(top, "", { ...request, delimiter: delimiter === "/" ? "/" : "" });
  let folded = after?.isPrefix ? after.key : undefined;
  for await (const place of walk) {
    const end = delimiter === "" || place.isPrefix ? -1 : place.key.indexOf(delimiter, prefix.length);
    if (end < 0) yield place;
    else {
      const key = place.key.slice(0, end + delimiter.length);
      if (key !== folded) yield { key, isPrefix: true };
      folded = key;
    }
  }
}

async function* walkBelow(top: string, parent: string, request: ListRequest): AsyncIterable<Place> {
  for (const entry of await entriesOf(join(top, parent))) {
    const key = entry.isDirectory() ? `${parent}${entry.name}/` : parent + entry.name;
    const { prefix, delimiter, after } = request;
    if (!entry.isDirectory()) {
      if (entry.isFile() && key.startsWith(prefix) && isAfter(key, after)) yield { key, isPrefix: false };
    } else if ((key.startsWith(prefix) || prefix.startsWith(key)) && mayHoldMore(key, after)) {
      if (delimiter === "/" && key.startsWith(prefix) && key.length > prefix.length) {
        for await (const _ of walkBelow(top, key, { ...request, delimiter: "" })) {
          yield { key, isPrefix: true };
          break;
        }
      } else yield* walkBelow(top, key, request);
    }
  }
}

function isAfter(key: string, after: Place | undefined): boolean {
  if (!after) return true;
  return compareKeys(key, after.key) > 0 && !(after.isPrefix && key.startsWith(after.key));
}

/** Whether keys that begin with `directory` can come after the place. */
function mayHoldMore(directory: string, after: Place | undefined): boolean {
  if (!after) return true;
  if (after.isPrefix && directory.startsWith(after.key)) return false;
  return after.key.startsWith(directory) || compareKeys(directory, after.key) > 0;
}

/** By the bytes of UTF-8, where JavaScript's own order is that of UTF-16. */
export const compareKeys = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

/** Sorted as keys: a directory as its name with a slash behind it. */
async function entriesOf(directory: string): Promise<Dirent[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((reason: unknown) => {
    const code = reason instanceof Error && "code" in reason ? reason.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw reason;
  });
  return entries
    .map((entry) => ({ entry, order: Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name) }))
    .sort((left, right) => Buffer.compare(left.order, right.order))
    .map(({ entry }) => entry);
}
