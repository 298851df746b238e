/**
 * A better placement for small graphs, from ELK in a worker, within a deadline; larger ones keep the first placement.
 *
 * A worker that is late is ended, because ELK cannot be interrupted, and a new one is warmed in idle time. Answers are
 * kept by what was asked, so that opening and closing a container twice costs nothing.
 */
import type { RefineRequest } from "./elk.worker.ts";
import type { Direction, Layout, LayoutGraph } from "./layout.ts";

const MAX_NODES = 300;
const MAX_EDGES = 600;
const DEADLINE_MS = 1500;
const KEPT = 50;

/** The part of a Worker that is used. */
export interface RefineWorker {
  postMessage(message: RefineRequest): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Layout | undefined>) => void): void;
  addEventListener(type: "error", listener: () => void): void;
  terminate(): void;
}

export class Refiner {
  readonly #start: () => RefineWorker;
  readonly #answers = new Map<string, Promise<Layout | undefined>>();
  #idle: RefineWorker | undefined;

  constructor(start: () => RefineWorker) {
    this.#start = start;
  }

  /** Undefined when the graph is too large or ELK was not done in time. @param key the graph, what is closed, the direction */
  refine(key: string, graph: LayoutGraph, direction: Direction): Promise<Layout | undefined> {
    if (graph.nodes.length > MAX_NODES || graph.edges.length > MAX_EDGES || graph.nodes.length === 0) {
      return Promise.resolve(undefined);
    }
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = this.#ask({ graph, direction });
    this.#answers.set(key, answer);
    const oldest = this.#answers.keys().next();
    if (this.#answers.size > KEPT && !oldest.done) this.#answers.delete(oldest.value);
    return answer;
  }

  /** Starts a worker, so that the next question does not wait for it. */
  warm(): void {
    this.#idle ??= this.#start();
  }

  #ask(request: RefineRequest): Promise<Layout | undefined> {
    const worker = this.#idle ?? this.#start();
    this.#idle = undefined;
    return new Promise((resolve) => {
      let ended = false;
      const end = (layout: Layout | undefined, keep: boolean) => {
        if (ended) return; // a kept worker's answer to a later question
        ended = true;
        clearTimeout(deadline);
        if (keep && !this.#idle) this.#idle = worker;
        else worker.terminate();
        resolve(layout);
      };
      const deadline = setTimeout(() => {
        end(undefined, false);
        this.warm();
      }, DEADLINE_MS);
      worker.addEventListener("message", ({ data }) => end(data, true));
      worker.addEventListener("error", () => end(undefined, false));
      worker.postMessage(request);
    });
  }
}

let shared: Refiner | undefined;

export function sharedRefiner(): Refiner {
  shared ??= new Refiner(
    () => new Worker(new URL("./elk.worker.ts", import.meta.url), { type: "module", name: "skein-elk" }),
  );
  return shared;
}
