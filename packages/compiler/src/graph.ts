/**
 * Graphs of nodes: who comes before whom, loops, and what can be reached. No recursion: chains may be long.
 */
import { create } from "@bufbuild/protobuf";
import { type ConnectionSet, ConnectionSetSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Trail } from "./trail.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** Edges both ways, each with the field that makes it (undefined where the compiler adds it). */
export interface Graph {
  readonly downstream: Map<string, Map<string, Trail>>;
  /** Also holds what branch children and the failure node read: those are not scheduled by it. */
  readonly upstream: Map<string, Set<string>>;
}

/** A graph without edges. */
export function emptyGraph(): Graph {
  return { downstream: new Map(), upstream: new Map() };
}

/** Adds an edge; `direction` upstream leaves the provider's side alone. */
export function connect(graph: Graph, from: string, to: string, at: Trail, direction: "both" | "upstream"): void {
  const before = graph.upstream.get(to);
  if (before) before.add(from);
  else graph.upstream.set(to, new Set([from]));
  if (direction === "upstream") return;
  const after = graph.downstream.get(from);
  if (!after) graph.downstream.set(from, new Map([[to, at]]));
  else if (!after.has(to)) after.set(to, at);
}

/** The graph in the closure's form: keys and lists in the order of their UTF-8 bytes. */
export function toConnections({ downstream, upstream }: Graph): ConnectionSet {
  const listed = (edges: Map<string, Iterable<string>>) =>
    Object.fromEntries(
      [...edges].sort(([a], [b]) => compareUtf8(a, b)).map(([id, ids]) => [id, { ids: [...ids].sort(compareUtf8) }]),
    );
  const after = new Map([...downstream].map(([id, ids]) => [id, ids.keys()]));
  return create(ConnectionSetSchema, { downstream: listed(after), upstream: listed(upstream) });
}

type Successors = (id: string) => Iterable<string>;

/** Everything that can be reached from the given nodes, with the node it was first reached from; these come from "". */
export function reach(from: Iterable<string>, successors: Successors): Map<string, string> {
  const parents = new Map<string, string>();
  for (const id of from) parents.set(id, "");
  // A map hands out what is added while it is walked: this is the queue.
  for (const id of parents.keys()) {
    for (const next of successors(id)) if (!parents.has(next)) parents.set(next, id);
  }
  return parents;
}

/**
 * The strongly connected components that hold a loop: more than one node, or one with an edge to itself.
 *
 * Tarjan's algorithm with its stack written out.
 */
export function components(ids: Iterable<string>, successors: Successors): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const lower = (id: string, value: number) => low.set(id, Math.min(low.get(id) ?? value, value));
  const enter = (id: string) => {
    low.set(id, order.size);
    order.set(id, order.size);
    open.push(id);
    isOpen.add(id);
    return { id, rest: successors(id)[Symbol.iterator]() };
  };
  for (const root of ids) {
    if (order.has(root)) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const next = frame.rest.next();
      if (!next.done) {
        const seen = order.get(next.value);
        if (seen === undefined) frames.push(enter(next.value));
        else if (isOpen.has(next.value)) lower(frame.id, seen);
        continue;
      }
      frames.pop();
      const { id } = frame;
      const parent = frames.at(-1);
      if (parent) lower(parent.id, low.get(id) ?? 0);
      if (low.get(id) !== order.get(id)) continue;
      const members = open.splice(open.lastIndexOf(id));
      for (const member of members) isOpen.delete(member);
      if (members.length > 1 || [...successors(id)].includes(id)) found.push(members);
    }
  }
  return found;
}

/** The shortest loop through a node inside a set of nodes, beginning with it; undefined when there is none. */
export function shortestLoop(start: string, within: ReadonlySet<string>, successors: Successors): string[] | undefined {
  const parents = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const next of successors(id)) {
      if (!within.has(next)) continue;
      if (next === start) return [...pathTo(id, start, parents)];
      if (parents.has(next)) continue;
      parents.set(next, id);
      queue.push(next);
    }
  }
  return undefined;
}

function pathTo(id: string, start: string, parents: ReadonlyMap<string, string>): string[] {
  const path = [id];
  for (let at = id; at !== start; ) {
    at = parents.get(at) ?? start;
    path.push(at);
  }
  return path.reverse();
}
