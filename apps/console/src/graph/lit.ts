import type { GraphStore } from "./graph-store.ts";
import { relatives } from "./relatives.ts";
import type { VisibleGraph } from "./visible.ts";

/** Which boxes are lit while a node is pointed at; made once for what is visible. */
export class Lights {
  readonly #parentOf: ReadonlyMap<string, string>;
  readonly #children: ReadonlyMap<string, readonly string[]>;
  readonly #up: ReadonlyMap<string, readonly string[]>;
  readonly #down: ReadonlyMap<string, readonly string[]>;
  readonly #store: GraphStore;

  constructor({ nodes, edges }: VisibleGraph, store: GraphStore) {
    this.#store = store;
    this.#parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
    this.#children = collected(nodes.map(({ id, parent }) => [parent, id]));
    this.#up = collected(edges.map(({ from, to }) => [to, from]));
    this.#down = collected(edges.map(({ from, to }) => [from, to]));
  }

  /** The node itself, or the closed container that it is in; undefined when neither is visible. */
  shown(path: string): string | undefined {
    for (let at = path; at; at = this.#store.containerOf(at)) if (this.#parentOf.has(at)) return at;
    return undefined;
  }

  /** A node's relatives, and what holds or is inside them. */
  around(path: string): ReadonlySet<string> {
    const found = new Set<string>();
    const holders = new Set<string>();
    for (let at = path; at; at = this.#parentOf.get(at) ?? "") {
      if (at !== path) holders.add(at);
      for (const each of relatives(at, this.#up, this.#down)) found.add(each);
    }
    // Sets go through what is added on the way: children of children as well.
    for (const each of found)
      if (!holders.has(each)) for (const child of this.#children.get(each) ?? []) found.add(child);
    return found;
  }
}

function collected(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const list = lists.get(key);
    if (list) list.push(value);
    else lists.set(key, [value]);
  }
  return lists;
}
