import type { Graph } from "@skein/spec/gen/skein/console/v1/console_pb";
import { lazy, Suspense } from "react";
import type { GraphMarks } from "./graph/graph-store.ts";

// React Flow and the layout are a chunk of their own, fetched when a graph is to be seen.
const WorkflowGraph = lazy(async () => ({ default: (await import("./graph/workflow-graph.tsx")).WorkflowGraph }));

interface GraphPreviewProps {
  readonly graph: Graph;
  /** Problems of its nodes. */
  readonly marks?: GraphMarks;
  readonly selected?: string | undefined;
  readonly onSelect?: (path: string | undefined) => void;
}

/** A compiled workflow without a run: all nodes unstarted. Fills its positioned parent. */
export function GraphPreview({ graph, marks, selected, onSelect }: GraphPreviewProps) {
  return (
    <div className="absolute inset-0 bg-canvas">
      <Suspense fallback={<p className="sr-only">Loading the graph</p>}>
        <WorkflowGraph
          graph={graph}
          {...(marks ? { marks } : {})}
          {...(selected === undefined ? {} : { selected })}
          {...(onSelect ? { onSelect } : {})}
        />
      </Suspense>
    </div>
  );
}
