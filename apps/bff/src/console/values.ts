import type { Uri } from "@skein/engine/run";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Log } from "../log.ts";

/** Values behind URIs, for showing: what is missing or unreadable is undefined, never a failed screen. */
export interface ValueReader {
  read(uri: Uri | null): Promise<LiteralMap | undefined>;
}

export const readableValues = (read: (uri: Uri) => Promise<LiteralMap | undefined>, log: Log): ValueReader => ({
  async read(uri) {
    if (uri === null) return undefined;
    try {
      return await read(uri);
    } catch (cause) {
      log.warn("A value cannot be read and is left out", { uri, cause });
      return undefined;
    }
  },
});
