import { useSyncExternalStore } from "react";

/**
 * The files on their way to being registered: dropped anywhere, picked, pasted, or taken from an example.
 *
 * Two screens share it (the drop target over every page, and Upload), and files cannot be in a URL: hence a store.
 */
export interface BasketFile {
  /** As dropped; may hold a folder path. */
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

export interface Basket {
  readonly files: readonly BasketFile[];
  /** Files that were not taken, each with the reason and the remedy. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  readonly filledAt: number;
  /** Another for every content, so that an answer can be told from an answer about other files. */
  readonly revision: number;
}

const empty: Basket = { files: [], refused: [], filledAt: 0, revision: 0 };
let basket = empty;
const listeners = new Set<() => void>();

function set(next: Omit<Basket, "revision">): void {
  basket = { ...next, revision: basket.revision + 1 };
  for (const listener of listeners) listener();
}

/** Adds files; one of a name already there takes its place. */
export function addToBasket(files: readonly BasketFile[], refused: Basket["refused"] = []): void {
  const names = new Set(files.map((file) => file.name));
  set({
    files: [...basket.files.filter((file) => !names.has(file.name)), ...files],
    refused: [...basket.refused, ...refused],
    filledAt: Date.now(),
  });
}

/** Starts over with these files. */
export function fillBasket(files: readonly BasketFile[], refused: Basket["refused"] = []): void {
  set({ files, refused, filledAt: Date.now() });
}

export function removeFromBasket(name: string): void {
  set({ ...basket, files: basket.files.filter((file) => file.name !== name) });
}

export function emptyBasket(): void {
  set(empty);
}

export function useBasket(): Basket {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => basket,
  );
}
