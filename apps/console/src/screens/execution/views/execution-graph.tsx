import type { Graph, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import type { GraphBreakpoints } from "../../../graph/graph-store.ts";
import { LazyGraph } from "../../../lazy-graph.tsx";
import type { Place } from "../place.ts";
import { type ExecutionId, usualTimesQuery } from "../queries.ts";
import type { SharedState } from "./view-content.tsx";

interface ExecutionGraphProps {
  readonly id: ExecutionId;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly breakpoints: GraphBreakpoints;
  readonly place: Place;
  readonly shared: Pick<SharedState, "hover" | "graph" | "shading" | "onShading">;
  readonly onSelect: (path: string | undefined) => void;
  readonly onGo: (change: Partial<Place>) => void;
}

/** The graph of a run, with what its nodes are to show. */
export function ExecutionGraph({ id, graph, nodes, breakpoints, place, shared, onSelect, onGo }: ExecutionGraphProps) {
  const { hover, shading, onShading } = shared;
  const { data: usual } = useQuery({ ...usualTimesQuery(id), enabled: shading === "usual" });
  return (
    <LazyGraph
      graph={graph}
      nodes={nodes}
      breakpoints={breakpoints}
      hover={hover}
      shading={shading}
      onShading={onShading}
      usual={usual}
      handle={shared.graph}
      scope={place.scope}
      onScope={(scope) => onGo({ scope })}
      selected={place.node}
      onSelect={onSelect}
    />
  );
}
