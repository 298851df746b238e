import type { Graph, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { copyText } from "../../../flyte/literal-view.tsx";
import type { GraphBreakpoints } from "../../../graph/graph-store.ts";
import { LazyGraph } from "../../../lazy-graph.tsx";
import { GateDialog } from "../control/gate-dialog.tsx";
import type { Place } from "../place.ts";
import { type ExecutionId, nodeQuery, usualTimesQuery } from "../queries.ts";
import type { SharedState } from "./view-content.tsx";

interface ExecutionGraphProps {
  readonly id: ExecutionId;
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  readonly breakpoints: GraphBreakpoints;
  readonly place: Place;
  readonly shared: Pick<SharedState, "hover" | "graph" | "graphMemory" | "shading" | "onShading">;
  readonly onSelect: (path: string | undefined) => void;
  readonly onGo: (change: Partial<Place>) => void;
}

/** The graph of a run, with what its nodes are to show. */
export function ExecutionGraph({ id, graph, nodes, breakpoints, place, shared, onSelect, onGo }: ExecutionGraphProps) {
  const { hover, shading, onShading } = shared;
  const { data: usual } = useQuery({ ...usualTimesQuery(id), enabled: shading === "usual" });
  const queries = useQueryClient();
  const readOutputs = useCallback(
    async (path: string) => {
      const { outputs } = await queries.fetchQuery({ ...nodeQuery(id, path), staleTime: 5000 });
      return new Map(
        Object.entries(outputs?.literals ?? {}).map(([name, literal]) => [name, shortened(copyText(literal))]),
      );
    },
    [queries, id],
  );
  const [answering, setAnswering] = useState<string>();
  const gate = graph.nodes.find(({ path }) => path === answering);
  return (
    <>
      <LazyGraph
        onAnswer={setAnswering}
        readOutputs={readOutputs}
        graph={graph}
        nodes={nodes}
        breakpoints={breakpoints}
        hover={hover}
        shading={shading}
        onShading={onShading}
        usual={usual}
        memory={shared.graphMemory}
        handle={shared.graph}
        scope={place.scope}
        onScope={(scope) => onGo({ scope })}
        selected={place.node}
        onSelect={onSelect}
      />
      {gate ? (
        <GateDialog id={id} path={gate.path} name={gate.name} onClose={() => setAnswering(undefined)} />
      ) : undefined}
    </>
  );
}

const MOST_LETTERS = 60;
const shortened = (text: string) => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text);
