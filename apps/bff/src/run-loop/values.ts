import type { Uri } from "@skein/engine/run";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Blobs } from "../blobs/blobs.ts";
import { readLiteralMap, writeLiteralMap } from "../blobs/literal-maps.ts";

/** Literal maps behind URIs: what commands read and write. */
export interface Values {
  /** Undefined when nothing is stored there. */
  read(uri: Uri): Promise<LiteralMap | undefined>;
  write(uri: Uri, map: LiteralMap): Promise<void>;
  /** A map that is already encoded. */
  writeBytes(uri: Uri, map: Uint8Array): Promise<void>;
}

export const openValues = (blobs: Blobs): Values => ({
  read: (uri) => readLiteralMap(blobs, uri),
  write: (uri, map) => writeLiteralMap(blobs, uri, map),
  writeBytes: (uri, map) => blobs.write(uri, map),
});
