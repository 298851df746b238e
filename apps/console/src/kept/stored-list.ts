import { useSyncExternalStore } from "react";

/** A short list that this browser keeps; what is not of our making counts as nothing. */
export class StoredList<T> {
  readonly #key: string;
  readonly #isItem: (value: unknown) => value is T;
  readonly #most: number;
  #items: readonly T[] | undefined;
  readonly #listeners = new Set<() => void>();

  /** @param most items beyond are forgotten, the last first */
  constructor(key: string, most: number, isItem: (value: unknown) => value is T) {
    this.#key = key;
    this.#most = most;
    this.#isItem = isItem;
    // What another tab changed.
    if (typeof addEventListener === "function")
      addEventListener("storage", (event) => {
        if (event.key === key || event.key === null) this.#change(undefined);
      });
  }

  get items(): readonly T[] {
    this.#items ??= this.#read();
    return this.#items;
  }

  set(items: readonly T[]): void {
    const kept = items.slice(0, this.#most);
    try {
      localStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // Storage is full or forbidden: it lasts as long as the page.
    }
    this.#change(kept);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(items: readonly T[] | undefined): void {
    this.#items = items;
    for (const listener of this.#listeners) listener();
  }

  #read(): readonly T[] {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(stored) ? stored.filter(this.#isItem).slice(0, this.#most) : [];
    } catch {
      return [];
    }
  }
}

export function useStoredList<T>(list: StoredList<T>): readonly T[] {
  return useSyncExternalStore(list.subscribe, () => list.items);
}
