import type { Direction, Layout, LayoutGraph } from "./layout.ts";
import type { LayoutRequest } from "./layout.worker.ts";
import { type PackedLayout, packGraph, unpackLayout } from "./packed.ts";

/** A graph of more nodes is placed in a worker: the page goes on meanwhile. */
export const PLACED_HERE_UP_TO = 2000;

interface Answer {
  readonly number: number;
  readonly layout: PackedLayout;
}

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, { resolve: (layout: PackedLayout) => void; reject: (reason: unknown) => void }>();

/** Places a graph in a worker, as layoutGraph does. Rejects where there can be no worker. */
export async function placeElsewhere(graph: LayoutGraph, direction: Direction): Promise<Layout> {
  const packed = packGraph(graph);
  const layout = await new Promise<PackedLayout>((resolve, reject) => {
    worker ??= start();
    asked += 1;
    waiting.set(asked, { resolve, reject });
    const request: LayoutRequest = { number: asked, graph: packed, direction };
    worker.postMessage(request, [packed.sizes.buffer, packed.facts.buffer, packed.edges.buffer]);
  });
  return unpackLayout(layout, graph);
}

function start(): Worker {
  const started = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module", name: "skein-layout" });
  started.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.number)?.resolve(data.layout);
    waiting.delete(data.number);
  });
  started.addEventListener("error", () => {
    for (const { reject } of waiting.values()) reject(new Error("The graph could not be placed"));
    waiting.clear();
    worker = undefined;
  });
  return started;
}
