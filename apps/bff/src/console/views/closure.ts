import { fromBinary } from "@bufbuild/protobuf";
import { drawGraph } from "@skein/compiler/drawing/draw-graph";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { Graph, GraphNode } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { WorkflowRow } from "../../store/tables.ts";

/** A workflow version as screens need it: decoded and drawn once, however often it is looked at. */
export interface Drawn {
  readonly closure: CompiledWorkflowClosure;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** What each node is drawn from, by path. */
  readonly templates: ReadonlyMap<string, Node>;
}

/** Closures are immutable, so a drawn one stays right; the longest unseen go when all have more nodes than this. */
const KEPT_NODES = 100_000;

export function openDrawings(keptNodes = KEPT_NODES): (row: WorkflowRow) => Drawn {
  const kept = new Map<number, Drawn>();
  let nodes = 0;
  return (row) => {
    const known = kept.get(row.id);
    const drawn = known ?? draw(row);
    if (!known) nodes += drawn.nodes.size;
    kept.delete(row.id);
    kept.set(row.id, drawn);
    for (const [id, oldest] of kept) {
      if (nodes <= keptNodes || id === row.id) break;
      kept.delete(id);
      nodes -= oldest.nodes.size;
    }
    return drawn;
  };
}

function draw(row: WorkflowRow): Drawn {
  const closure = fromBinary(CompiledWorkflowClosureSchema, row.closure);
  const { graph, templates } = drawGraph(closure);
  return { closure, graph, templates, nodes: new Map(graph.nodes.map((node) => [node.path, node])) };
}
