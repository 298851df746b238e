import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMemo, useRef, useState } from "react";
import { graphQuery } from "./graph-query.ts";
import type { GraphStore } from "./graph-store.ts";
import type { VisibleGraph } from "./visible.ts";

/**
 * What is looked for in the graph: the boxes to be lit, and a way from one to the next.
 *
 * @param first what was looked for before
 * @param nodes asked by their status only: another object asks anew
 */
export function useGraphFind(
  store: GraphStore,
  visible: VisibleGraph,
  nodes: ReadonlyMap<string, NodeSummary> | undefined,
  first = "",
) {
  const [text, setText] = useState(first);
  const at = useRef(-1);
  const watched = text.includes("status:") ? nodes : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are in the store; they say when to ask anew
  const found = useMemo(() => graphQuery(text, store), [text, store, watched]);
  const boxes = useMemo(() => (found ? boxesOf(found, visible, store) : undefined), [found, visible, store]);
  return {
    text,
    setText: (next: string) => {
      at.current = -1;
      setText(next);
    },
    count: found?.size,
    lit: boxes,
    /** The box of the next one that was found. */
    next: (): string | undefined => {
      const list = visible.nodes.map(({ id }) => id).filter((id) => boxes?.has(id) && !isAround(id, boxes, store));
      at.current = list.length === 0 ? -1 : (at.current + 1) % list.length;
      return list[at.current];
    },
  };
}

/** Each by itself, or by the closed container or stack that it is in; and the open containers around them. */
function boxesOf(found: ReadonlySet<string>, { nodes }: VisibleGraph, store: GraphStore): ReadonlySet<string> {
  const drawn = new Set(nodes.map(({ id }) => id));
  const boxes = new Set<string>();
  for (const path of found) for (let at = path; at; at = store.containerOf(at)) if (drawn.has(at)) boxes.add(at);
  return boxes;
}

/** Only lit because something in it is. */
function isAround(id: string, boxes: ReadonlySet<string>, store: GraphStore): boolean {
  for (const each of boxes) if (store.containerOf(each) === id) return true;
  return false;
}
