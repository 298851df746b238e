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
  /** Closures of the dynamic nodes in it, by path (dynamic-graph.ts). */
  readonly inner: ReadonlyMap<string, CompiledWorkflowClosure>;
}

/** The closure that has the task or sub-workflow of a node: that of the dynamic node it is below, if there is one. */
export function closureAt({ closure, inner }: Pick<Drawn, "closure" | "inner">, path: string): CompiledWorkflowClosure {
  if (inner.size === 0) return closure;
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    const found = inner.get(path.slice(0, at));
    if (found) return found;
  }
  return closure;
}

/** Closures are immutable, so a drawn one stays right; the longest unseen go when all have more nodes than this. */
const KEPT_NODES = 100_000;

/** Draws by key what is not kept under it. */
export type Drawings = (key: string, draw: () => Drawn) => Drawn;

export function openDrawings(keptNodes = KEPT_NODES): Drawings {
  const kept = new Map<string, Drawn>();
  let nodes = 0;
  return (key, draw) => {
    const known = kept.get(key);
    const drawn = known ?? draw();
    if (!known) nodes += drawn.nodes.size;
    kept.delete(key);
    kept.set(key, drawn);
    for (const [each, oldest] of kept) {
      if (nodes <= keptNodes || each === key) break;
      kept.delete(each);
      nodes -= oldest.nodes.size;
    }
    return drawn;
  };
}

export const drawWorkflow = (drawings: Drawings, row: WorkflowRow): Drawn =>
  drawings(`workflow ${row.id}`, () => drawClosure(row.closure));

/** @param bytes core.CompiledWorkflowClosure in binary */
export function drawClosure(bytes: Uint8Array): Drawn {
  const closure = fromBinary(CompiledWorkflowClosureSchema, bytes);
  const { graph, templates } = drawGraph(closure);
  return { closure, graph, templates, nodes: byPath(graph), inner: new Map() };
}

export const byPath = (graph: Graph): ReadonlyMap<string, GraphNode> =>
  new Map(graph.nodes.map((node) => [node.path, node]));
