/**
 * A compiled workflow as a graph, with or without a run.
 *
 * Everything here is fetched only when a graph is to be seen. Places come from use-layout.ts, what nodes show from
 * graph-store.ts; React Flow pans, zooms and leaves out what is not in view. A change of status never moves anything.
 */
import "reactflow/dist/base.css";
import "./graph.css";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { Graph, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Background, ReactFlow, ReactFlowProvider, useReactFlow } from "reactflow";
import { FarLabel } from "./canvas/far-label.tsx";
import { GraphCanvas } from "./canvas/graph-canvas.tsx";
import { Spots } from "./canvas/spots.ts";
import { useDrawn } from "./canvas/use-drawn.ts";
import { usePaintedPointer } from "./canvas/use-painted-pointer.ts";
import { rememberClosed, rememberedClosed } from "./closed-memory.ts";
import { type BoxNode, edgeTypes, type LineEdge, nodeTypes, toFlowEdges, toFlowNodes } from "./flow-elements.tsx";
import { GraphProvider, type GraphTools } from "./graph-context.ts";
import { GraphControls, type Opening } from "./graph-controls.tsx";
import { GraphFind } from "./graph-find.tsx";
import { GraphMap } from "./graph-map.tsx";
import { type GraphBreakpoints, type GraphMarks, GraphStore } from "./graph-store.ts";
import { Hover } from "./hover.ts";
import type { Direction, Layout, Point } from "./layout.ts";
import { Lights } from "./lit.ts";
import { graphWithin } from "./scope.ts";
import { ScopeTrail } from "./scope-trail.tsx";
import type { Shading, UsualDurations } from "./shade.ts";
import { isStack } from "./stacks.ts";
import { useGraphFind } from "./use-graph-find.ts";
import { useGraphKeys } from "./use-graph-keys.ts";
import { betterDirection, useLayout } from "./use-layout.ts";
import { useShades } from "./use-shades.ts";
import { useStacks } from "./use-stacks.ts";
import { isOutside, smallestZoom, startingViewport } from "./viewport.ts";
import { closedAfter, closedBut, containersOf, type VisibleGraph, visibleGraph } from "./visible.ts";

