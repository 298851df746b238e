/// Our own placement in a worker, for graphs so large that the page would stand still while they are placed.
import { type Direction, layoutGraph } from "./layout.ts";
import { type PackedGraph, packLayout, unpackGraph } from "./packed.ts";

export interface LayoutRequest {
  readonly number: number;
  readonly graph: PackedGraph;
  readonly direction: Direction;
}

/** The part of DedicatedWorkerGlobalScope that is used: the page's DOM types do not know it. */
interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent<LayoutRequest>) => void): void;
  postMessage(message: unknown, moved: readonly ArrayBufferLike[]): void;
}

// This file runs as a worker only, where the global object is this.
const scope = globalThis as unknown as WorkerScope;

scope.addEventListener("message", ({ data: { number, graph, direction } }) => {
  const unpacked = unpackGraph(graph);
  const layout = packLayout(layoutGraph(unpacked, direction), {
    nodes: unpacked.nodes.length,
    edges: unpacked.edges.length,
  });
  scope.postMessage({ number, layout }, [layout.boxes.buffer, layout.begins.buffer, layout.points.buffer]);
});
