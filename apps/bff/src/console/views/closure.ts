import { fromBinary } from "@bufbuild/protobuf";
import { type CompiledWorkflowClosure, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Graph, GraphNode } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { WorkflowRow } from "../../store/tables.ts";
import { graphOf } from "../graph.ts";

/** A workflow version as screens need it: decoded and drawn once, however often it is looked at. */
export interface Drawn {
  readonly closure: CompiledWorkflowClosure;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, GraphNode>;
}

/** Closures are immutable, so a drawn one stays right; the oldest go when this many others were looked at since. */
const KEPT = 32;

export function openDrawings(): (row: WorkflowRow) => Drawn {
  const kept = new Map<number, Drawn>();
  return (row) => {
    const known = kept.get(row.id) ?? draw(row);
    kept.delete(row.id);
    kept.set(row.id, known);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
    return known;
  };
}

function draw(row: WorkflowRow): Drawn {
  const closure = fromBinary(CompiledWorkflowClosureSchema, row.closure);
  const graph = graphOf(closure);
  return { closure, graph, nodes: new Map(graph.nodes.map((node) => [node.path, node])) };
}
