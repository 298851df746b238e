import type { ReadOffloaded } from "@skein/engine/attribute-path";
import type { Command } from "@skein/engine/command";
import type { RunError } from "@skein/engine/event";
import { withError } from "@skein/engine/failure-node";
import { isRunError, type OutputsByNode, resolveBindings } from "@skein/engine/inputs";
import type { Uri } from "@skein/engine/run";
import type { Literal, LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";

export type ResolveInputs = Command & { kind: "resolveInputs" };

/** What the node reads, or the error it fails with. */
export function resolve(
  command: ResolveInputs,
  outputs: OutputsByNode,
  readOffloaded?: ReadOffloaded,
): LiteralMap | RunError {
  const bound = resolveBindings(command.bindings, outputs, command.aliases, readOffloaded);
  return isRunError(bound) || command.error === undefined ? bound : withError(bound, command.error);
}

/**
 * As `resolve`; values that were stored apart are read where a path leads into one (execution.md §3.5).
 *
 * Which they are shows only on the way: what turned out to be missing is read, and the bindings are resolved once more.
 */
export async function resolveReading(
  command: ResolveInputs,
  outputs: OutputsByNode,
  read: (uri: Uri) => Promise<Literal | undefined>,
): Promise<LiteralMap | RunError> {
  const known = new Map<Uri, Literal | undefined>();
  for (;;) {
    const wanted = new Set<Uri>();
    const resolved = resolve(command, outputs, (uri) => {
      if (!known.has(uri)) wanted.add(uri);
      return known.get(uri);
    });
    if (wanted.size === 0) return resolved;
    for (const uri of wanted) known.set(uri, await read(uri));
  }
}
