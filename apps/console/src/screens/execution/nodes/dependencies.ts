/** What stands around each node of a graph, in words: "after extract, before load". */
import { type Graph, GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";

const MOST = 3;

/** By path; nodes that stand alone are left out. */
export function dependencyWords(graph: Graph | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { path, name, kind } of graph?.nodes ?? [])
    if (kind !== Kind.START && kind !== Kind.END) names.set(path, name);
  const before = new Map<string, Set<string>>();
  const after = new Map<string, Set<string>>();
  for (const { from, to } of graph?.edges ?? []) {
    if (!names.has(from) || !names.has(to)) continue;
    note(before, to, from);
    note(after, from, to);
  }
  const list = (paths: ReadonlySet<string>) => {
    const few = [...paths].slice(0, MOST).map((path) => names.get(path));
    return `${few.join(", ")}${paths.size > MOST ? ` and ${paths.size - MOST} more` : ""}`;
  };
  const words = new Map<string, string>();
  for (const path of names.keys()) {
    const [earlier, later] = [before.get(path), after.get(path)];
    const parts = [earlier ? `after ${list(earlier)}` : "", later ? `before ${list(later)}` : ""];
    if (earlier || later) words.set(path, parts.filter((part) => part !== "").join(", "));
  }
  return words;
}

function note(sides: Map<string, Set<string>>, path: string, other: string): void {
  const side = sides.get(path);
  if (side) side.add(other);
  else sides.set(path, new Set([other]));
}
