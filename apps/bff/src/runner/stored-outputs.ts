import type { Verdict } from "@skein/engine/event";
import type { Uri } from "@skein/engine/run";
import type { Blobs } from "../blobs/blobs.ts";
import { MalformedBlob, readLiteralMap } from "../blobs/literal-maps.ts";
import { formatMemory } from "./ledger.ts";
import { failed, judgeMissingOutputs, judgeOutputSize } from "./verdict.ts";

/**
 * Judges the outputs.pb that a container wrote by itself, for a task that declares outputs.
 *
 * Upstream looks whether it is there, and leaves it to the nodes after it to stumble over half a file.
 */
export async function judgeStoredOutputs(blobs: Blobs, uri: Uri, maxBytes: number): Promise<Verdict> {
  const size = await blobs.size(uri);
  if (size === undefined) return judgeMissingOutputs(uri);
  if (size > maxBytes) return judgeOutputSize(tooLarge(size, maxBytes));
  try {
    const map = await readLiteralMap(blobs, uri, maxBytes);
    if (map && Object.keys(map.literals).length > 0) return { kind: "succeeded", outputs: uri };
  } catch (reason) {
    if (!(reason instanceof MalformedBlob)) throw reason;
  }
  const message = `The ${size} bytes of ${uri} are no whole outputs: the task was cut off while it wrote them, or writes something else`;
  return failed("OutputsNotReadable", "USER", true, message);
}

export function tooLarge(bytes: number, most: number): string {
  return `The outputs have ${formatMemory(bytes)}, more than the ${formatMemory(most)} that are kept; write large data to a file output`;
}
