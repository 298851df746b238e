/**
 * Which nodes of several graphs are the same node.
 *
 * Level by level, as what is inside can only be the same where what it is in is. Among siblings, in this order: the same
 * id and name; the same name, where each graph has it once (ids are often numbers, and one node more moves them all);
 * the same id.
 */
import type { Graph, GraphNode } from "@skein/spec/gen/skein/console/v1/console_pb";

export interface AlignedNode {
  /** Unique: the path in the first graph that has it, told apart where another node stands there. */
  readonly path: string;
  /** In each graph; undefined where there is none. */
  readonly nodes: readonly (GraphNode | undefined)[];
}

/** In the order of the first graph, then what only later ones have. */
export function alignNodes(graphs: readonly Pick<Graph, "nodes">[]): AlignedNode[] {
  const children = graphs.map(({ nodes }) => Map.groupBy(nodes, ({ parent }) => parent));
  const places = graphs.map(({ nodes }) => new Map(nodes.map((node, at) => [node, at])));
  const found: AlignedNode[] = [];
  const taken = new Set<string>();
  const add = (parent: string, levels: readonly (readonly GraphNode[])[]) => {
    for (const nodes of alignLevel(levels)) {
      const id = nodes.find((node) => node !== undefined)?.id ?? "";
      const path = freePath(parent === "" ? id : `${parent}/${id}`, taken);
      taken.add(path);
      found.push({ path, nodes });
      add(
        path,
        nodes.map((node, graph) => (node && children[graph]?.get(node.path)) ?? []),
      );
    }
  };
  add(
    "",
    children.map((byParent) => byParent.get("") ?? []),
  );
  const placeOf = ({ nodes }: AlignedNode): readonly [number, number] => {
    const graph = nodes.findIndex((node) => node !== undefined);
    const node = nodes[graph];
    return [graph, (node && places[graph]?.get(node)) ?? 0];
  };
  return found
    .map((node) => ({ node, place: placeOf(node) }))
    .sort(({ place: [graph, at] }, { place: [otherGraph, otherAt] }) => graph - otherGraph || at - otherAt)
    .map(({ node }) => node);
}

type Group = (GraphNode | undefined)[];

function alignLevel(levels: readonly (readonly GraphNode[])[]): Group[] {
  const groups: Group[] = [];
  const repeated = repeatedNames(levels);
  for (const [graph, nodes] of levels.entries()) {
    const open = new Set(nodes);
    const join = (keyOf: (node: GraphNode) => string | undefined) => {
      const known = new Map(
        groups
          .filter((group) => group[graph] === undefined)
          .flatMap((group) => group.flatMap((node) => (node ? [[keyOf(node), group] as const] : []))),
      );
      known.delete(undefined);
      for (const node of open) {
        const group = known.get(keyOf(node));
        if (!group || group[graph]) continue;
        group[graph] = node;
        open.delete(node);
      }
    };
    join(({ id, name }) => `${id}\n${name}`);
    join(({ name }) => (repeated.has(name) ? undefined : name));
    join(({ id }) => id);
    for (const node of open) groups.push(levels.map((_, each) => (each === graph ? node : undefined)));
  }
  return groups;
}

/** Names that say nothing, because a graph has them more than once. */
function repeatedNames(levels: readonly (readonly GraphNode[])[]): ReadonlySet<string> {
  const repeated = new Set<string>();
  for (const nodes of levels) {
    const seen = new Set<string>();
    for (const { name } of nodes) (seen.has(name) ? repeated : seen).add(name);
  }
  return repeated;
}

function freePath(path: string, taken: ReadonlySet<string>): string {
  let free = path;
  for (let more = 2; taken.has(free); more += 1) free = `${path}~${more}`;
  return free;
}
