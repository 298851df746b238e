import type { SubNodePlace } from "@skein/engine/command";
import type { Uri } from "@skein/engine/run";
import type { Literal, LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Blobs } from "../blobs/blobs.ts";
import { readElement } from "../blobs/element-inputs.ts";
import { readLiteralMap, writeLiteralMap } from "../blobs/literal-maps.ts";
import { readOffloaded } from "../blobs/offloaded.ts";

/** Literal maps behind URIs: what commands read and write. */
export interface Values {
  /** Undefined when nothing is stored there. */
  read(uri: Uri): Promise<LiteralMap | undefined>;
  /** What else is stored there, of at most so many bytes; undefined when nothing is. */
  readBytes(uri: Uri, maxBytes: number): Promise<Uint8Array | undefined>;
  write(uri: Uri, map: LiteralMap): Promise<void>;
  has(uri: Uri): Promise<boolean>;
  /** False when nothing is stored at `from`. */
  copy(from: Uri, to: Uri): Promise<boolean>;
  /** What one element of an array sees of its array's inputs. */
  readElement(uri: Uri, element: Pick<SubNodePlace, "index" | "bound">): Promise<LiteralMap | undefined>;
  /** A value that was stored apart because of its size; undefined when it cannot be had. */
  readOffloaded(uri: Uri): Promise<Literal | undefined>;
  /** A map that is already encoded. */
  writeBytes(uri: Uri, map: Uint8Array): Promise<void>;
}

export const openValues = (blobs: Blobs): Values => ({
  read: (uri) => readLiteralMap(blobs, uri),
  readBytes: (uri, maxBytes) => blobs.read(uri, maxBytes),
  readElement: (uri, element) => readElement(blobs, uri, element),
  readOffloaded: (uri) => readOffloaded(blobs, uri),
  write: (uri, map) => writeLiteralMap(blobs, uri, map),
  has: async (uri) => (await blobs.size(uri)) !== undefined,
  copy: (from, to) => blobs.copy(from, to),
  writeBytes: (uri, map) => blobs.write(uri, map),
});
