import type { Command } from "@skein/engine/command";
import type { RunError } from "@skein/engine/event";
import { withError } from "@skein/engine/failure-node";
import { isRunError, type OutputsByNode, resolveBindings } from "@skein/engine/inputs";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";

export type ResolveInputs = Command & { kind: "resolveInputs" };

/** What the node reads, or the error it fails with. */
export function resolve(command: ResolveInputs, outputs: OutputsByNode): LiteralMap | RunError {
  const bound = resolveBindings(command.bindings, outputs, command.aliases);
  return isRunError(bound) || command.error === undefined ? bound : withError(bound, command.error);
}
