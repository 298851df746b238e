import { useEffect, useState } from "react";
import type { WorkflowGraphProps } from "./graph/workflow-graph.tsx";

type GraphModule = typeof import("./graph/workflow-graph.tsx");

let loaded: GraphModule | undefined;

/** React Flow and the layout are a chunk of their own, fetched when a graph is to be seen or soon will be. */
export async function loadGraph(): Promise<void> {
  loaded ??= await import("./graph/workflow-graph.tsx");
}

/**
 * A compiled workflow, with or without a run. Fills its positioned parent.
 *
 * Not by Suspense: React holds back what follows a fallback for 300 ms, and the code is most often there by then.
 */
export function LazyGraph(props: WorkflowGraphProps) {
  const [state, setState] = useState<{ readonly error?: unknown }>();
  useEffect(() => {
    if (!loaded)
      loadGraph().then(
        () => setState({}),
        (error: unknown) => setState({ error }),
      );
  }, []);
  if (state?.error !== undefined) throw state.error;
  return (
    <div className="absolute inset-0 bg-canvas">
      {loaded ? <loaded.WorkflowGraph {...props} /> : <p className="sr-only">Loading the graph</p>}
    </div>
  );
}
