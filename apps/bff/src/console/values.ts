import type { Uri } from "@skein/engine/run";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";

/** Values behind URIs, for showing: what is missing or unreadable is undefined, never a failed screen. */
export interface ValueReader {
  read(uri: Uri | null): Promise<LiteralMap | undefined>;
}
