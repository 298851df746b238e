/** Our graphs in ELK's words, and its answer in ours. Runs in elk.worker.ts; imported nowhere else. */
import elkjs, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk.bundled.js";
import {
  CONTAINER_HEAD,
  CONTAINER_PADDING,
  cornerOf,
  type Direction,
  type Layout,
  type LayoutGraph,
  type LayoutNode,
  type Placed,
  type Point,
} from "./layout.ts";

const HEAD_GAP = 12;

export async function layoutWithElk(graph: LayoutGraph, direction: Direction): Promise<Layout> {
  const elk = new elkjs.default(); // its class is also its own `default`, whichever way CommonJS is read
  return fromElk(await elk.layout(toElk(graph, direction)), graph);
}

function options(direction: Direction): Record<string, string> {
  const turned = direction === "LR";
  return {
    "elk.algorithm": "layered",
    "elk.direction": turned ? "RIGHT" : "DOWN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
    "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
    "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    "elk.layered.thoroughness": "5",
    "elk.spacing.nodeNode": turned ? "20" : "36",
    "elk.spacing.edgeNode": "14",
    "elk.spacing.edgeEdge": "10",
    "elk.layered.spacing.nodeNodeBetweenLayers": turned ? "44" : "32",
    "elk.layered.spacing.edgeNodeBetweenLayers": "14",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "8",
    "elk.separateConnectedComponents": "false",
    "elk.padding": `[top=0,left=0,bottom=0,right=0]`,
  };
}

function toElk({ nodes, edges }: LayoutGraph, direction: Direction): ElkNode {
  const root: ElkNode = { id: "", layoutOptions: options(direction), children: [], edges: [] };
  const built = new Map<string, ElkNode>([["", root]]);
  for (const node of nodes) built.set(node.id, toElkNode(node, direction));
  const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
  for (const { id, parent } of nodes) {
    const child = built.get(id);
    if (child) built.get(parent)?.children?.push(child);
  }
  for (const { id, from, to } of edges) {
    const edge: ElkExtendedEdge = { id, sources: [`${from}\nout`], targets: [`${to}\nin`] };
    built.get(parentOf.get(from) ?? "")?.edges?.push(edge);
  }
  return root;
}

function toElkNode({ id, width, height, isContainer, rank }: LayoutNode, direction: Direction): ElkNode {
  const [into, outOf] = direction === "LR" ? ["WEST", "EAST"] : ["NORTH", "SOUTH"];
  const port = (name: string, side: string | undefined) => ({
    id: `${id}\n${name}`,
    width: 0,
    height: 0,
    layoutOptions: { "elk.port.side": side ?? "" },
  });
  const layoutOptions: Record<string, string> = {
    "elk.portConstraints": "FIXED_SIDE",
    "elk.portAlignment.default": "CENTER",
    "elk.alignment": direction === "LR" ? "LEFT" : "TOP",
    ...(rank ? { "elk.layered.layering.layerConstraint": rank === "first" ? "FIRST" : "LAST" } : {}),
    ...(isContainer
      ? {
          ...options(direction),
          "elk.padding": `[top=${CONTAINER_HEAD + HEAD_GAP},left=${CONTAINER_PADDING},bottom=${CONTAINER_PADDING},right=${CONTAINER_PADDING}]`,
          "elk.nodeSize.constraints": "MINIMUM_SIZE",
          "elk.nodeSize.minimum": "(232, 60)",
        }
      : {}),
  };
  const ports = [port("in", into), port("out", outOf)];
  return isContainer
    ? { id, layoutOptions, ports, children: [], edges: [] }
    : { id, width, height, layoutOptions, ports };
}

function fromElk(root: ElkNode, graph: LayoutGraph): Layout {
  const placed = new Map<string, Placed>();
  const parentOf = new Map(graph.nodes.map(({ id, parent }) => [id, parent]));
  const open = [root];
  const levels: ElkNode[] = [];
  for (let at = open.pop(); at; at = open.pop()) {
    levels.push(at);
    for (const child of at.children ?? []) {
      const { x = 0, y = 0, width = 0, height = 0 } = child;
      placed.set(child.id, { x, y, width, height });
      open.push(child);
    }
  }
  const routes = new Map<string, readonly Point[]>();
  for (const level of levels) {
    const corner = cornerOf(level.id, placed, parentOf);
    for (const { id, sections } of level.edges ?? []) {
      const section = sections?.[0];
      if (!section) continue;
      const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
      routes.set(
        id,
        points.map(({ x, y }) => ({ x: x + corner.x, y: y + corner.y })),
      );
    }
  }
  return { nodes: placed, routes, width: root.width ?? 0, height: root.height ?? 0 };
}
