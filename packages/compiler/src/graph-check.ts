/**
 * Completes the graph with start-node and end-node, and checks that it has no loops and every node can be reached.
 */
import type { Mode, Report } from "./findings.ts";
import { components, connect, type Graph, reach, shortestLoop } from "./graph.ts";
import { sortedIds } from "./node-check.ts";
import { endNodeId, type NodeRecord, startNodeId } from "./node-tree.ts";
import type { Trail } from "./trail.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** A node that comes after nothing comes after start-node, one that nothing comes after before end-node. */
export function connectEnds(graph: Graph, top: readonly NodeRecord[]): void {
  for (const id of sortedIds(top)) {
    if (!graph.upstream.has(id)) connect(graph, startNodeId, id, undefined, "both");
    if (!graph.downstream.has(id)) connect(graph, id, endNodeId, undefined, "both");
  }
}

/** Reports loops, each once; where there are none, nodes that are never reached. */
export function checkGraph(graph: Graph, top: readonly NodeRecord[], root: Trail, report: Report, mode: Mode): void {
  const records = new Map(top.map((record) => [record.id, record]));
  const successors = (id: string) => graph.downstream.get(id)?.keys() ?? [];
  const reached = reach([startNodeId], successors);
  const loops = components([startNodeId, ...sortedIds(top)], successors);
  if (loops.length > 0) {
    for (const members of loops) reportLoop(members, graph, reached, records, root, report);
    return;
  }
  const lost = top.filter(({ id }) => !reached.has(id));
  if (lost.length === 0) return;
  const missing = [...graph.downstream.keys()].filter(
    (id) => !records.has(id) && id !== startNodeId && id !== endNodeId,
  );
  const afterMissing = reach(missing.sort(compareUtf8), successors);
  for (const { id, at } of lost) {
    const cause = rootCause(id, afterMissing);
    // Where a node that does not exist is an error itself, what comes after it is not reported again.
    if (cause !== undefined && mode === "strict") continue;
    const why =
      cause === undefined ? "nothing that starts leads to it" : `it waits for "${cause}", which does not exist`;
    report({
      code: "UnreachableNodes",
      facts: cause === undefined ? { node: id } : { node: id, missing: cause },
      nodeId: startNodeId,
      node: id,
      at,
      message: `Node ${id} is never reached: ${why}`,
    });
  }
}

function rootCause(id: string, parents: ReadonlyMap<string, string>): string | undefined {
  if (!parents.has(id)) return undefined;
  let at = id;
  for (let parent = parents.get(at); parent; parent = parents.get(at)) at = parent;
  return at;
}

function reportLoop(
  members: readonly string[],
  graph: Graph,
  reached: ReadonlyMap<string, string>,
  records: ReadonlyMap<string, NodeRecord>,
  root: Trail,
  report: Report,
): void {
  const smallest = members.toSorted(compareUtf8)[0] ?? "";
  const loop = shortestLoop(smallest, new Set(members), (id) => graph.downstream.get(id)?.keys() ?? []) ?? [smallest];
  const walk: string[] = [...loop, smallest];
  for (let at = reached.get(smallest); at; at = reached.get(at)) walk.unshift(at);
  const edges = loop.map((from, index) => {
    const to = loop[(index + 1) % loop.length] ?? from;
    return { from, to, at: graph.downstream.get(from)?.get(to) };
  });
  // The edge that comes back to the smallest node stands in that node: the place to cut.
  const back = edges.at(-1);
  report({
    code: "CycleDetected",
    facts: { cycle: loop, walk },
    nodeId: startNodeId,
    node: smallest,
    at: back?.at ?? records.get(smallest)?.at ?? root,
    message: `Nodes wait for each other: ${[...loop, smallest].join(" → ")}`,
    related: edges.flatMap(({ from, to, at }) => (at ? [{ at, message: `${to} comes after ${from}` }] : [])),
  });
}
