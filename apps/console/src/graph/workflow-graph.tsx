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
import {
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Background, ReactFlow, ReactFlowProvider, useReactFlow, type Viewport } from "reactflow";
import { GraphCanvas } from "./canvas/graph-canvas.tsx";
import { Spots } from "./canvas/spots.ts";
import { useDrawn } from "./canvas/use-drawn.ts";
import { usePaintedPointer } from "./canvas/use-painted-pointer.ts";
import { type BoxNode, edgeTypes, type LineEdge, nodeTypes, toFlowEdges, toFlowNodes } from "./flow-elements.tsx";
import { GraphProvider, type GraphTools } from "./graph-context.ts";
import { GraphControls } from "./graph-controls.tsx";
import { GraphFind } from "./graph-find.tsx";
import { GraphMap } from "./graph-map.tsx";
import { type GraphBreakpoints, type GraphMarks, GraphStore } from "./graph-store.ts";
import { Hover } from "./hover.ts";
import type { Direction } from "./layout.ts";
import { Lights } from "./lit.ts";
import { NodeLabel } from "./node-label.tsx";
import { graphWithin } from "./scope.ts";
import { ScopeTrail } from "./scope-trail.tsx";
import type { Shading, UsualDurations } from "./shade.ts";
import { isStack } from "./stacks.ts";
import { useCanvasSize } from "./use-canvas-size.ts";
import { type Opening, useFolding } from "./use-folding.ts";
import { useGraphFind } from "./use-graph-find.ts";
import { useGraphKeys } from "./use-graph-keys.ts";
import { betterDirection, useLayout } from "./use-layout.ts";
import { useShades } from "./use-shades.ts";
import { useStacks } from "./use-stacks.ts";
import { type Hand, READABLE, useView } from "./use-view.ts";
import { smallestZoom } from "./viewport.ts";
import { containersOf, visibleGraph } from "./visible.ts";

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
  readonly readOutputs?: (path: string) => Promise<ReadonlyMap<string, string>>;
  /** Somebody wants to say what a gate waits for. */
  readonly onAnswer?: (path: string) => void;
  readonly memory?: GraphMemory;
  /** What others do to its containers. */
  readonly handle?: Ref<GraphHandle>;
  /** Lights the relatives of the node that is under the pointer in any view; without it only this one's. */
  readonly hover?: Hover;
}

/** What of the view outlives the graph, as long as its page: it is written here, and read when it is shown again. */
export interface GraphMemory {
  /** Of the container that was gone into; another one is another graph. */
  scope?: string | undefined;
  viewport?: Viewport;
  direction?: Direction;
  query?: string;
}

export interface GraphHandle {
  isClosed(path: string): boolean;
  toggle(path: string): void;
}

