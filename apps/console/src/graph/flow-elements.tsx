/** The boxes and lines of a graph as React Flow takes them. */
import { type Edge, type EdgeProps, Handle, type Node, type NodeProps, Position } from "reactflow";
import { NodeBox } from "./boxes/node-box.tsx";
import type { Drawn } from "./canvas/drawn.ts";
import type { Route, Spot, Spots } from "./canvas/spots.ts";
import { EdgeLine } from "./graph-edge.tsx";
import type { Direction, Point } from "./layout.ts";
import type { VisibleEdge, VisibleNode } from "./visible.ts";

export type BoxNode = Node<{ visible: VisibleNode }, "box">;
export type LineEdge = Edge<{ edge: VisibleEdge; route: readonly Point[] }, "line">;

export const nodeTypes = {
  box: ({ data, sourcePosition = Position.Bottom, targetPosition = Position.Top }: NodeProps<BoxNode>) => (
    <>
      <Handle type="target" position={targetPosition} isConnectable={false} className="invisible" />
      <NodeBox visible={data.visible} />
      <Handle type="source" position={sourcePosition} isConnectable={false} className="invisible" />
    </>
  ),
};

export const edgeTypes = {
  line: ({ data }: EdgeProps<LineEdge>) => (data ? <EdgeLine edge={data.edge} route={data.route} /> : undefined),
};

// React Flow draws again what is another object: the same box or line stays the same.
const boxes = new WeakMap<Spot, BoxNode>();
const lines = new WeakMap<Route, LineEdge>();

/** @param direction the one that the spots were laid out in */
export function toFlowNodes(spots: Spots, drawn: Drawn, direction: Direction): BoxNode[] {
  return spots.all
    .filter(({ visible }) => drawn.hasNode(visible.id))
    .map((spot) => kept(boxes, spot, () => toBox(spot, direction)));
}

export function toFlowEdges(spots: Spots, drawn: Drawn): LineEdge[] {
  return spots.routes.filter(({ edge }) => drawn.hasEdge(edge)).map((route) => kept(lines, route, () => toLine(route)));
}

function toBox({ visible, x, y, width, height }: Spot, direction: Direction): BoxNode {
  const turned = direction === "LR";
  const sourcePosition = turned ? Position.Right : Position.Bottom;
  const targetPosition = turned ? Position.Left : Position.Top;
  return {
    id: visible.id,
    type: "box",
    position: { x, y },
    data: { visible },
    width,
    height,
    // Said beforehand: nothing has to be drawn and measured before edges know where they end.
    measured: { width, height },
    handles: [
      { type: "target", position: targetPosition, x: turned ? 0 : width / 2, y: turned ? height / 2 : 0 },
      { type: "source", position: sourcePosition, x: turned ? width : width / 2, y: turned ? height / 2 : height },
    ],
    sourcePosition,
    targetPosition,
    zIndex: visible.shape === "open" ? 0 : 2,
  };
}

const toLine = ({ edge, points }: Route): LineEdge => ({
  id: edge.id,
  type: "line",
  source: edge.from,
  target: edge.to,
  data: { edge, route: points },
  zIndex: 1,
});

function kept<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
