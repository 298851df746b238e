import { useState } from "react";
import { EdgeLabelRenderer } from "reactflow";
import { BindingLines } from "./binding-lines.tsx";
import { edgeMiddle, edgePath } from "./edge-path.ts";
import { useGraph, useGraphPath } from "./graph-context.ts";
import type { Point } from "./layout.ts";
import { type EdgeTone, edgeTone } from "./node-face.ts";
import type { VisibleEdge } from "./visible.ts";

const strokes = {
  plain: "stroke-edge",
  done: "stroke-edge",
  run: "stroke-run",
  ahead: "stroke-edge-ahead [stroke-dasharray:4_4]",
  skipped: "stroke-line-2 [stroke-dasharray:2_4]",
  failed: "stroke-fail [stroke-dasharray:5_4]",
} as const satisfies Record<EdgeTone, string>;

const dots = {
  plain: "fill-edge",
  done: "fill-edge",
  run: "fill-run",
  ahead: "fill-edge-ahead",
  skipped: "fill-line-2",
  failed: "fill-fail",
} as const satisfies Record<EdgeTone, string>;

interface EdgeLineProps {
  readonly edge: VisibleEdge;
  readonly route: readonly Point[];
}

export function EdgeLine({ edge, route }: EdgeLineProps) {
  const { direction } = useGraph();
  useGraphPath(edge.from);
  const store = useGraphPath(edge.to);
  const [hovered, setHovered] = useState(false);
  const tone = edgeTone(store, edge.from, edge.to);
  const path = edgePath(route);
  const end = route.at(-1) ?? { x: 0, y: 0 };
  const middle = edgeMiddle(route);
  const isDimmed = store.isDimmed(edge.from) || store.isDimmed(edge.to);
  const isShown = hovered || store.selectedEdge === edge.id;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what hovering shows is also in the nodes' names and the outline
    <g
      className={`transition-opacity ${isDimmed ? "opacity-25" : ""}`}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      <path d={path} fill="none" strokeWidth={1.5} className={isShown ? "stroke-accent" : strokes[tone]} />
      <path d={path} fill="none" strokeWidth={14} className="stroke-transparent" />
      <circle
        cx={end.x - (direction === "LR" ? 2 : 0)}
        cy={end.y - (direction === "TB" ? 2 : 0)}
        r={3}
        className={isShown ? "fill-accent" : dots[tone]}
      />
      {tone === "failed" ? <Cross at={middle} /> : undefined}
      {isShown && edge.bindings.length > 0 ? (
        <EdgeLabelRenderer>
          <div
            className="pointer-events-none absolute z-20 max-w-90 rounded-control border border-line-2 bg-overlay px-2 py-1 shadow-overlay"
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            <BindingLines edge={edge} />
          </div>
        </EdgeLabelRenderer>
      ) : undefined}
    </g>
  );
}

function Cross({ at }: { readonly at: Point }) {
  return (
    <g transform={`translate(${at.x} ${at.y})`}>
      <circle r={7} className="fill-bg stroke-fail" strokeWidth={1.5} />
      <path d="M-2.5-2.5l5 5m0-5-5 5" className="stroke-fail" strokeWidth={1.5} strokeLinecap="round" />
    </g>
  );
}
