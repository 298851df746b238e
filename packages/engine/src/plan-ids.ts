import type { Identifier } from "@skein/spec/gen/flyteidl/core/identifier_pb";

/** The compiler's node that stands for a workflow's inputs. */
export const startNodeId = "start-node";
/** The compiler's node that gathers a workflow's outputs. */
export const endNodeId = "end-node";

/** `project:domain:name:version`, the key under which closures are searched; empty parts where there is no id. */
export function identifierText(id: Identifier | undefined): string {
  return `${id?.project ?? ""}:${id?.domain ?? ""}:${id?.name ?? ""}:${id?.version ?? ""}`;
}
