import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useStore, useStoreApi } from "reactflow";
import type { GraphStore } from "../graph-store.ts";
import type { Hover } from "../hover.ts";
import type { VisibleEdge, VisibleGraph } from "../visible.ts";
import { type Drawn, everything, FAR } from "./drawn.ts";
import { contains, type Rect, type Spots, viewOf, widened } from "./spots.ts";

/** A graph of more boxes is never all elements. */
const ALL_UP_TO = 400;
/** In view at once, beside what is in hand. */
const MOST_IN_VIEW = 160;
/** On either side of a node in hand. */
const MOST_NEIGHBOURS = 24;
/** The canvas stands still: elements may take the place of what is painted. */
const SETTLED_MS = 120;

/**
 * Which boxes and edges are elements, and which are only painted.
 *
 * Elements are all of a small graph, unless it is seen from afar. Of others they are what is in view when the canvas
 * stands still and that is little; and always what is in hand (under the pointer, in focus, selected), with its
 * neighbours where they can be read.
 */
export function useDrawn(visible: VisibleGraph, spots: Spots, store: GraphStore, hover: Hover): Drawn {
  const isFar = useStore(({ transform }) => transform[2] < FAR);
  const isPainted = isFar || visible.nodes.length > ALL_UP_TO;
  const view = useSettledView(isPainted && !isFar);
  const inHand = useInHand(store, hover, isPainted);
  const drawn = useMemo(() => {
    if (!isPainted) return everything;
    const seen = view ? spots.within(view) : [];
    const nodes = new Set(seen.length > MOST_IN_VIEW ? [] : seen.map(({ visible: { id } }) => id));
    const held = inHand.split("\n").filter((path) => spots.get(path) !== undefined);
    for (const path of held) {
      nodes.add(path);
      if (isFar) continue;
      for (const links of [store.upstream, store.downstream])
        for (const next of (links.get(path) ?? []).slice(0, MOST_NEIGHBOURS)) if (spots.get(next)) nodes.add(next);
    }
    // The other lines can be painted from near as well: nothing is asked of them.
    const hasEdge = ({ from, to }: VisibleEdge) =>
      !isFar && (held.includes(from) || held.includes(to)) && nodes.has(from) && nodes.has(to);
    return { isPainted, isFar, nodes, held: inHand, hasNode: (path: string) => nodes.has(path), hasEdge };
  }, [isPainted, isFar, view, inHand, spots, store]);
  const [kept, setKept] = useState(drawn);
  if (kept !== drawn && !isSame(kept, drawn)) setKept(drawn);
  return kept;
}

/** Paths, by lines; a text, so that the same paths are the same. */
function useInHand(store: GraphStore, hover: Hover, isWatched: boolean): string {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!isWatched) return () => undefined;
      const ends = [store.subscribeAll(listener), hover.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [store, hover, isWatched],
  );
  return useSyncExternalStore(subscribe, () =>
    isWatched ? [store.selected, store.tabStop, hover.path].filter((path) => path !== undefined).join("\n") : "",
  );
}

/** What is in view and around it; another one only once the canvas stands still somewhere else. */
function useSettledView(isWatched: boolean): Rect | undefined {
  const flow = useStoreApi();
  const [settled, setSettled] = useState<Rect>();
  useEffect(() => {
    if (!isWatched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      const { transform, width, height } = flow.getState();
      const view = viewOf(transform, { width, height });
      const isStillAround = (before: Rect | undefined) =>
        before !== undefined && contains(before, view) && before.width < view.width * 3;
      setSettled((before) => (isStillAround(before) ? before : widened(view, 0.15)));
    };
    settle();
    const end = flow.subscribe((state, before) => {
      if (state.transform === before.transform && state.width === before.width && state.height === before.height)
        return;
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [flow, isWatched]);
  return isWatched ? settled : undefined;
}

/** The same elements are the same object: nothing is drawn again for a node that was an element before. */
const isSame = (a: Drawn, b: Drawn): boolean =>
  a.isPainted === b.isPainted &&
  a.isFar === b.isFar &&
  a.held === b.held &&
  a.nodes.size === b.nodes.size &&
  [...a.nodes].every((path) => b.nodes.has(path));
