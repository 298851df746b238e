import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { GraphStore } from "./graph-store.ts";
import type { Direction } from "./layout.ts";

/** What the canvas's own pieces share; nothing in it changes while a graph is shown, except by opening a container. */
export interface GraphTools {
  readonly store: GraphStore;
  readonly direction: Direction;
  /** Boxes are painted; elements only frame them. */
  readonly isFar: boolean;
  onSelect(path: string): void;
  onToggle(path: string): void;
  /** Goes into a container; absent where there is no way into one. */
  readonly onEnter: ((path: string) => void) | undefined;
  /** What a node of a run wrote, each value as a short text; absent of a graph without a run. */
  readonly readOutputs: ((path: string) => Promise<ReadonlyMap<string, string>>) | undefined;
  /** Asks what a gate waits for; absent where nobody can be asked. */
  readonly onAnswer: ((path: string) => void) | undefined;
  onHover(path: string | undefined): void;
}

const GraphContext = createContext<GraphTools | undefined>(undefined);

export const GraphProvider = GraphContext.Provider;

export function useGraph(): GraphTools {
  const tools = useContext(GraphContext);
  if (!tools) throw new Error("A node or edge was drawn outside of a WorkflowGraph");
  return tools;
}

/** Renders again when something about this path changed, and only then. */
export function useGraphPath(path: string): GraphStore {
  const { store } = useGraph();
  const subscribe = useCallback((listener: () => void) => store.subscribe(path, listener), [store, path]);
  useSyncExternalStore(subscribe, () => store.version(path));
  return store;
}
