import { useIsNarrow } from "../../ui/media.ts";

/** Which sides of the workbench are seen; the URL's `view`. */
export type View = "text" | "both" | "graph";

export function parseView(given: string | null): View {
  return given === "text" || given === "graph" ? given : "both";
}

interface Sides {
  readonly view: View;
  readonly text: boolean;
  readonly graph: boolean;
  /** Classes of the grid that holds them. */
  readonly columns: string;
}

/** On a phone there is room for one: the text, unless the graph is asked for. */
export function useSides(asked: View): Sides {
  const isNarrow = useIsNarrow();
  const view = isNarrow && asked === "both" ? "text" : asked;
  return {
    view,
    text: view !== "graph",
    graph: view !== "text",
    columns:
      view === "both" ? "grid-cols-[minmax(0,1fr)_minmax(0,46%)] max-lg:grid-cols-1" : "grid-cols-[minmax(0,1fr)]",
  };
}
