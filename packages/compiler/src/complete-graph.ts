/**
 * Completes the graph of a workflow's nodes with start-node and end-node.
 */
import type { ConnectionSet } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import type { Read } from "./bindings.ts";
import { type Graph, graphOf, inOrder, type Links, sortedOnce, toConnections } from "./graph.ts";
import { type LinkChange, patchConnections, patchGraph, patchOf } from "./graph-patch.ts";
import type { WorkflowMemory } from "./memory.ts";
import type { CheckedNodes } from "./node-check.ts";
import { endNodeId, startNodeId } from "./node-tree.ts";
import { sameMessage } from "./same-message.ts";

/** The graph of a workflow, complete, and its form in the closure. */
export interface CompleteGraph {
  readonly graph: Graph;
  readonly connections: ConnectionSet;
  /** Nothing loops, and everything is reached. */
  readonly isWhole: boolean;
  /** Of a whole graph: all nodes, each after those it comes after. */
  readonly order: readonly string[];
}

/**
 * The graph of checked nodes. One that comes after nothing comes after start-node, one that nothing comes after comes
 * before end-node.
 *
 * @param before what was known of the same workflow; the graph is made of it where little has changed
 */
export function completeGraph(checked: CheckedNodes, before: WorkflowMemory | undefined): CompleteGraph {
  if (before?.complete.isWhole && before.hasCleanIds && checked.hasCleanIds && checked.isSameList) {
    const changes = linkChanges(checked, before);
    if (changes?.length === 0) return before.complete;
    const read = checked.ends.map(({ provider }) => provider);
    const patch = changes && patchOf(before.complete.graph, changes, read);
    if (patch) {
      const graph = patchGraph(before.complete.graph, patch);
      const connections = patchConnections(before.complete.connections, patch);
      const { order } = before.complete;
      return keepsOrder(changes, order)
        ? { graph, connections, isWhole: true, order }
        : { graph, connections, ...orderOf(graph, checked) };
    }
  }
  const graph = graphOf(linksOf(checked));
  return { graph, connections: toConnections(graph), ...orderOf(graph, checked) };
}

function orderOf(graph: Graph, { index }: CheckedNodes): Pick<CompleteGraph, "isWhole" | "order"> {
  const order = inOrder(startNodeId, graph);
  // All come: start-node, those of the list, and end-node where anything leads to it.
  return { order, isWhole: order.length === index.top.length + 1 + (graph.upstream.has(endNodeId) ? 1 : 0) };
}

const mostLookedUp = 20;

/** Whether what nodes come after now still stands before them in an order of old. */
function keepsOrder(changes: readonly LinkChange[], order: readonly string[]): boolean {
  if (changes.length > mostLookedUp) return false;
  return changes.every(({ now: { id, providers, isScheduled } }) => {
    const place = order.indexOf(id);
    return !isScheduled || (place > 0 && providers.every((each) => order.lastIndexOf(each, place - 1) >= 0));
  });
}

function linksOf({ groups, checks, ends, index }: CheckedNodes): Links[] {
  const links = groups.flatMap((group) => checks.get(group)?.links ?? []);
  const waiting = new Set<string>();
  const followed = new Set<string>();
  const read = ends.map(({ provider }) => provider);
  for (const { id, providers, isScheduled } of links) {
    if (providers.length > 0) waiting.add(id);
    if (isScheduled) for (const provider of providers) followed.add(provider);
  }
  for (const provider of read) followed.add(provider);
  for (const { id } of index.top) {
    if (!waiting.has(id)) links.push({ id, providers: [startNodeId], isScheduled: true });
  }
  const lasts = index.top.filter(({ id }) => !followed.has(id)).map(({ id }) => id);
  links.push({ id: endNodeId, providers: sortedOnce([...read, ...lasts]), isScheduled: true });
  return links;
}

/** How the edges into the nodes of one list differ; undefined where they cannot be told one by one. */
function linkChanges({ groups, checks, ends }: CheckedNodes, before: WorkflowMemory): LinkChange[] | undefined {
  if (!sameMessage(providersOf(ends), providersOf(before.ends))) return undefined;
  const changes: LinkChange[] = [];
  for (const [index, group] of groups.entries()) {
    const known = before.groups[index];
    const was = known && before.checks.get(known)?.links;
    const now = checks.get(group)?.links;
    if (was === now) continue;
    if (!was || was.length !== now?.length) return undefined;
    for (const [place, link] of now.entries()) {
      const old = was[place];
      if (!old || old.id !== link.id) return undefined;
      if (!sameMessage(old.providers, link.providers)) changes.push({ before: old, now: link });
    }
  }
  return changes;
}

const providersOf = (reads: readonly Read[]) => reads.map(({ provider }) => provider);
