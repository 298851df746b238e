import type { Uri } from "@skein/engine/run";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Log } from "../log.ts";

/** Values behind URIs, for showing: what is missing or unreadable is undefined, never a failed screen. */
export interface ValueReader {
  read(uri: Uri | null): Promise<LiteralMap | undefined>;
  /** Whether there is one. */
  has(uri: Uri): Promise<boolean>;
}

/** Where the values are. */
interface StoredValues {
  read(uri: Uri): Promise<LiteralMap | undefined>;
  has(uri: Uri): Promise<boolean>;
}

export const readableValues = ({ read, has }: StoredValues, log: Log): ValueReader => ({
  has,
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
