/**
 * Fan-outs of alike siblings as one box: a stack is a container that the graph does not have, made for drawing alone.
 *
 * Alike are siblings that run the same and stand between the same nodes. A member keeps its path; only what it is drawn
 * in changes. What somebody should see (a failure, a mark) stands beside the stack.
 */
import { create } from "@bufbuild/protobuf";
import {
  type Graph,
  type GraphNode,
  GraphNodeSchema,
  GraphSchema,
  GraphNode_Kind as Kind,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { shortTarget } from "./node-face.ts";

/** More than these are stacked. */
const MOST_APART = 12;
/** So many are taken out of a stack; the rest is told by its bar. */
const MOST_OUT = 10;
/** No id of a node begins so. */
const SIGN = "≡";

export function isStack(path: string): boolean {
  return path.startsWith(SIGN, path.lastIndexOf("/") + 1);
}

/** @param apart paths of nodes that are not to be hidden in a stack, the most important ones first */
export function withStacks(graph: Graph, apart: ReadonlySet<string>): Graph {
  const groups = alikeSiblings(graph).filter((group) => group.length > MOST_APART);
  if (groups.length === 0) return graph;
  const stackOf = new Map<string, string>();
  const stacks = groups.flatMap((group) => {
    const out = new Set(group.filter(({ path }) => apart.has(path)).slice(0, MOST_OUT));
    const members = group.filter((node) => !out.has(node));
    const [first] = members;
    if (!first || members.length < 2) return [];
    const stack = stackFor(first, members.length);
    for (const { path } of members) stackOf.set(path, stack.path);
    return [[first.path, stack] as const];
  });
  const before = new Map(stacks);
  return create(GraphSchema, {
    ...graph,
    // Before its first member: the order of nodes is that of the tree.
    nodes: graph.nodes.flatMap((node) => {
      const stack = before.get(node.path);
      const parent = stackOf.get(node.path);
      const drawn = parent === undefined ? node : { ...node, parent };
      return stack ? [stack, drawn] : [drawn];
    }),
  });
}

function stackFor({ path, parent, kind, target, taskType, name }: GraphNode, count: number): GraphNode {
  const word = shortTarget(target) || name;
  return create(GraphNodeSchema, {
    path: `${parent === "" ? "" : `${parent}/`}${SIGN}${path.slice(path.lastIndexOf("/") + 1)}`,
    parent,
    name: `${count.toLocaleString("en")} × ${word}`,
    ...{ kind, target, taskType },
  });
}

function alikeSiblings({ nodes, edges }: Graph): GraphNode[][] {
  const parents = new Set(nodes.map(({ parent }) => parent));
  const upstream = Map.groupBy(edges, ({ to }) => to);
  const downstream = Map.groupBy(edges, ({ from }) => from);
  const alike = Map.groupBy(
    nodes.filter((node) => !parents.has(node.path) && stackable.has(node.kind) && !node.isFailureNode),
    ({ path, parent, kind, target, taskType }) => {
      const before = (upstream.get(path) ?? []).map(({ from }) => from).sort();
      const after = (downstream.get(path) ?? []).map(({ to }) => to).sort();
      return JSON.stringify([parent, kind, target, taskType, before, after]);
    },
  );
  return [...alike.values()];
}

const stackable: ReadonlySet<Kind> = new Set([Kind.TASK, Kind.LAUNCH_PLAN, Kind.WORKFLOW]);
