/** The literal maps behind URIs, as the data RPCs read them: what is missing or unreadable is no error but empty. */
import { create } from "@bufbuild/protobuf";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Log } from "../log.ts";

/** What is stored at a URI; undefined when nothing is. */
export type ReadLiteralMap = (uri: string) => Promise<LiteralMap | undefined>;

/** @returns the map, or an empty one where there is none (yet) or it cannot be read */
export async function readOrEmpty(read: ReadLiteralMap, uri: string | null, log: Log): Promise<LiteralMap> {
  if (!uri) return create(LiteralMapSchema);
  try {
    return (await read(uri)) ?? create(LiteralMapSchema);
  } catch (cause) {
    log.warn("data cannot be read and is shown as empty", { uri, cause });
    return create(LiteralMapSchema);
  }
}
