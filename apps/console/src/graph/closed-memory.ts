/** Which containers a reader left closed, per workflow, for as long as the tab lives. */
import type { Graph } from "@skein/spec/gen/skein/console/v1/console_pb";
import { containersOf, initiallyClosed } from "./visible.ts";

export function rememberedClosed(graph: Graph): ReadonlySet<string> {
  const stored = read(keyOf(graph));
  if (stored === null) return initiallyClosed(graph);
  const known = new Set(containersOf(graph));
  return new Set(stored.split("\n").filter((path) => known.has(path)));
}

export function rememberClosed(graph: Graph, closed: ReadonlySet<string>): void {
  try {
    sessionStorage.setItem(keyOf(graph), [...closed].join("\n"));
  } catch {
    // Storage is full or forbidden: it is remembered as long as the page.
  }
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The same containers are the same workflow, as far as this memory goes. */
const keyOf = (graph: Graph) => `skein.closed ${containersOf(graph).join(" ").slice(0, 400)}`;
