/**
 * What is wrong with the graph of a workflow: loops, and nodes that are never reached.
 */
import type { Mode, Report } from "./findings.ts";
import { components, type Graph, reach, shortestLoop } from "./graph.ts";
import type { CheckedNodes } from "./node-check.ts";
import { endNodeId, type NodeGroup, type NodeRecord, startNodeId } from "./node-tree.ts";
import type { Trail } from "./trail.ts";
import { compareUtf8, sortUtf8 } from "./utf8-order.ts";

/** Reports loops, each once; where there are none, nodes that are never reached. Only for a graph that is not whole. */
export function checkGraph(graph: Graph, checked: CheckedNodes, root: Trail, report: Report, mode: Mode): void {
  const { top } = checked.index;
  const records = new Map(top.map((record) => [record.id, record]));
  const successors = (id: string) => graph.downstream.get(id) ?? [];
  const reached = reach([startNodeId], successors);
  const loops = components([startNodeId, ...sortUtf8([...records.keys()])], successors);
  if (loops.length > 0) {
    const edges = edgePlaces(checked);
    for (const members of loops) reportLoop(members, graph, edges, reached, records, root, report);
    return;
  }
  const lost = top.filter(({ id }) => !reached.has(id));
  if (lost.length === 0) return;
  const missing = [...graph.downstream.keys()].filter(
    (id) => !records.has(id) && id !== startNodeId && id !== endNodeId,
  );
  const causes = rootCauses(reach(sortUtf8(missing), successors));
  for (const { id, at } of lost) {
    const cause = causes.get(id);
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

/** For each node that was reached, where its way began. Parents stand before those reached from them. */
function rootCauses(parents: ReadonlyMap<string, string>): Map<string, string> {
  const causes = new Map<string, string>();
  for (const [id, parent] of parents) causes.set(id, parent === "" ? id : (causes.get(parent) ?? parent));
  return causes;
}

type EdgePlace = (from: string, to: string) => Trail;

/** Finds the field that makes an edge: the first, where several do. */
function edgePlaces({ index, groups, checks }: CheckedNodes): EdgePlace {
  const byId = new Map<string, NodeGroup>();
  const top = new Set(index.top);
  for (const group of groups) if (top.has(group.root)) byId.set(group.root.id, group);
  return (from, to) => {
    const group = byId.get(to);
    const check = group && checks.get(group);
    return check?.reads.find(({ provider }) => provider === from)?.at;
  };
}

function reportLoop(
  members: readonly string[],
  graph: Graph,
  placeOf: EdgePlace,
  reached: ReadonlyMap<string, string>,
  records: ReadonlyMap<string, NodeRecord>,
  root: Trail,
  report: Report,
): void {
  const smallest = members.toSorted(compareUtf8)[0] ?? "";
  const loop = shortestLoop(smallest, new Set(members), (id) => graph.downstream.get(id) ?? []) ?? [smallest];
  const walk: string[] = [...loop, smallest];
  for (let at = reached.get(smallest); at; at = reached.get(at)) walk.unshift(at);
  const edges = loop.map((from, index) => {
    const to = loop[(index + 1) % loop.length] ?? from;
    return { from, to, at: placeOf(from, to) };
  });
  // The edge that comes back to the smallest node stands in that node: the place to cut.
  const back = edges.at(-1);
  report({
    code: "CycleDetected",
    facts: { cycle: loop, walk },
    nodeId: startNodeId,
    node: smallest,
    at: back?.at ?? records.get(smallest)?.at ?? root,
    message: `Nodes wait for each other: ${formatLoop([...loop, smallest])}`,
    related: edges.flatMap(({ from, to, at }) => (at ? [{ at, message: `${to} comes after ${from}` }] : [])),
  });
}

const mostShown = 20;

/** A chain of names; of a long one, both ends. */
export function formatLoop(names: readonly string[]): string {
  const left = names.length - mostShown;
  const shown = left > 0 ? [...names.slice(0, mostShown - 1), `(${left} more)`, ...names.slice(-1)] : names;
  return shown.join(" → ");
}
