const PADDING = 24;
/** Text below this cannot be read; a graph that does not fit begins at its beginning instead. */
const SMALLEST = 0.45;
/** A graph this large cannot be seen as a whole anyway: fewer boxes at once keep it quick. */
const SMALLEST_LARGE = 0.8;
export const LARGE = 400;

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

/** Whether some of the graph is not in the starting view. */
export function isOutside(graph: Size, canvas: Size): boolean {
  const { zoom } = startingViewport(graph, canvas, { x: 0, y: 0 });
  return graph.width * zoom > canvas.width || graph.height * zoom > canvas.height;
}

/** In the middle where it fits; else around what is first, but with no more emptiness at an edge than need be. */
function begin(length: number, room: number, first: number): number {
  if (length <= room - 2 * PADDING) return Math.round((room - length) / 2);
  return Math.round(Math.max(room - PADDING - length, Math.min(PADDING, room / 2 - first)));
}
