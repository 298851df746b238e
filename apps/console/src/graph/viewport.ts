const PADDING = 24;
/** Text below this cannot be read; a graph that does not fit begins at its beginning instead. */
const SMALLEST = 0.45;
/** Of a graph this large the colours of its boxes tell more than the words of a few. */
const SMALLEST_LARGE = 0.15;
const LARGE = 400;
const SMALLEST_ZOOM = 0.12;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where to look first: all of it where that can be read, else its beginning, with `first` in the middle of its layer. */
export function startingViewport(graph: Size, canvas: Size, first: Spot, count = 0): Spot & { readonly zoom: number } {
  const room = { width: canvas.width - 2 * PADDING, height: canvas.height - 2 * PADDING };
  const fits = Math.min(1, room.width / Math.max(graph.width, 1), room.height / Math.max(graph.height, 1));
  const zoom = Math.max(fits, count > LARGE ? SMALLEST_LARGE : SMALLEST);
  return {
    zoom,
    x: begin(graph.width * zoom, canvas.width, first.x * zoom),
    y: begin(graph.height * zoom, canvas.height, first.y * zoom),
  };
}

/** How far out one can go: until all of it is seen. */
export function smallestZoom(graph: Size, canvas: Size | undefined): number {
  if (!canvas) return SMALLEST_ZOOM;
  const fits = Math.min(canvas.width / Math.max(graph.width, 1), canvas.height / Math.max(graph.height, 1));
  return Math.max(0.002, Math.min(SMALLEST_ZOOM, fits * 0.9));
}

/** In the middle where it fits; else around what is first, but with no more emptiness at an edge than need be. */
function begin(length: number, room: number, first: number): number {
  if (length <= room - 2 * PADDING) return Math.round((room - length) / 2);
  return Math.round(Math.max(room - PADDING - length, Math.min(PADDING, room / 2 - first)));
}
