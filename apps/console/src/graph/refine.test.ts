import { beforeEach, expect, it, vi } from "vitest";
import type { RefineRequest } from "./elk.worker.ts";
import { layoutWithElk } from "./elk-layout.ts";
import { type Layout, type LayoutGraph, layoutGraph } from "./layout.ts";
import { Refiner, type RefineWorker } from "./refine.ts";

const graph = (count: number): LayoutGraph => ({
  nodes: Array.from({ length: count }, (_, i) => ({ id: `n${i}`, parent: "", width: 200, height: 44 })),
  edges: Array.from({ length: count - 1 }, (_, i) => ({ id: `e${i}`, from: `n${i}`, to: `n${i + 1}` })),
});

class FakeWorker implements RefineWorker {
  ended = false;
  asked = 0;
  readonly answer: Layout | undefined;
  #listener: ((event: MessageEvent<Layout | undefined>) => void) | undefined;

  constructor(answer: Layout | undefined) {
    this.answer = answer;
  }

  postMessage(_: RefineRequest): void {
    this.asked += 1;
    if (this.answer) setTimeout(() => this.#listener?.(new MessageEvent("message", { data: this.answer })), 100);
  }

  addEventListener(type: string, listener: (event: MessageEvent<Layout | undefined>) => void): void {
    if (type === "message") this.#listener = listener;
  }

  terminate(): void {
    this.ended = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

const setUp = (answers: boolean) => {
  const layout = layoutGraph(graph(3), "TB");
  const workers: FakeWorker[] = [];
  const refiner = new Refiner(() => {
    const worker = new FakeWorker(answers ? layout : undefined);
    workers.push(worker);
    return worker;
  });
  return { refiner, workers, layout };
};

it("answers from one worker, and the same question from memory", async () => {
  const { refiner, workers, layout } = setUp(true);
  const first = refiner.refine("k", graph(3), "TB");
  await vi.advanceTimersByTimeAsync(200);
  expect(await first).toBe(layout);
  expect(await refiner.refine("k", graph(3), "TB")).toBe(layout);
  const other = refiner.refine("k2", graph(4), "TB");
  await vi.advanceTimersByTimeAsync(200);
  await other;
  expect([workers.length, workers[0]?.asked]).toEqual([1, 2]);
});

it("ends a worker that is late and warms another", async () => {
  const { refiner, workers } = setUp(false);
  const late = refiner.refine("k", graph(3), "TB");
  await vi.advanceTimersByTimeAsync(1600);
  expect(await late).toBeUndefined();
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
});

it.each([
  ["too many nodes", graph(301)],
  ["nothing", graph(0)],
])("does not ask for %s", async (_, each) => {
  const { refiner, workers } = setUp(true);
  expect(await refiner.refine("k", each, "TB")).toBeUndefined();
  expect(workers).toHaveLength(0);
});

it.each(["TB", "LR"] as const)("reads ELK's placement of containers, %s", async (direction) => {
  vi.useRealTimers();
  const box = (id: string, parent = "") => ({ id, parent, width: 200, height: 44 });
  const nested: LayoutGraph = {
    nodes: [box("a"), { ...box("sub"), isContainer: true }, box("sub/x", "sub"), box("sub/y", "sub"), box("b")],
    edges: [
      { id: "1", from: "a", to: "sub" },
      { id: "2", from: "sub/x", to: "sub/y" },
      { id: "3", from: "sub", to: "b" },
    ],
  };
  const { nodes, routes } = await layoutWithElk(nested, direction);
  const [a, sub, x] = [nodes.get("a"), nodes.get("sub"), nodes.get("sub/x")];
  expect([...routes.keys()].sort()).toEqual(["1", "2", "3"]);
  expect(x?.y).toBeGreaterThanOrEqual(32);
  expect((x?.x ?? 0) + 200).toBeLessThanOrEqual(sub?.width ?? 0);
  if (direction === "TB") expect((a?.y ?? 0) + 44).toBeLessThan(sub?.y ?? 0);
  else expect((a?.x ?? 0) + 200).toBeLessThan(sub?.x ?? 0);
});
