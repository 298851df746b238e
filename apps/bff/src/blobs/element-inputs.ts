/**
 * What the elements of an array see of its inputs. All of them read one file, so the last such files stay decoded:
 * else an array of thousands would decode thousands of times thousands of values.
 */
import type { SubNodePlace } from "@skein/engine/command";
import type { Uri } from "@skein/engine/run";
import { subNodeInputs } from "@skein/engine/sub-node-data";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Blobs } from "./blobs.ts";
import { readLiteralMap } from "./literal-maps.ts";

/** Encoded bytes of files kept; the newest is kept whatever its size. */
const KEPT_BYTES = 32 * 2 ** 20;

interface Kept {
  readonly map: Promise<LiteralMap | undefined>;
  bytes: number;
}

const keptOf = new WeakMap<Blobs, Map<Uri, Kept>>();

/** The inputs of one element; undefined when the array has no inputs file. */
export async function readElement(
  blobs: Blobs,
  uri: Uri,
  { index, bound }: Pick<SubNodePlace, "index" | "bound">,
): Promise<LiteralMap | undefined> {
  const map = await readKept(blobs, uri);
  return map && subNodeInputs(map, index, bound);
}

function readKept(blobs: Blobs, uri: Uri): Promise<LiteralMap | undefined> {
  const kept = keptOf.get(blobs) ?? new Map<Uri, Kept>();
  keptOf.set(blobs, kept);
  const known = kept.get(uri);
  const entry = known ?? { map: readLiteralMap(blobs, uri), bytes: 0 };
  kept.delete(uri);
  kept.set(uri, entry);
  if (!known) void weigh(blobs, uri, entry, kept);
  return entry.map;
}

/** What cannot be read is read anew by the next; what cannot be weighed weighs nothing. */
async function weigh(blobs: Blobs, uri: Uri, entry: Kept, kept: Map<Uri, Kept>): Promise<void> {
  try {
    await entry.map;
  } catch {
    kept.delete(uri);
    return;
  }
  try {
    entry.bytes = (await blobs.size(uri)) ?? 0;
  } catch {
    return; // the process goes
  }
  forgetOldest(kept);
}

function forgetOldest(kept: Map<Uri, Kept>): void {
  let bytes = 0;
  for (const each of kept.values()) bytes += each.bytes;
  for (const [uri, each] of kept) {
    if (bytes <= KEPT_BYTES || kept.size === 1) return;
    kept.delete(uri);
    bytes -= each.bytes;
  }
}
