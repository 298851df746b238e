import { useMemo, useRef, useState } from "react";
import { Hover } from "../../../graph/hover.ts";
import type { Shading } from "../../../graph/shade.ts";
import type { GraphHandle, GraphMemory } from "../../../graph/workflow-graph.tsx";
import type { Span } from "../timeline/time-scale.ts";
import type { SharedState } from "./view-content.tsx";

export function useSharedState(): SharedState {
  const hover = useMemo(() => new Hover(), []);
  const graph = useRef<GraphHandle>(null);
  const graphMemory = useMemo((): GraphMemory => ({}), []);
  const [shading, setShading] = useState<Shading>("status");
  const [span, setSpan] = useState<Span>();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (path: string) =>
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  return { hover, graph, graphMemory, shading, onShading: setShading, closed, onToggle: toggle, span, onSpan: setSpan };
}
