/**
 * Graphs of nodes: who comes before whom, loops, and what can be reached. No recursion: chains may be long.
 */
import { create } from "@bufbuild/protobuf";
import {
  type ConnectionSet,
  type ConnectionSet_IdList,
  ConnectionSetSchema,
} from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { sortUtf8 } from "./utf8-order.ts";

/** The edges into one node. */
export interface Links {
  readonly id: string;
  /** Sorted, each once. */
  readonly providers: readonly string[];
  /** False for branch children and the failure node: what they read is noted, but does not schedule them. */
  readonly isScheduled: boolean;
}

/** Edges both ways; lists in the order of their UTF-8 bytes, each id once. */
export interface Graph {
  readonly downstream: ReadonlyMap<string, readonly string[]>;
  /** Also holds what nodes that are not scheduled read. */
  readonly upstream: ReadonlyMap<string, readonly string[]>;
}

/** The graph of some links. */
export function graphOf(links: readonly Links[]): Graph {
  const upstream = new Map<string, readonly string[]>();
  const scheduled = new Map<string, readonly string[]>();
  for (const { id, providers, isScheduled } of links) {
    if (providers.length === 0) continue;
    const others = upstream.get(id);
    upstream.set(id, others ? sortedOnce([...others, ...providers]) : providers);
    if (!isScheduled) continue;
    const before = scheduled.get(id);
    scheduled.set(id, before ? sortedOnce([...before, ...providers]) : providers);
  }
  const downstream = new Map<string, string[]>();
  // In this order each list comes out sorted.
  for (const id of sortUtf8([...scheduled.keys()])) {
    for (const provider of scheduled.get(id) ?? []) {
      const after = downstream.get(provider);
      if (after) after.push(id);
      else downstream.set(provider, [id]);
    }
  }
  return { downstream, upstream };
}

/** Ids in the order of their UTF-8 bytes, each once. */
export function sortedOnce(ids: readonly string[]): string[] {
  return ids.length < 2 ? [...ids] : sortUtf8([...new Set(ids)]);
}

/** The graph in the closure's form: keys and lists in the order of their UTF-8 bytes. */
export function toConnections({ downstream, upstream }: Graph): ConnectionSet {
  const listed = (edges: Graph["downstream"]) =>
    Object.fromEntries(sortUtf8([...edges.keys()]).map((id) => [id, toIdList(edges.get(id) ?? [])]));
  return create(ConnectionSetSchema, { downstream: listed(downstream), upstream: listed(upstream) });
}

/** A list of the closure; a copy, because whoever gets a closure may do with it what he likes. */
export function toIdList(ids: readonly string[]): ConnectionSet_IdList {
  return { $typeName: "flyteidl.core.ConnectionSet.IdList", ids: [...ids] };
}

/**
 * What can be reached from a node in an order that keeps every edge: everything, where nothing loops and nothing waits
 * for what does not come. Costs less than looking for the fault.
 */
export function inOrder(from: string, { downstream, upstream }: Graph): string[] {
  const waiting = new Map<string, number>();
  const ready = [from];
  // A list hands out what is pushed while it is walked: this is the queue.
  for (const id of ready) {
    for (const next of downstream.get(id) ?? []) {
      const left = (waiting.get(next) ?? upstream.get(next)?.length ?? 0) - 1;
      if (left === 0) ready.push(next);
      else waiting.set(next, left);
    }
  }
  return ready;
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
