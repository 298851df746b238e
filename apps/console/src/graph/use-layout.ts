import { useEffect, useMemo, useState } from "react";
import type { Direction, Layout, LayoutGraph } from "./layout.ts";
import { layoutGraph } from "./layout.ts";
import { PLACED_HERE_UP_TO, placeElsewhere } from "./place-elsewhere.ts";
import { sharedRefiner } from "./refine.ts";

interface Kept {
  readonly key: string;
  readonly layout: Layout;
}

const nowhere: Layout = { nodes: new Map(), routes: new Map(), width: 0, height: 0 };

/**
 * The placement to draw: at once our own, and soon after, for small graphs, ELK's. Large ones are placed in a worker;
 * until they are, nothing has a place.
 *
 * @param key     names the graph, what is closed and the direction; only its change lays out anew
 * @param touched asked before places move: whether the user has taken the canvas in hand
 */
export function useLayout(
  key: string,
  graph: LayoutGraph,
  direction: Direction,
  touched: () => boolean,
): { readonly layout: Layout; readonly isRefined: boolean; readonly isPending: boolean } {
  const [refined, setRefined] = useState<Kept>();
  const isLarge = graph.nodes.length > PLACED_HERE_UP_TO;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names all of the graph
  const here = useMemo(() => (isLarge ? undefined : layoutGraph(graph, direction)), [key]);
  const elsewhere = usePlacedElsewhere(isLarge ? key : undefined, graph, direction);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; `touched` is read when the answer comes
  useEffect(() => {
    if (isLarge) return;
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
  if (refined?.key === key) return { layout: refined.layout, isRefined: true, isPending: false };
  const first = here ?? elsewhere;
  return { layout: first ?? nowhere, isRefined: false, isPending: first === undefined };
}

/** @param key undefined: it is placed here */
function usePlacedElsewhere(key: string | undefined, graph: LayoutGraph, direction: Direction): Layout | undefined {
  const [placed, setPlaced] = useState<Kept>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names all of the graph
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    void placeElsewhere(graph, direction)
      .catch(() => layoutGraph(graph, direction)) // no worker: slowly, here
      .then((layout) => {
        if (isCurrent) setPlaced({ key, layout });
      });
    return () => {
      isCurrent = false;
    };
  }, [key]);
  // Until it is placed anew, what was placed stays where it was.
  return key === undefined ? undefined : placed?.layout;
}

/** The direction in which a graph is seen larger on a canvas of this size; downwards unless sideways is clearly better. */
export function betterDirection(graph: LayoutGraph, canvas: { width: number; height: number }): Direction {
  if (graph.nodes.length > 400) return "TB"; // two layouts more would be felt
  const zoom = ({ width, height }: Layout) =>
    Math.min(1, canvas.width / Math.max(width, 1), canvas.height / Math.max(height, 1));
  const [down, across] = [zoom(layoutGraph(graph, "TB")), zoom(layoutGraph(graph, "LR"))];
  return across > down * 1.25 ? "LR" : "TB";
}
