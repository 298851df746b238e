import { type PointerEvent, useEffect, useRef } from "react";
import { useReactFlow, useStore } from "reactflow";
import { paintGraph } from "./canvas/paint.ts";
import { currentPalette } from "./canvas/palette.ts";
import { type Rect, type Spots, viewOf } from "./canvas/spots.ts";
import { themeChanges } from "./canvas/theme-changes.ts";
import { useGraph } from "./graph-context.ts";
import type { Layout } from "./layout.ts";

const WIDTH = 148;
const HEIGHT = 100;
const PADDING = 6;
/** A run that changes all the time changes its map less often. */
const APART_MS = 500;

/** Edges would be a smear. */
const onlyBoxes = { isFar: true, hasNode: () => false, hasEdge: () => true };

interface GraphMapProps {
  readonly layout: Layout;
  readonly spots: Spots;
}

/** The whole graph small, in the colours of its phases; dragging in it moves the view. */
export function GraphMap({ layout, spots }: GraphMapProps) {
  const { store } = useGraph();
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useReactFlow();
  const whole = wholeOf(layout);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const paint = () => {
      timer = undefined;
      const ratio = globalThis.devicePixelRatio || 1;
      element.width = WIDTH * ratio;
      element.height = HEIGHT * ratio;
      const rect = wholeOf(layout);
      const zoom = WIDTH / rect.width;
      paintGraph({ context, palette: currentPalette(), rect, zoom, scale: zoom * ratio }, spots, store, onlyBoxes);
    };
    paint();
    const ends = [
      store.subscribeAll(() => {
        timer ??= setTimeout(paint, APART_MS);
      }),
      themeChanges(paint),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [store, spots, layout]);

  const moveTo = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = whole.x + ((event.clientX - box.x) / WIDTH) * whole.width;
    const y = whole.y + ((event.clientY - box.y) / HEIGHT) * whole.height;
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <div
      role="img"
      aria-label={`Map of ${store.graph.nodes.length.toLocaleString("en")} nodes`}
      className="absolute right-4 bottom-6 z-5 h-25 w-37 cursor-crosshair touch-none overflow-hidden rounded-card border border-line-2 bg-surface max-sm:hidden"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons !== 0) moveTo(event);
      }}
    >
      <canvas ref={canvas} className="size-full" />
      <View whole={whole} />
    </div>
  );
}

/** What of the graph is in view. */
function View({ whole }: { readonly whole: Rect }) {
  const transform = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const view = viewOf(transform, { width, height });
  const [across, down] = [WIDTH / whole.width, HEIGHT / whole.height];
  return (
    <i
      className="pointer-events-none absolute rounded-xs border border-accent shadow-[0_0_0_200px_color-mix(in_srgb,var(--bg)_55%,transparent)]"
      style={{
        left: (view.x - whole.x) * across,
        top: (view.y - whole.y) * down,
        width: Math.max(6, view.width * across),
        height: Math.max(6, view.height * down),
      }}
    />
  );
}

/** All of the graph, in the shape of the map. */
function wholeOf({ width, height }: Layout): Rect {
  const zoom = Math.min((WIDTH - 2 * PADDING) / Math.max(width, 1), (HEIGHT - 2 * PADDING) / Math.max(height, 1));
  const [across, down] = [WIDTH / zoom, HEIGHT / zoom];
  return { x: (width - across) / 2, y: (height - down) / 2, width: across, height: down };
}
