import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type Graph, GraphNode_Kind as Kind, type NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { flatRow, type TreeRow } from "../node-tree.ts";

/** The nodes that have begun, the first one first, as rows without a tree; who began together stays in graph order. */
export function inStartOrder(graph: Graph | undefined, nodes: ReadonlyMap<string, NodeSummary>): TreeRow[] {
  const begun = (graph?.nodes ?? []).flatMap((node) => {
    const summary = nodes.get(node.path);
    const time = summary?.queuedAt ?? summary?.startedAt;
    return time && node.kind !== Kind.START && node.kind !== Kind.END ? [{ node, at: timestampMs(time) }] : [];
  });
  return begun.toSorted((a, b) => a.at - b.at).map(({ node }) => flatRow(node));
}
