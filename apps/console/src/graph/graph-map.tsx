import { MiniMap, type MiniMapNodeProps } from "reactflow";
import { useGraph, useGraphPath } from "./graph-context.ts";
import { lookOf } from "./node-face.ts";

/** The whole graph small, in the colours of its phases; dragging it moves the view. */
export function GraphMap() {
  const { store } = useGraph();
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel={`Map of ${store.graph.nodes.length} nodes`}
      nodeComponent={MapNode}
      className="right-4! bottom-6! m-0! h-25! w-37! overflow-hidden rounded-card border border-line-2"
      bgColor="var(--surface)"
      maskColor="color-mix(in srgb, var(--bg) 62%, transparent)"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={4}
    />
  );
}

function MapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const store = useGraphPath(id);
  const look = lookOf(store.summary(id), store.byPath.get(id));
  const isOpen = width > 200;
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={8}
      className={`${look.tone} ${isOpen ? "fill-transparent stroke-line-2" : look.fill === "fill-outline" ? "fill-line-2" : "fill-tone"}`}
      strokeWidth={isOpen ? 6 : 0}
    />
  );
}
