import { type KeyboardEvent, useCallback } from "react";
import { useKeyHint } from "../frame/shortcuts.ts";
import type { GraphStore } from "./graph-store.ts";
import { cornerOf, type Direction, type Layout } from "./layout.ts";
import { isArrowKey, nodeTowards, type Spot } from "./relatives.ts";
import type { VisibleGraph } from "./visible.ts";

interface GraphKeys {
  readonly store: GraphStore;
  readonly visible: VisibleGraph;
  readonly layout: Layout;
  readonly direction: Direction;
  fit(duration?: number): void;
  show(path: string): void;
  toggle(path: string): void;
}

/** Arrows go along the edges, + and - open and close the container in focus. */
export function useGraphKeys({ store, visible, layout, direction, show, toggle }: GraphKeys) {
  useKeyHint("Arrows", "In the graph: follow the edges");
  useKeyHint("+ -", "In the graph: open or close the container in focus");
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const path = event.target instanceof HTMLElement ? event.target.dataset.path : undefined;
      if (path === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const shape = visible.nodes.find(({ id }) => id === path)?.shape;
      if ((event.key === "+" && shape === "closed") || (event.key === "-" && shape === "open")) {
        event.preventDefault();
        toggle(path);
        return;
      }
      if (!isArrowKey(event.key)) return;
      event.preventDefault();
      const spots = spotsOf(visible, layout);
      const from = spots.find(({ id }) => id === path);
      if (!from) return;
      const forward = direction === "LR" ? "ArrowRight" : "ArrowDown";
      const links = event.key === forward ? store.downstream : store.upstream;
      const next = nodeTowards(from, event.key, links.get(path) ?? [], spots);
      if (next === undefined) return;
      store.focus(next);
      show(next);
      focusWhenDrawn(event.currentTarget, next);
    },
    [store, visible, layout, direction, show, toggle],
  );
}

function spotsOf({ nodes }: VisibleGraph, layout: Layout): Spot[] {
  const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
  return nodes.flatMap(({ id, shape }): Spot[] => {
    const box = layout.nodes.get(id);
    if (!box || shape === "port") return [];
    const { x, y } = cornerOf(id, layout.nodes, parentOf);
    return [{ id, x: x + box.width / 2, y: y + box.height / 2 }];
  });
}

/** What is out of view is not drawn: the view moves there first. */
function focusWhenDrawn(canvas: HTMLElement, path: string, tries = 20): void {
  const found = canvas.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  if (found) found.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenDrawn(canvas, path, tries - 1));
}