export interface WorkflowGraphProps {
  readonly graph: Graph;
  /** By path; absent for a preview. Rows that did not change keep their identity. */
  readonly nodes?: ReadonlyMap<string, NodeSummary>;
  /** Problems of a preview's nodes; the same object as long as they are the same. */
  readonly marks?: GraphMarks;
  /** What of the run is shown beside the phases; without it there is no choice. */
  readonly shading?: Shading;
  readonly onShading?: (shading: Shading) => void;
  /** What "against usual" compares with; the same object as long as they are the same. */
  readonly usual?: UsualDurations | undefined;
  /** The same object as long as they are the same. */
  readonly breakpoints?: GraphBreakpoints;
  readonly selected?: string | undefined;
  readonly onSelect?: (path: string | undefined) => void;
  /** Path of the container that is looked into; undefined: the whole. Without `onScope` there is no way into one. */
  readonly scope?: string | undefined;
  readonly onScope?: (path: string | undefined) => void;
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

const noMarks: GraphMarks = new Map();
const noBreakpoints: GraphBreakpoints = new Map();
/** Fewer nodes are seen at a glance. */
const FIND_FROM = 8;
const MAP_FROM = 40;
/** The least zoom at which what was asked for is shown. */
const READABLE = 0.6;

function Canvas(props: WorkflowGraphProps) {
  const { nodes, marks, breakpoints, shading = "status", usual, selected, onSelect, hover: shared } = props;
  const hover = useMemo(() => shared ?? new Hover(), [shared]);
  const within = useMemo(() => graphWithin(props.graph, props.scope), [props.graph, props.scope]);
  const graph = useStacks({ ...props, graph: within });
  const store = useMemo(() => new GraphStore(graph), [graph]);
  const [closed, setClosed] = useState(() => rememberedClosed(graph));
  const [seen, setSeen] = useState(graph);
  const [entered, setEntered] = useState(props.scope);
  if (entered !== props.scope) {
    setEntered(props.scope);
    setSeen(graph);
    setClosed(rememberedClosed(graph));
  } else if (seen !== graph) {
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
  const spots = useMemo(() => new Spots(visible, layout), [visible, layout]);
  const drawn = useDrawn(visible, spots, store, hover);
  const flowNodes = useMemo(() => toFlowNodes(spots, drawn, direction), [spots, drawn, direction]);
  const flowEdges = useMemo(() => toFlowEdges(spots, drawn), [spots, drawn]);
  const flow = useReactFlow();
  const pointer = usePaintedPointer(spots, hover, drawn.isPainted);
  const [focused, setFocused] = useState<string>();

  // Before the paint: a frame with last second's statuses would be a flicker.
  useLayoutEffect(() => store.setNodes(nodes), [store, nodes]);
  useLayoutEffect(() => store.setMarks(marks ?? noMarks), [store, marks]);
  const shades = useShades(shading, nodes, usual);
  useLayoutEffect(() => store.setShades(shades), [store, shades]);
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
    (path: string, zoom = flow.getZoom()) => {
      const spot = spots.get(path);
      if (spot) void flow.setCenter(spot.x + spot.width / 2, spot.y + spot.height / 2, { zoom, duration: 150 });
    },
    [flow, spots],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new placement is fitted, and only until the user takes over
  useLayoutEffect(() => {
    if (!size || touched.current) return;
    fit();
    if (selected && isOutside(layout, size)) show(selected, Math.max(flow.getZoom(), READABLE));
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

  const hasContainers = useMemo(() => containersOf(graph).some((path) => !isStack(path)), [graph]);
  const open = (which: Opening) => {
    const next = closedBut(graph, which, (path) => isFailed(store, path));
    setClosed(next);
    rememberClosed(graph, next);
    touched.current = false;
  };

  const find = useGraphFind(store, visible, nodes);

  const tools = useMemo<GraphTools>(
    () => ({
      store,
      direction,
      isFar: drawn.isFar,
      onSelect: (path) => (isStack(path) ? toggle(path) : onSelect?.(path === store.selected ? undefined : path)),
      onToggle: toggle,
      onEnter: props.onScope,
      onHover: (path) => hover.set(path),
    }),
    [store, direction, drawn.isFar, onSelect, toggle, hover, props.onScope],
  );
  useEffect(() => {
    const lights = new Lights(visible, store);
    const end = hover.subscribe(() => {
      const shown = hover.path === undefined ? undefined : lights.shown(hover.path);
      store.light(shown === undefined ? find.lit : lights.around(shown));
    });
    store.light(find.lit);
    return () => {
      end();
      store.light(undefined);
    };
  }, [store, hover, visible, find.lit]);
  const onKeyDown = useGraphKeys({ store, spots, direction, show, toggle });

  return (
    <GraphProvider value={tools}>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas with named buttons in it, of which arrows reach all */}
      <div
        ref={canvas}
        role="group"
        aria-label={`Graph of ${visible.nodes.length} nodes; arrow keys follow the edges. The Nodes view is the same as a table.`}
        onKeyDown={onKeyDown}
        onPointerMove={pointer.onPointerMove}
        onPointerLeave={pointer.onPointerLeave}
        onFocus={({ target }) => setFocused(target.dataset.path)}
        onBlur={() => setFocused(undefined)}
        className="absolute inset-0 bg-bg"
        data-refined={isRefined}
      >
        <ReactFlow<BoxNode, LineEdge>
          nodes={flowNodes}
          edges={flowEdges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onlyRenderVisibleElements={!drawn.isPainted}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          minZoom={smallestZoom(layout, size)}
          maxZoom={2}
          onMoveStart={(event) => {
            if (event) touched.current = true;
          }}
          onPaneClick={(event) => {
            store.selectEdge(undefined, undefined);
            const path = pointer.pathAt(event);
            if (path === undefined) onSelect?.(undefined);
            else tools.onSelect(path);
          }}
          onEdgeClick={(_, { id, target }) => store.selectEdge(id === store.selectedEdge ? undefined : id, target)}
          className={isRefined ? "graph-eases" : ""}
        >
          <Background gap={20} size={1.5} color="var(--grid)" />
          {drawn.isPainted ? <GraphCanvas spots={spots} store={store} drawn={drawn} /> : undefined}
          <FarLabel spots={spots} hover={hover} focused={focused} />
        </ReactFlow>
        {visible.nodes.length > MAP_FROM ? <GraphMap layout={layout} spots={spots} /> : undefined}
        <ScopeTrail
          graph={props.graph}
          scope={within === props.graph ? undefined : props.scope}
          onScope={props.onScope}
        />
        {graph.nodes.length > FIND_FROM ? (
          <GraphFind
            text={find.text}
            onText={find.setText}
            count={find.count}
            onNext={() => {
              const next = find.next();
              if (next === undefined) return;
              touched.current = true;
              show(next, Math.max(flow.getZoom(), READABLE));
            }}
            pinned={() => pathInFocus() ?? selected}
          />
        ) : undefined}
        <GraphControls
          direction={direction}
          hidden={visible.hidden}
          shading={shading}
          hasRun={nodes !== undefined}
          onShading={nodes && props.onShading}
          onOpen={hasContainers ? open : undefined}
          onFitSelected={() => {
            if (store.selected !== undefined) show(store.selected, 1);
          }}
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

const isFailed = (store: GraphStore, path: string) => failures.has(store.summary(path)?.phase ?? Phase.UNDEFINED);
const failures: ReadonlySet<Phase> = new Set([Phase.FAILED, Phase.FAILING, Phase.TIMED_OUT]);

/** The middle of where the workflow begins. */
function firstSpot({ nodes }: VisibleGraph, layout: Layout): Point {
  const first = nodes.find(({ rank }) => rank === "first") ?? nodes[0];
  const box = first && layout.nodes.get(first.id);
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 };
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
