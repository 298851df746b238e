/**
 * The graph after an edit, made of the one before it: building ten thousand lists anew for one that changed would cost
 * more than the check.
 */
import type { ConnectionSet } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Graph, type Links, sortedOnce, toIdList } from "./graph.ts";
import { endNodeId, startNodeId } from "./node-tree.ts";

/** What one node reads and comes after, before and now. */
export interface LinkChange {
  readonly before: Links;
  readonly now: Links;
}

/** Lists that are not what they were, by node id. */
export interface GraphPatch {
  readonly downstream: ReadonlyMap<string, readonly string[]>;
  readonly upstream: ReadonlyMap<string, readonly string[]>;
}

/**
 * The lists that change with some links, where the nodes and the workflow's outputs are the same.
 *
 * @param graph a whole one: no loops, nothing that waits for what does not exist
 * @param read the nodes that the workflow's outputs read
 * @returns undefined where a node gains its first list or loses its last: the graph is then built anew
 */
export function patchOf(
  { downstream, upstream }: Graph,
  changes: readonly LinkChange[],
  read: readonly string[],
): GraphPatch | undefined {
  const after = new Map<string, Set<string>>();
  const listOf = (id: string) => {
    const list = after.get(id) ?? new Set(downstream.get(id));
    after.set(id, list);
    return list;
  };
  const into = new Map<string, readonly string[]>();
  for (const { before, now } of changes) {
    if (!now.isScheduled) {
      if (before.providers.length === 0 || now.providers.length === 0) return undefined;
      into.set(now.id, now.providers);
      continue;
    }
    for (const provider of withStart(before)) listOf(provider).delete(now.id);
    for (const provider of withStart(now)) listOf(provider).add(now.id);
    into.set(now.id, withStart(now));
  }

  const ends = new Set(upstream.get(endNodeId));
  for (const [id, list] of after) {
    if (id === startNodeId) continue;
    // A node that nothing else comes after comes before end-node.
    const isLast = read.includes(id) || list.size === (list.has(endNodeId) ? 1 : 0);
    for (const set of [list, ends]) {
      const other = set === list ? endNodeId : id;
      if (isLast) set.add(other);
      else set.delete(other);
    }
  }
  into.set(endNodeId, sortedOnce([...ends]));

  for (const [id, list] of after) if (!downstream.has(id) || list.size === 0) return undefined;
  return {
    downstream: new Map([...after].map(([id, list]) => [id, sortedOnce([...list])])),
    upstream: into,
  };
}

/** The graph with a patch. */
export function patchGraph(graph: Graph, patch: GraphPatch): Graph {
  const patched = (lists: Graph["downstream"], changed: GraphPatch["downstream"]) => {
    const copy = new Map(lists);
    for (const [id, list] of changed) copy.set(id, list);
    return copy;
  };
  return {
    downstream: patched(graph.downstream, patch.downstream),
    upstream: patched(graph.upstream, patch.upstream),
  };
}

/** The closure's form of a graph with a patch; every id has a list before. */
export function patchConnections(connections: ConnectionSet, patch: GraphPatch): ConnectionSet {
  const patched = (lists: ConnectionSet["downstream"], changed: GraphPatch["downstream"]) => {
    const copy = { ...lists };
    for (const [id, list] of changed) copy[id] = toIdList(list);
    return copy;
  };
  return {
    ...connections,
    downstream: patched(connections.downstream, patch.downstream),
    upstream: patched(connections.upstream, patch.upstream),
  };
}

function withStart({ providers }: Links): readonly string[] {
  return providers.length === 0 ? [startNodeId] : providers;
}
