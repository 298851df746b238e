/**
 * Where the nodes of a small picture of the graph are: columns by layer, in dots' widths. Only the outermost nodes; what
 * is inside of one shows in how that one stands. Too many of them for a glance are no picture at all.
 */
import { type Graph, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assignLayers } from "../../graph/layer.ts";

interface MiniPlace {
  readonly path: string;
  readonly name: string;
  readonly column: number;
  /** From the middle: a layer of one is at 0. */
  readonly row: number;
}

export interface MiniPlaces {
  readonly places: readonly MiniPlace[];
  readonly edges: readonly { readonly from: MiniPlace; readonly to: MiniPlace }[];
  readonly columns: number;
  readonly rows: number;
}

const MOST_NODES = 200;
const MOST_COLUMNS = 28;
/** A layer of more goes on in the next column. */
const MOST_ROWS = 8;

/** Undefined: nothing to see, or too much. */
export function miniPlaces(graph: Graph | undefined): MiniPlaces | undefined {
  const nodes = (graph?.nodes ?? []).filter(
    ({ parent, kind }) => parent === "" && kind !== Kind.START && kind !== Kind.END,
  );
  if (nodes.length === 0 || nodes.length > MOST_NODES) return undefined;
  const paths = new Set(nodes.map(({ path }) => path));
  const edges = (graph?.edges ?? []).filter(({ from, to }) => paths.has(from) && paths.has(to));
  const { layerOf } = assignLayers(
    nodes.map(({ path }) => ({ id: path, parent: "", width: 1, height: 1 })),
    edges.map(({ from, to }, index) => ({ id: `${index}`, from, to })),
  );
  const byLayer = Map.groupBy(nodes, (_, index) => layerOf[index] ?? 0);
  const places = new Map<string, MiniPlace>();
  let column = 0;
  let rows = 0;
  for (const [, layer] of [...byLayer].sort(([a], [b]) => a - b)) {
    for (let from = 0; from < layer.length; from += MOST_ROWS) {
      const part = layer.slice(from, from + MOST_ROWS);
      rows = Math.max(rows, part.length);
      part.forEach(({ path, name }, at) => {
        places.set(path, { path, name, column, row: at - (part.length - 1) / 2 });
      });
      column += 1;
    }
  }
  if (column > MOST_COLUMNS) return undefined;
  return {
    places: [...places.values()],
    edges: edges.flatMap((edge) => {
      const [from, to] = [places.get(edge.from), places.get(edge.to)];
      return from && to ? [{ from, to }] : [];
    }),
    columns: column,
    rows,
  };
}
