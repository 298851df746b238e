import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { useCallback, useLayoutEffect, useRef } from "react";
import { useReactFlow } from "reactflow";
import { contains, type Rect, type Spots, viewOf } from "./canvas/spots.ts";
import type { GraphStore } from "./graph-store.ts";
import type { Layout, Point } from "./layout.ts";
import type { Size } from "./use-canvas-size.ts";
import { startingViewport } from "./viewport.ts";
import type { VisibleGraph } from "./visible.ts";

/** The least zoom at which what was asked for is shown. */
export const READABLE = 0.6;
const EASE_MS = 150;
/** For so long what opens beside the graph is part of its being opened. */
const OPENING_MS = 1000;

/** Whose the view is; lives as long as the graph is shown. */
export interface Hand {
  /** The user moved it: it is never fitted again, unless they ask for it. */
  isUsers: boolean;
  /** And they did so since the boxes were placed: they are not placed again. */
  hasMoved: boolean;
  /** Path of the box that stays where it is while others make room. */
  anchor: string | undefined;
}

interface ViewOf {
  readonly hand: Hand;
  readonly size: Size | undefined;
  readonly layout: Layout;
  readonly spots: Spots;
  readonly visible: VisibleGraph;
  readonly store: GraphStore;
}

/** What part of the graph is seen. It is the user's: all that happens by itself is the first fit, and making room. */
export function useView({ hand, size, layout, spots, visible, store }: ViewOf) {
  const flow = useReactFlow();
  const before = useRef<Spots>(undefined);
  const opened = useRef(performance.now());

  const fit = useCallback(
    (duration = 0) => {
      if (size)
        void flow.setViewport(startingViewport(layout, size, firstSpot(visible, spots, store), visible.nodes.length), {
          duration: eased(duration),
        });
    },
    [flow, layout, spots, visible, store, size],
  );
  const show = useCallback(
    (path: string, zoom = flow.getZoom()) => {
      const spot = spots.get(path);
      if (spot) void flow.setCenter(...middleOf(spot), { zoom, duration: eased(EASE_MS) });
    },
    [flow, spots],
  );
  /** Brings a box into the view, if it is not there. */
  const bring = useCallback(
    (path: string, zoom = flow.getZoom()) => {
      const spot = spots.get(path);
      const { x, y, zoom: now } = flow.getViewport();
      if (spot && size && !contains(viewOf([x, y, now], size), spot)) show(path, zoom);
    },
    [flow, spots, size, show],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: only new places and another size move anything
  useLayoutEffect(() => {
    if (!size) return;
    const last = before.current;
    before.current = spots;
    const isOpening = last === undefined || performance.now() - opened.current < OPENING_MS;
    const [was, is] = [last?.get(hand.anchor ?? ""), spots.get(hand.anchor ?? "")];
    if (!hand.isUsers && (isOpening || last !== spots)) fit(isOpening ? 0 : EASE_MS);
    else if (was && is) {
      const { x, y, zoom } = flow.getViewport();
      void flow.setViewport({ x: x + (was.x - is.x) * zoom, y: y + (was.y - is.y) * zoom, zoom });
    }
  }, [layout, size]);

  return { fit, show, bring };
}

const eased = (duration: number) => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : duration);

const middleOf = ({ x, y, width, height }: Rect): [number, number] => [x + width / 2, y + height / 2];

/** The middle of what failed first, else of where the workflow begins. */
function firstSpot({ nodes }: VisibleGraph, spots: Spots, store: GraphStore): Point {
  const failed = nodes.find(({ id, shape }) => shape !== "open" && failures.has(store.summary(id)?.phase ?? 0));
  const first = failed ?? nodes.find(({ rank }) => rank === "first") ?? nodes[0];
  const spot = first && spots.get(first.id);
  const [x, y] = spot ? middleOf(spot) : [0, 0];
  return { x, y };
}

const failures: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT]);
