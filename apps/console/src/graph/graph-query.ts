/**
 * Nodes by a few words: `load` or `lo*d` by name, `+load` with all before it, `load+2` with two steps after it, `status:failed`.
 * Several words find what any of them finds. What cannot be meant finds nothing.
 */
import type { GraphNode } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { GraphStore } from "./graph-store.ts";
import { lookOf } from "./node-face.ts";
import { isStack } from "./stacks.ts";
import { isPort } from "./visible.ts";

/** Undefined for no words. */
export function graphQuery(text: string, store: GraphStore): ReadonlySet<string> | undefined {
  const words = text
    .trim()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length === 0) return undefined;
  const found = new Set<string>();
  const add = (path: string) => {
    for (const each of isStack(path) ? (store.leaves.get(path) ?? []) : [path]) if (!ports.has(each)) found.add(each);
  };
  const ports = new Set(store.graph.nodes.filter(isPort).map(({ path }) => path));
  const nodes = store.graph.nodes.filter(({ path }) => !isStack(path));
  for (const word of words) {
    const { before = "", pattern = "", after = "" } = wordParts.exec(word)?.groups ?? {};
    const starts = startsOf(pattern, nodes, store);
    for (const path of reach(starts, stepsOf(before), store.upstream)) add(path);
    for (const path of reach(starts, stepsOf(after), store.downstream)) add(path);
  }
  return found;
}

const wordParts = /^(?<before>\d*\+)?(?<pattern>.*?)(?<after>\+\d*)?$/;

/** "+" is all the way, "+2" and "2+" two steps, nothing none. */
function stepsOf(text: string): number {
  if (text === "") return 0;
  const digits = text.replace("+", "");
  return digits === "" ? Number.POSITIVE_INFINITY : Number(digits);
}

/** By path, which only one has; else by name or id; else by a part of these. */
function startsOf(pattern: string, nodes: readonly GraphNode[], store: GraphStore): string[] {
  const status = /^status:(.+)$/i.exec(pattern)?.[1]?.toLowerCase();
  const isWanted = (each: GraphNode) =>
    lookOf(store.summary(each.path), each).word.toLowerCase().replaceAll(" ", "_") === status;
  if (status !== undefined) return nodes.filter(isWanted).map(({ path }) => path);
  if (pattern === "") return [];
  if (store.byPath.has(pattern)) return [pattern];
  const parts = pattern.toLowerCase().split("*");
  const found = (how: (text: string) => boolean) =>
    nodes
      .filter(({ name, id, path }) => [name, id, path].some((each) => how(each.toLowerCase())))
      .map(({ path }) => path);
  const whole = found((text) => fits(text, parts));
  return whole.length > 0 || parts.length > 1 ? whole : found((text) => text.includes(pattern.toLowerCase()));
}

/** Whether the parts stand in the text one after the other, the first at its beginning and the last at its end. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const next = text.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return at <= text.length - last.length;
}

/** What lies so many steps along the links; what is linked to the nodes of a stack is linked to the stack. */
function reach(
  starts: readonly string[],
  steps: number,
  links: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const seen = new Set(starts);
  let open = [...starts];
  for (let step = 0; step < steps && open.length > 0; step += 1) {
    open = [...new Set(open.flatMap((path) => (links.get(path) ?? []).filter((each) => !seen.has(each))))];
    for (const each of open) seen.add(each);
  }
  return seen;
}
