/// ELK in a worker of its own: it runs to the end unless the worker is ended, which is what the deadline does.
import { layoutWithElk } from "./elk-layout.ts";
import type { Direction, LayoutGraph } from "./layout.ts";

export interface RefineRequest {
  readonly graph: LayoutGraph;
  readonly direction: Direction;
}

/** The part of DedicatedWorkerGlobalScope that is used: the page's DOM types do not know it. */
interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent<RefineRequest>) => void): void;
  postMessage(message: unknown): void;
}

// This file runs as a worker only, where the global object is this.
const scope = globalThis as unknown as WorkerScope;

scope.addEventListener("message", ({ data: { graph, direction } }) => {
  layoutWithElk(graph, direction).then(
    (layout) => scope.postMessage(layout),
    () => scope.postMessage(undefined), // the first placement stays
  );
});
