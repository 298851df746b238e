/** Which containers a reader left closed, for each of the last workflows they looked at. */
import type { Graph } from "@skein/spec/gen/skein/console/v1/console_pb";
import { containersOf, initiallyClosed } from "./visible.ts";

const KEY = "skein.closed";
const MOST = 50;

/** Which workflow, and the paths of its closed containers; the newest first. */
type Memory = (readonly [workflow: string, closed: readonly string[]])[];

export function rememberedClosed(graph: Graph): ReadonlySet<string> {
  const stored = read().find(([workflow]) => workflow === nameOf(graph));
  if (!stored) return initiallyClosed(graph);
  const known = new Set(containersOf(graph));
  return new Set(stored[1].filter((path) => known.has(path)));
}

export function rememberClosed(graph: Graph, closed: ReadonlySet<string>): void {
  const name = nameOf(graph);
  const others = read().filter(([workflow]) => workflow !== name);
  try {
    localStorage.setItem(KEY, JSON.stringify([[name, [...closed]], ...others].slice(0, MOST)));
  } catch {
    // Storage is full or forbidden: it is remembered as long as the page.
  }
}

/** What is not of our making counts as nothing. */
function read(): Memory {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  } catch {
    return [];
  }
}

const isEntry = (value: unknown): value is Memory[number] =>
  Array.isArray(value) && typeof value[0] === "string" && Array.isArray(value[1]);

/** The same containers are the same workflow, as far as this memory goes. */
const nameOf = (graph: Graph) => containersOf(graph).join(" ").slice(0, 400);
