import { useCallback, useSyncExternalStore } from "react";

type Listener = () => void;

/** The node under the pointer, shared by the views of a run: a move draws the two rows it concerns and nothing else. */
export class Hover {
  #path: string | undefined;
  readonly #listeners = new Set<Listener>();

  get path(): string | undefined {
    return this.#path;
  }

  set(path: string | undefined): void {
    if (path === this.#path) return;
    this.#path = path;
    for (const listener of this.#listeners) listener();
  }

  /** @returns what ends it */
  subscribe(listener: Listener): Listener {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Whether the pointer is on this node, in whichever view. */
export function useIsHovered(hover: Hover, path: string): boolean {
  const subscribe = useCallback((listener: Listener) => hover.subscribe(listener), [hover]);
  return useSyncExternalStore(subscribe, () => hover.path === path);
}
