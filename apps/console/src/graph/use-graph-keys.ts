import { type KeyboardEvent, useCallback } from "react";
import { useKeyHint } from "../frame/shortcuts.ts";
import type { Spots } from "./canvas/spots.ts";
import type { GraphStore } from "./graph-store.ts";
import type { Direction } from "./layout.ts";
import { isArrowKey, nodeTowards } from "./relatives.ts";

interface GraphKeys {
  readonly store: GraphStore;
  readonly spots: Spots;
  readonly direction: Direction;
  show(path: string): void;
  toggle(path: string): void;
}

/** Arrows go along the edges, + and - open and close the container in focus. */
export function useGraphKeys({ store, spots, direction, show, toggle }: GraphKeys) {
  useKeyHint("Arrows", "In the graph: follow the edges");
  useKeyHint("+ -", "In the graph: open or close the container in focus");
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const path = event.target instanceof HTMLElement ? event.target.dataset.path : undefined;
      if (path === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const shape = spots.get(path)?.visible.shape;
      if ((event.key === "+" && shape === "closed") || (event.key === "-" && shape === "open")) {
        event.preventDefault();
        toggle(path);
        return;
      }
      if (!isArrowKey(event.key)) return;
      event.preventDefault();
      const middles = middlesOf(spots);
      const from = middles.find(({ id }) => id === path);
      if (!from) return;
      const forward = direction === "LR" ? "ArrowRight" : "ArrowDown";
      const links = event.key === forward ? store.downstream : store.upstream;
      const next = nodeTowards(from, event.key, links.get(path) ?? [], middles);
      if (next === undefined) return;
      store.focus(next);
      show(next);
      focusWhenDrawn(event.currentTarget, next);
    },
    [store, spots, direction, show, toggle],
  );
}

const middlesOf = ({ all }: Spots) =>
  all
    .filter(({ visible }) => visible.shape !== "port")
    .map(({ visible: { id }, x, y, width, height }) => ({ id, x: x + width / 2, y: y + height / 2 }));

/** What is out of view is not drawn: the view moves there first. */
function focusWhenDrawn(canvas: HTMLElement, path: string, tries = 20): void {
  const found = canvas.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  if (found) found.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenDrawn(canvas, path, tries - 1));
}
