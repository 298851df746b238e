/** The last good graph of each workflow: what the text says now, or said before it got its mistakes. */
import { fromBinary } from "@bufbuild/protobuf";
import { type Graph, GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { CheckAnswer } from "../check/protocol.ts";

interface LastGraph {
  readonly graph: Graph;
  readonly bytes: Uint8Array;
  /** False: the text has gone on, with mistakes. */
  readonly isCurrent: boolean;
}

export type LastGraphs = ReadonlyMap<string, LastGraph>;

/** The graphs after an answer. One that is drawn the same stays the same object: nothing is laid out anew. */
export function nextGraphs(before: LastGraphs, { graphs, outline, unknown }: CheckAnswer): LastGraphs {
  const next = new Map<string, LastGraph>();
  for (const [name, last] of before) {
    const isDefined = !outline || outline.workflows.some((each) => each.name === name);
    // While the server is asked, nothing is known to be wrong.
    if (isDefined) next.set(name, unknown.state === "asking" ? last : { ...last, isCurrent: false });
  }
  for (const [name, bytes] of graphs) {
    const last = before.get(name);
    const graph = last && isSame(last.bytes, bytes) ? last.graph : fromBinary(GraphSchema, bytes);
    next.set(name, { graph, bytes, isCurrent: true });
  }
  return next;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
