import { useEffect, useRef } from "react";
import { useStoreApi, ViewportPortal } from "reactflow";
import type { GraphStore } from "../graph-store.ts";
import { type Drawn, FAR } from "./drawn.ts";
import { paintGraph } from "./paint.ts";
import { currentPalette } from "./palette.ts";
import { contains, type Rect, type Spots, viewOf, widened } from "./spots.ts";
import { themeChanges } from "./theme-changes.ts";

/** What is painted around the view, in parts of it: so far one pans without painting anew. */
const AROUND = 0.3;
const SETTLED_MS = 120;
/** Some five screens; a canvas beyond is scaled up. */
const MOST_PIXELS = 9e6;

interface GraphCanvasProps {
  readonly spots: Spots;
  readonly store: GraphStore;
  readonly drawn: Drawn;
}

/**
 * What is not drawn as elements. It lies in React Flow's viewport and moves with it: a pan paints nothing, until it comes
 * to what was not painted yet, and a zoom shows what there is larger or smaller until it rests.
 */
export function GraphCanvas({ spots, store, drawn }: GraphCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    let painted: { rect: Rect; zoom: number } | undefined;
    let frame = 0;
    let settling: ReturnType<typeof setTimeout> | undefined;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let took = 0;
    const paint = () => {
      frame = 0;
      const { transform, width, height } = flow.getState();
      const began = performance.now();
      painted = { rect: widened(viewOf(transform, { width, height }), AROUND), zoom: transform[2] };
      const scale = place(element, painted.rect, painted.zoom);
      paintGraph({ context, palette: currentPalette(), ...painted, scale }, spots, store, drawn);
      took = performance.now() - began;
    };
    const soon = () => {
      frame ||= requestAnimationFrame(paint);
    };
    // A run that changes all the time may take a fifth of the time for it.
    const later = () => {
      waiting ??= setTimeout(
        () => {
          waiting = undefined;
          soon();
        },
        Math.min(400, took * 4),
      );
    };
    const ends = [
      flow.subscribe((state, before) => {
        if (state.transform === before.transform && state.width === before.width && state.height === before.height)
          return;
        const [, , zoom] = state.transform;
        const ratio = painted ? zoom / painted.zoom : 0;
        const crossed = painted !== undefined && zoom < FAR !== painted.zoom < FAR;
        clearTimeout(settling);
        if (!painted || crossed || ratio > 2 || !contains(painted.rect, viewOf(state.transform, state))) soon();
        else if (ratio !== 1) settling = setTimeout(soon, SETTLED_MS);
      }),
      store.subscribeAll(later),
      themeChanges(soon),
    ];
    // The first time before anything is seen; what changes later may wait for its frame.
    if (element.style.transform === "") paint();
    else soon();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(settling);
      clearTimeout(waiting);
      for (const end of ends) end();
    };
  }, [spots, store, drawn, flow]);
  return (
    <ViewportPortal>
      <canvas ref={canvas} className="pointer-events-none absolute top-0 left-0 -z-1 origin-top-left" />
    </ViewportPortal>
  );
}

/** Lays the canvas over a part of the graph. @returns its pixels by one unit of the graph */
function place(canvas: HTMLCanvasElement, { x, y, width, height }: Rect, zoom: number): number {
  const wanted = zoom * (globalThis.devicePixelRatio || 1);
  const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / Math.max(width * height, 1)));
  const [columns, rows] = [Math.max(1, Math.ceil(width * scale)), Math.max(1, Math.ceil(height * scale))];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  canvas.style.width = `${columns / scale}px`;
  canvas.style.height = `${rows / scale}px`;
  canvas.style.transform = `translate(${x}px, ${y}px)`;
  return scale;
}
