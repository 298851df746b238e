const PADDING = 24;
/** Text below this cannot be read; a graph that does not fit begins at its beginning instead. */
const SMALLEST = 0.45;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where to look first: all of it where that can be read, else its beginning. */
export function startingViewport(graph: Size, canvas: Size): { x: number; y: number; zoom: number } {
  const room = { width: canvas.width - 2 * PADDING, height: canvas.height - 2 * PADDING };
  const fits = Math.min(1, room.width / Math.max(graph.width, 1), room.height / Math.max(graph.height, 1));
  const zoom = Math.max(fits, SMALLEST);
  return { zoom, x: begin(graph.width * zoom, canvas.width), y: begin(graph.height * zoom, canvas.height) };
}

/** Whether some of the graph is not in the starting view. */
export function isOutside(graph: Size, canvas: Size): boolean {
  const { zoom } = startingViewport(graph, canvas);
  return graph.width * zoom > canvas.width || graph.height * zoom > canvas.height;
}

/** In the middle where it fits, at the edge where it does not. */
function begin(length: number, room: number): number {
  return length <= room - 2 * PADDING ? Math.round((room - length) / 2) : PADDING;
}
