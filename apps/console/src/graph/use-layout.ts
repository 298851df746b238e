import { useEffect, useMemo, useState } from "react";
import type { Direction, Layout, LayoutGraph } from "./layout.ts";
import { layoutGraph } from "./layout.ts";
import { sharedRefiner } from "./refine.ts";

interface Refined {
  readonly key: string;
  readonly layout: Layout;
}

/**
 * The placement to draw: at once our own, and soon after, for small graphs, ELK's.
 *
 * @param key     names the graph, what is closed and the direction; only its change lays out anew
 * @param touched asked before places move: whether the user has taken the canvas in hand
 */
export function useLayout(
  key: string,
  graph: LayoutGraph,
  direction: Direction,
  touched: () => boolean,
): { readonly layout: Layout; readonly isRefined: boolean } {
  const [refined, setRefined] = useState<Refined>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names all of the graph
  const first = useMemo(() => layoutGraph(graph, direction), [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; `touched` is read when the answer comes
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      sharedRefiner()
        .refine(key, graph, direction)
        .then(
          (layout) => {
            if (isCurrent && layout && !touched()) setRefined({ key, layout });
          },
          () => undefined, // no worker: the first placement stays
        );
    }, 50); // after the first paint
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);
  return refined?.key === key ? { layout: refined.layout, isRefined: true } : { layout: first, isRefined: false };
}

/** The direction in which a graph is seen larger on a canvas of this size; downwards unless sideways is clearly better. */
export function betterDirection(graph: LayoutGraph, canvas: { width: number; height: number }): Direction {
  if (graph.nodes.length > 400) return "TB"; // two layouts more would be felt
  const zoom = ({ width, height }: Layout) =>
    Math.min(1, canvas.width / Math.max(width, 1), canvas.height / Math.max(height, 1));
  const [down, across] = [zoom(layoutGraph(graph, "TB")), zoom(layoutGraph(graph, "LR"))];
  return across > down * 1.25 ? "LR" : "TB";
}
