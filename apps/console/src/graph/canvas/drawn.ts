import type { VisibleEdge } from "../visible.ts";

/** Below this zoom glyphs and words cannot be told apart any more. */
export const FAR = 0.35;

/** Which boxes and edges of a graph are elements. */
export interface Drawn {
  /** Something of the graph is painted: elements are but a part of it. */
  readonly isPainted: boolean;
  /** All of it is painted, and what is in hand only framed: it is seen from so far away. */
  readonly isFar: boolean;
  /** Those that are elements, where not all are. */
  readonly nodes: ReadonlySet<string>;
  /** What is in hand, of which there are lines. */
  readonly held: string;
  hasNode(path: string): boolean;
  hasEdge(edge: VisibleEdge): boolean;
}

/** Of a small graph, seen from near. */
export const everything: Drawn = {
  isPainted: false,
  isFar: false,
  nodes: new Set(),
  held: "",
  hasNode: () => true,
  hasEdge: () => true,
};
