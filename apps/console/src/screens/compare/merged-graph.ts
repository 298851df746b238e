/** One graph of all that is compared: what is aligned once, what only some have beside it. */
import { create } from "@bufbuild/protobuf";
import {
  type ComparedNode,
  type Graph,
  type GraphEdge,
  GraphEdgeSchema,
  type GraphNode,
  GraphNodeSchema,
  GraphSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { pathIn } from "./node-rows.ts";

/**
 * Nodes stand under their paths in the comparison, and are as the first execution that has them says.
 *
 * @param graphs one per execution, in their order; undefined where it is not known
 */
export function mergedGraph(graphs: readonly (Graph | undefined)[], compared: readonly ComparedNode[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const [side, graph] of graphs.entries()) {
    if (!graph) continue;
    const shared = sharedPaths(compared, side);
    const toShared = (path: string) => shared.get(path) ?? path;
    for (const node of graph.nodes) {
      const path = toShared(node.path);
      if (nodes.has(path)) continue;
      nodes.set(path, create(GraphNodeSchema, { ...node, path, parent: toShared(node.parent) }));
    }
    for (const { from, to, bindings } of graph.edges) {
      const edge = { from: toShared(from), to: toShared(to), bindings };
      const key = `${edge.from}\n${edge.to}`;
      if (!edges.has(key)) edges.set(key, create(GraphEdgeSchema, edge));
    }
  }
  return create(GraphSchema, { nodes: treeOrder([...nodes.values()]), edges: [...edges.values()] });
}

function sharedPaths(compared: readonly ComparedNode[], side: number): ReadonlyMap<string, string> {
  return new Map(
    compared.flatMap((node) => {
      const own = pathIn(node, side);
      return own === undefined ? [] : [[own, node.path] as const];
    }),
  );
}

/** The order of a graph's nodes is that of its tree: what a container of an earlier graph has got from later ones is in it. */
function treeOrder(nodes: readonly GraphNode[]): GraphNode[] {
  const children = Map.groupBy(nodes, ({ parent }) => parent);
  const below = (parent: string): GraphNode[] =>
    (children.get(parent) ?? []).flatMap((node) => [node, ...below(node.path)]);
  return below("");
}
