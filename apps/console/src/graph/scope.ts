import { create } from "@bufbuild/protobuf";
import { type Graph, GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";

/**
 * The graph of one container, as if it were all there is; its nodes keep their paths.
 *
 * A container that is not in the graph, or has nothing in it yet, is no place to be: then it is the whole graph.
 */
export function graphWithin(graph: Graph, scope: string | undefined): Graph {
  if (scope === undefined || !graph.nodes.some(({ parent }) => parent === scope)) return graph;
  const prefix = `${scope}/`;
  return create(GraphSchema, {
    nodes: graph.nodes
      .filter(({ path }) => path.startsWith(prefix))
      .map((node) => (node.parent === scope ? { ...node, parent: "" } : node)),
    edges: graph.edges.filter(({ from, to }) => from.startsWith(prefix) && to.startsWith(prefix)),
  });
}

/** The containers around a place and itself, outermost first. */
export function scopesOf(graph: Graph, scope: string): { readonly path: string; readonly name: string }[] {
  const byPath = new Map(graph.nodes.map((node) => [node.path, node]));
  const found = [];
  for (let at = byPath.get(scope); at; at = byPath.get(at.parent)) found.unshift({ path: at.path, name: at.name });
  return found;
}
