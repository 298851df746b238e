/** Which views stand where: what tabs, keys and the split buttons do to the place. */
import type { Place, ViewId } from "../place.ts";

export type Pane = "first" | "second";

type Arrangement = Pick<Place, "view" | "beside">;

/**
 * A view that is in sight is gone to; another takes the place of the one in use.
 *
 * @returns what changes of the place, and the pane that is in use then
 */
export function showView(
  { view, beside }: Arrangement,
  next: ViewId,
  inUse: Pane,
): { readonly change: Partial<Arrangement>; readonly pane: Pane } {
  if (beside === undefined) return { change: next === view ? {} : { view: next }, pane: "first" };
  if (next === view) return { change: {}, pane: "first" };
  if (next === beside) return { change: {}, pane: "second" };
  return { change: inUse === "first" ? { view: next } : { beside: next }, pane: inUse };
}

/** Two views: what stands beside the present one is the graph, or with the graph the timeline. */
export function splitViews({ view, beside }: Arrangement, split: Place["split"]): Partial<Place> {
  return { split, beside: beside ?? (view === "graph" ? "timeline" : "graph") };
}

/** One view: the one in use. */
export function closeSplit({ view, beside }: Arrangement, inUse: Pane): Partial<Place> {
  return { view: inUse === "second" && beside ? beside : view, beside: undefined };
}
