/**
 * A compiled workflow as a graph, with or without a run.
 *
 * Everything here is fetched only when a graph is to be seen. Places come from use-layout.ts, what nodes show from
 * graph-store.ts; React Flow pans, zooms and leaves out what is not in view. A change of status never moves anything.
 */
import "reactflow/dist/base.css";
import "./graph.css";
import type { Graph, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import {
  Background,
  type Edge,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "reactflow";
import { rememberClosed, rememberedClosed } from "./closed-memory.ts";
import { GraphProvider, type GraphTools } from "./graph-context.ts";
import { GraphControls } from "./graph-controls.tsx";
import { EdgeLine } from "./graph-edge.tsx";
import { GraphFind } from "./graph-find.tsx";
import { GraphMap } from "./graph-map.tsx";
import { NodeBox } from "./graph-node.tsx";
import { type GraphBreakpoints, type GraphMarks, GraphStore } from "./graph-store.ts";
import { Hover } from "./hover.ts";
import { cornerOf, type Direction, type Layout, type Point } from "./layout.ts";
import { relatives } from "./relatives.ts";
import { isStack } from "./stacks.ts";
import { useGraphFind } from "./use-graph-find.ts";
import { useGraphKeys } from "./use-graph-keys.ts";
import { betterDirection, useLayout } from "./use-layout.ts";
import { useStacks } from "./use-stacks.ts";
import { isOutside, LARGE, startingViewport } from "./viewport.ts";
import { closedAfter, type VisibleEdge, type VisibleGraph, type VisibleNode, visibleGraph } from "./visible.ts";

export interface WorkflowGraphProps {
  readonly graph: Graph;
  /** By path; absent for a preview. Rows that did not change keep their identity. */
  readonly nodes?: ReadonlyMap<string, NodeSummary>;
  /** Problems of a preview's nodes; the same object as long as they are the same. */
  readonly marks?: GraphMarks;
  /** The same object as long as they are the same. */
  readonly breakpoints?: GraphBreakpoints;
  readonly selected?: string;
  readonly onSelect?: (path: string | undefined) => void;
  /** Lights the relatives of the node that is under the pointer in any view; without it only this one's. */
  readonly hover?: Hover;
}

export function WorkflowGraph(props: WorkflowGraphProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

type BoxNode = Node<{ visible: VisibleNode }, "box">;
type LineEdge = Edge<{ edge: VisibleEdge; route: readonly Point[] }, "line">;

const noMarks: GraphMarks = new Map();
const noBreakpoints: GraphBreakpoints = new Map();
/** Fewer nodes are seen at a glance. */
const FIND_FROM = 8;
const MAP_FROM = 40;
const MAP_UP_TO = 1500;

function Canvas(props: WorkflowGraphProps) {
  const { nodes, marks, breakpoints, selected, onSelect, hover: shared } = props;
  const hover = useMemo(() => shared ?? new Hover(), [shared]);
  const graph = useStacks(props);
  const store = useMemo(() => new GraphStore(graph), [graph]);
  const [closed, setClosed] = useState(() => rememberedClosed(graph));
  const [seen, setSeen] = useState(graph);
  if (seen !== graph) {
    setSeen(graph);
    if (nodes) setClosed(closedAfter(seen, graph, closed));
  }
  const canvas = useRef<HTMLDivElement>(null);
  const touched = useRef(false);
  const visible = useMemo(() => visibleGraph(graph, closed), [graph, closed]);
  const [chosen, setChosen] = useState<Direction>();
  const [size, setSize] = useState<{ width: number; height: number }>();
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      setSize({ width: width || 1000, height: height || 650 });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // Only the first size decides: a panel that opens must not turn the graph.
  const isMeasured = size !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said above
  const better = useMemo(() => (size ? betterDirection(visible, size) : "TB"), [visible, isMeasured]);
  const direction = chosen ?? better;
  const key = `${useGraphKey(graph)} ${direction} ${[...closed].sort().join(" ")}`;
  const { layout, isRefined } = useLayout(key, visible, direction, () => touched.current);
  const flowNodes = useMemo(() => toFlowNodes(visible, layout, direction), [visible, layout, direction]);
  const flowEdges = useMemo(() => toFlowEdges(visible, layout), [visible, layout]);
  const flow = useReactFlow();

  // Before the paint: a frame with last second's statuses would be a flicker.
  useLayoutEffect(() => store.setNodes(nodes), [store, nodes]);
  useLayoutEffect(() => store.setMarks(marks ?? noMarks), [store, marks]);
  useLayoutEffect(() => store.setBreakpoints(breakpoints ?? noBreakpoints), [store, breakpoints]);
  useLayoutEffect(() => {
    store.select(selected);
    if (store.tabStop === undefined) store.focus(visible.nodes.find(({ shape }) => shape !== "port")?.id ?? "");
  }, [store, selected, visible]);

  const fit = useCallback(
    (duration = 0) => {
      const { width = 0, height = 0 } = canvas.current?.getBoundingClientRect() ?? {};
      void flow.setViewport(
        startingViewport(layout, { width, height }, firstSpot(visible, layout), visible.nodes.length),
        { duration },
      );
    },
    [flow, layout, visible],
  );
  const show = useCallback(
    (path: string) => {
      const box = layout.nodes.get(path);
      if (!box) return;
      const corner = cornerOf(path, layout.nodes, new Map(visible.nodes.map(({ id, parent }) => [id, parent])));
      void flow.setCenter(corner.x + box.width / 2, corner.y + box.height / 2, { zoom: flow.getZoom(), duration: 150 });
    },
    [flow, layout, visible],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new placement is fitted, and only until the user takes over
  useLayoutEffect(() => {
    if (!size || touched.current) return;
    fit();
    if (selected && isOutside(layout, size)) show(selected);
  }, [layout, size]);

  const toggle = useCallback(
    (path: string) => {
      touched.current = true; // the view stays where it is; only the boxes around make room
      setClosed((before) => {
        const next = new Set(before);
        if (!next.delete(path)) next.add(path);
        rememberClosed(graph, next);
        return next;
      });
    },
    [graph],
  );

  const find = useGraphFind(store, visible, nodes);

  const tools = useMemo<GraphTools>(
    () => ({
      store,
      direction,
      onSelect: (path) => (isStack(path) ? toggle(path) : onSelect?.(path === store.selected ? undefined : path)),
      onToggle: toggle,
      onHover: (path) => hover.set(path),
    }),
    [store, direction, onSelect, toggle, hover],
  );
  useEffect(() => {
    const end = hover.subscribe(() => {
      const shown = hover.path === undefined ? undefined : shownOf(hover.path, visible, store);
      store.light(shown === undefined ? find.lit : lit(shown, visible, store));
    });
    store.light(find.lit);
    return () => {
      end();
      store.light(undefined);
    };
  }, [store, hover, visible, find.lit]);
  const onKeyDown = useGraphKeys({ store, visible, layout, direction, fit, show, toggle });

  return (
    <GraphProvider value={tools}>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas with named buttons in it, of which arrows reach all */}
      <div
        ref={canvas}
        role="group"
        aria-label={`Graph of ${visible.nodes.length} nodes; arrow keys follow the edges. The Nodes view is the same as a table.`}
        onKeyDown={onKeyDown}
        className="absolute inset-0 bg-bg"
        data-refined={isRefined}
      >
        <ReactFlow<BoxNode, LineEdge>
          nodes={flowNodes}
          edges={flowEdges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onlyRenderVisibleElements
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          // Further out a large graph would be thousands of elements at once.
          minZoom={visible.nodes.length > LARGE ? 0.35 : 0.12}
          maxZoom={2}
          onMoveStart={(event) => {
            if (event) touched.current = true;
          }}
          onPaneClick={() => {
            store.selectEdge(undefined, undefined);
            onSelect?.(undefined);
          }}
          onEdgeClick={(_, { id, target }) => store.selectEdge(id === store.selectedEdge ? undefined : id, target)}
          className={isRefined ? "graph-eases" : ""}
        >
          <Background gap={20} size={1.5} color="var(--grid)" />
          {visible.nodes.length > MAP_FROM && visible.nodes.length <= MAP_UP_TO ? <GraphMap /> : undefined}
        </ReactFlow>
        {graph.nodes.length > FIND_FROM ? (
          <GraphFind
            text={find.text}
            onText={find.setText}
            count={find.count}
            onNext={() => {
              const next = find.next();
              if (next === undefined) return;
              touched.current = true;
              show(next);
            }}
            pinned={() => pathInFocus() ?? selected}
          />
        ) : undefined}
        <GraphControls
          direction={direction}
          hidden={visible.hidden}
          onDirection={(next) => {
            touched.current = false;
            setChosen(next);
          }}
          onFit={() => fit(150)}
        />
      </div>
    </GraphProvider>
  );
}

const pathInFocus = (): string | undefined =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset.path : undefined;

const nodeTypes = {
  box: ({ data, sourcePosition = Position.Bottom, targetPosition = Position.Top }: NodeProps<BoxNode>) => (
    <>
      <Handle type="target" position={targetPosition} isConnectable={false} className="invisible" />
      <NodeBox visible={data.visible} />
      <Handle type="source" position={sourcePosition} isConnectable={false} className="invisible" />
    </>
  ),
};

const edgeTypes = {
  line: ({ data }: EdgeProps<LineEdge>) => (data ? <EdgeLine edge={data.edge} route={data.route} /> : undefined),
};

function toFlowNodes({ nodes }: VisibleGraph, layout: Layout, direction: Direction): BoxNode[] {
  const turned = direction === "LR";
  return nodes.flatMap((visible): BoxNode[] => {
    const box = layout.nodes.get(visible.id);
    if (!box) return [];
    const { x, y, width, height } = box;
    return [
      {
        id: visible.id,
        type: "box",
        position: { x, y },
        data: { visible },
        width,
        height,
        // Said beforehand: nothing has to be drawn and measured before edges know where they end.
        measured: { width, height },
        handles: [
          {
            type: "target",
            position: turned ? Position.Left : Position.Top,
            x: turned ? 0 : width / 2,
            y: turned ? height / 2 : 0,
          },
          {
            type: "source",
            position: turned ? Position.Right : Position.Bottom,
            x: turned ? width : width / 2,
            y: turned ? height / 2 : height,
          },
        ],
        sourcePosition: turned ? Position.Right : Position.Bottom,
        targetPosition: turned ? Position.Left : Position.Top,
        zIndex: visible.shape === "open" ? 0 : 2,
        ...(visible.parent === "" ? {} : { parentId: visible.parent }),
      },
    ];
  });
}

function toFlowEdges({ edges }: VisibleGraph, layout: Layout): LineEdge[] {
  return edges.flatMap((edge): LineEdge[] => {
    const route = layout.routes.get(edge.id);
    return route
      ? [{ id: edge.id, type: "line", source: edge.from, target: edge.to, data: { edge, route }, zIndex: 1 }]
      : [];
  });
}

/** The middle of where the workflow begins. */
function firstSpot({ nodes }: VisibleGraph, layout: Layout): Point {
  const first = nodes.find(({ rank }) => rank === "first") ?? nodes[0];
  const box = first && layout.nodes.get(first.id);
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 };
}

/** The node itself, or the closed container that it is in; undefined when neither is drawn. */
function shownOf(path: string, { nodes }: VisibleGraph, store: GraphStore): string | undefined {
  const drawn = new Set(nodes.map(({ id }) => id));
  for (let at = path; at; at = store.containerOf(at)) if (drawn.has(at)) return at;
  return undefined;
}

/** A node's relatives, and what holds or is inside them. */
function lit(path: string, { nodes, edges }: VisibleGraph, store: GraphStore): ReadonlySet<string> {
  const links = (from: "from" | "to", to: "from" | "to") => {
    const map = new Map<string, string[]>();
    for (const edge of edges) map.set(edge[from], [...(map.get(edge[from]) ?? []), edge[to]]);
    return map;
  };
  const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const found = new Set<string>();
  const [up, down] = [links("to", "from"), links("from", "to")];
  for (let at = path; at; at = parentOf.get(at) ?? "") for (const each of relatives(at, up, down)) found.add(each);
  for (const { id, parent } of nodes)
    if (found.has(parent) && parentOf.get(path) !== parent && !holds(parent, path, store)) found.add(id);
  return found;
}

function holds(container: string, path: string, store: GraphStore): boolean {
  for (let at = store.containerOf(path); at; at = store.containerOf(at)) if (at === container) return true;
  return false;
}

let keys = 0;
const graphKeys = new WeakMap<Graph, number>();

/** Graphs are whole values that are never changed: the object is the graph. */
function useGraphKey(graph: Graph): number {
  const known = graphKeys.get(graph);
  if (known !== undefined) return known;
  keys += 1;
  graphKeys.set(graph, keys);
  return keys;
}
