import type { Graph } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useCallback, useState } from "react";
import { rememberClosed, rememberedClosed } from "./closed-memory.ts";
import { isStack } from "./stacks.ts";
import { closedAfter, closedBut } from "./visible.ts";

/** Which containers are to be open. */
export type Opening = "all" | "none" | "failed";

export interface Folding {
  readonly closed: ReadonlySet<string>;
  toggle(path: string): void;
  open(which: Opening, isFailed: (path: string) => boolean): void;
  /** Opens what a node is in. @returns the box that stands for it: its own, or that of the stack it is in */
  reveal(path: string): string;
}

/**
 * Which containers of a graph are closed: as they were left, and for those that came since, as at first.
 *
 * @param isRun only the graph of a run grows by itself
 */
export function useFolding(graph: Graph, isRun: boolean): Folding {
  const [state, setState] = useState(() => ({ graph, closed: rememberedClosed(graph) }));
  let { closed } = state;
  if (state.graph !== graph) {
    if (isRun) closed = closedAfter(state.graph, graph, closed);
    setState({ graph, closed });
  }
  const change = useCallback(
    (next: ReadonlySet<string>) => {
      rememberClosed(graph, next);
      setState({ graph, closed: next });
    },
    [graph],
  );
  const toggle = useCallback(
    (path: string) => {
      const next = new Set(closed);
      if (!next.delete(path)) next.add(path);
      change(next);
    },
    [closed, change],
  );
  const reveal = useCallback(
    (path: string) => {
      const around = containersAround(graph, path);
      const stack = around.find((each) => isStack(each) && closed.has(each));
      if (stack !== undefined) return stack;
      if (around.some((each) => closed.has(each)))
        change(new Set([...closed].filter((each) => !around.includes(each))));
      return path;
    },
    [graph, closed, change],
  );
  return {
    closed,
    toggle,
    reveal,
    open: (which, isFailed) => change(closedBut(graph, which, isFailed)),
  };
}

/** Innermost first. */
function containersAround(graph: Graph, path: string): string[] {
  const parentOf = new Map(graph.nodes.map((node) => [node.path, node.parent]));
  const found = [];
  for (let at = parentOf.get(path); at; at = parentOf.get(at)) found.push(at);
  return found;
}