export function WorkflowGraph(props: WorkflowGraphProps) {
  return (
    // What is gone into is a graph of its own.
    <ReactFlowProvider key={props.scope ?? ""}>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

const noMarks: GraphMarks = new Map();
const noBreakpoints: GraphBreakpoints = new Map();
const MAP_FROM = 40;

function Canvas(props: WorkflowGraphProps) {
  const { nodes, marks, breakpoints, shading = "status", usual, selected, onSelect, hover: shared } = props;
  const hover = useMemo(() => shared ?? new Hover(), [shared]);
  const within = useMemo(() => graphWithin(props.graph, props.scope), [props.graph, props.scope]);
  const graph = useStacks({ ...props, graph: within });
  const store = useMemo(() => new GraphStore(graph), [graph]);
  const folding = useFolding(graph, nodes !== undefined);
  const { closed } = folding;
  const canvas = useRef<HTMLDivElement>(null);
  const kept = props.memory?.scope === props.scope ? props.memory : undefined;
  const [hand] = useState<Hand>(() => ({ isUsers: kept?.viewport !== undefined, hasMoved: false, anchor: undefined }));
  const visible = useMemo(() => visibleGraph(graph, closed), [graph, closed]);
  const [chosen, setChosen] = useState(kept?.direction);
  const size = useCanvasSize(canvas);
  // Only the first size decides: a panel that opens must not turn the graph.
  const isMeasured = size !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said above
  const better = useMemo(() => (size ? betterDirection(visible, size) : "TB"), [visible, isMeasured]);
  const direction = chosen ?? better;
  const key = `${useGraphKey(graph)} ${direction} ${[...closed].sort().join(" ")}`;
  const { layout, isRefined, isPending } = useLayout(key, visible, direction, () => hand.hasMoved);
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

  const { fit, show, bring } = useView({ hand, size, layout, spots, visible, store });

  // What is selected elsewhere is shown here: its containers open, and it comes into view.
  const brought = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (!size || brought.current === selected) return;
    const box = selected === undefined ? undefined : folding.reveal(selected);
    if (box !== undefined && !spots.get(box)) return; // once it has its place
    brought.current = selected;
    if (box !== undefined) bring(box, Math.max(flow.getZoom(), READABLE));
  }, [size, selected, folding, spots, bring, flow]);

  const toggle = useCallback(
    (path: string) => {
      // The view stays where it is; only the boxes around make room.
      Object.assign(hand, { isUsers: true, hasMoved: false, anchor: path } satisfies Hand);
      folding.toggle(path);
    },
    [hand, folding.toggle],
  );
  const find = useGraphFind(store, visible, nodes, kept?.query);

  const { memory, scope } = props;
  const keep = useEffectEvent(() => {
    if (memory)
      Object.assign(memory, {
        scope,
        query: find.text,
        viewport: flow.getViewport(),
        ...(chosen && { direction: chosen }),
      } satisfies GraphMemory);
  });
  useLayoutEffect(() => () => keep(), []);

  useImperativeHandle(props.handle, () => ({ isClosed: (path) => closed.has(path), toggle }), [closed, toggle]);

  const hasContainers = useMemo(() => containersOf(graph).some((path) => !isStack(path)), [graph]);
  const open = (which: Opening) => {
    Object.assign(hand, { isUsers: false, hasMoved: false, anchor: undefined } satisfies Hand);
    folding.open(which, (path) => isFailed(store, path));
  };

  // Boxes are drawn again when these tools change: they stay the same while what they call does not.
  const { onScope, readOutputs, onAnswer } = props;
  const latest = useRef({ onSelect, toggle, onScope, readOutputs, onAnswer });
  useLayoutEffect(() => {
    latest.current = { onSelect, toggle, onScope, readOutputs, onAnswer };
  });
  const canEnter = props.onScope !== undefined;
  const canRead = props.readOutputs !== undefined;
  const canAnswer = props.onAnswer !== undefined;
  const tools = useMemo<GraphTools>(
    () => ({
      store,
      direction,
      isFar: drawn.isFar,
      onSelect: (path) =>
        isStack(path)
          ? latest.current.toggle(path)
          : latest.current.onSelect?.(path === store.selected ? undefined : path),
      onToggle: (path) => latest.current.toggle(path),
      onEnter: canEnter ? (path) => latest.current.onScope?.(path) : undefined,
      readOutputs: canRead ? async (path) => (await latest.current.readOutputs?.(path)) ?? new Map() : undefined,
      onAnswer: canAnswer ? (path) => latest.current.onAnswer?.(path) : undefined,
      onHover: (path) => hover.set(path),
    }),
    [store, direction, drawn.isFar, hover, canEnter, canRead, canAnswer],
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
          {...(kept?.viewport && { defaultViewport: kept.viewport })}
          onMoveStart={(event) => {
            if (event) Object.assign(hand, { isUsers: true, hasMoved: true });
          }}
          onPaneClick={(event) => {
            store.selectEdge(undefined, undefined);
            const path = pointer.pathAt(event);
            if (path === undefined) onSelect?.(undefined);
            else tools.onSelect(path);
          }}
          onEdgeClick={(_, { id, target }) => store.selectEdge(id === store.selectedEdge ? undefined : id, target)}
          className={drawn.isPainted ? "" : "graph-eases"}
        >
          <Background gap={20} size={1.5} color="var(--grid)" />
          {drawn.isPainted && !isPending ? <GraphCanvas spots={spots} store={store} drawn={drawn} /> : undefined}
          <NodeLabel spots={spots} hover={hover} focused={focused} />
        </ReactFlow>
        {visible.nodes.length > MAP_FROM && !isPending ? <GraphMap layout={layout} spots={spots} /> : undefined}
        {isPending ? (
          <p role="status" className="absolute inset-0 grid animate-fade place-items-center text-muted">
            Placing {visible.nodes.length.toLocaleString("en")} nodes…
          </p>
        ) : undefined}
        <ScopeTrail
          graph={props.graph}
          scope={within === props.graph ? undefined : props.scope}
          onScope={props.onScope}
        />
        <GraphFind
          text={find.text}
          onText={find.setText}
          count={find.count}
          onNext={() => {
            const next = find.next();
            if (next === undefined) return;
            Object.assign(hand, { isUsers: true, hasMoved: true });
            show(next, Math.max(flow.getZoom(), READABLE));
          }}
          pinned={() => pathInFocus() ?? selected}
        />
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
            Object.assign(hand, { isUsers: false, hasMoved: false, anchor: undefined } satisfies Hand);
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
