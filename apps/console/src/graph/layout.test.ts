import fc from "fast-check";
import { expect, it } from "vitest";
import { cornerOf, type Direction, type LayoutEdge, type LayoutGraph, type LayoutNode, layoutGraph } from "./layout.ts";

const box = (id: string, parent = ""): LayoutNode => ({ id, parent, width: 200, height: 44 });
const edge = (from: string, to: string): LayoutEdge => ({ id: `${from}→${to}`, from, to });
const parentsOf = ({ nodes }: LayoutGraph) => new Map(nodes.map(({ id, parent }) => [id, parent]));

/** Any acyclic graph: edges lead from lower to higher numbers. */
const anyGraph: fc.Arbitrary<LayoutGraph> = fc.integer({ min: 2, max: 30 }).chain((count) =>
  fc.record({
    nodes: fc.constant(Array.from({ length: count }, (_, i) => box(`n${i}`))),
    edges: fc.uniqueArray(
      fc
        .tuple(fc.nat(count - 1), fc.nat(count - 1))
        .filter(([a, b]) => a < b)
        .map(([a, b]) => edge(`n${a}`, `n${b}`)),
      { selector: ({ id }) => id, maxLength: 60 },
    ),
  }),
);
const anyDirection = fc.constantFrom<Direction>("TB", "LR");

it("never lets two boxes of one level overlap", () => {
  fc.assert(
    fc.property(anyGraph, anyDirection, (graph, direction) => {
      const boxes = [...layoutGraph(graph, direction).nodes.values()];
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
          const under = a.y + a.height <= b.y || b.y + b.height <= a.y;
          if (!beside && !under) expect.fail(`${JSON.stringify(a)} and ${JSON.stringify(b)} overlap`);
        }
      }
    }),
  );
});

it("puts every target after its source, in the direction asked for", () => {
  fc.assert(
    fc.property(anyGraph, anyDirection, (graph, direction) => {
      const { nodes } = layoutGraph(graph, direction);
      for (const { from, to } of graph.edges) {
        const [a, b] = [nodes.get(from), nodes.get(to)];
        if (direction === "TB") expect((a?.y ?? 0) + 44).toBeLessThan(b?.y ?? 0);
        else expect((a?.x ?? 0) + 200).toBeLessThan(b?.x ?? 0);
      }
    }),
  );
});

it("routes every edge at right angles, from its source's end to its target's beginning", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { nodes, routes } = layoutGraph(graph, "TB");
      for (const { id, from, to } of graph.edges) {
        const points = routes.get(id) ?? [];
        const [a, b] = [nodes.get(from), nodes.get(to)];
        expect(points[0]).toEqual({ x: (a?.x ?? 0) + 100, y: (a?.y ?? 0) + 44 });
        expect(points.at(-1)).toEqual({ x: (b?.x ?? 0) + 100, y: b?.y ?? 0 });
        for (const [i, point] of points.slice(1).entries()) {
          expect(point.x === points[i]?.x || point.y === points[i]?.y).toBe(true);
        }
      }
    }),
  );
});

it("keeps edges out of the boxes they do not belong to", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const { nodes, routes } = layoutGraph(graph, "TB");
      for (const points of routes.values()) {
        for (const [i, b] of points.slice(1).entries()) {
          const a = points[i] ?? b;
          for (const { x, y, width, height } of nodes.values()) {
            const crossesX = Math.min(a.x, b.x) < x + width - 1 && Math.max(a.x, b.x) > x + 1;
            const crossesY = Math.min(a.y, b.y) < y + height - 1 && Math.max(a.y, b.y) > y + 1;
            if (crossesX && crossesY) expect.fail(`${JSON.stringify([a, b])} runs through the box at ${x}, ${y}`);
          }
        }
      }
    }),
  );
});

it("gives the same layout for the same graph", () => {
  fc.assert(
    fc.property(anyGraph, anyDirection, (graph, direction) => {
      expect(layoutGraph(graph, direction)).toEqual(layoutGraph(graph, direction));
    }),
  );
});

it("draws a chain as one straight line", () => {
  const nodes = ["a", "b", "c", "d"].map((id) => box(id));
  const { nodes: placed } = layoutGraph({ nodes, edges: [edge("a", "b"), edge("b", "c"), edge("c", "d")] }, "TB");
  expect(new Set([...placed.values()].map(({ x }) => x)).size).toBe(1);
});

it("centres the ends of a diamond over and under its arms", () => {
  const graph = {
    nodes: ["a", "b", "c", "d"].map((id) => box(id)),
    edges: [edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d")],
  };
  const { nodes } = layoutGraph(graph, "TB");
  const middle = ((nodes.get("b")?.x ?? 0) + (nodes.get("c")?.x ?? 0)) / 2;
  expect(nodes.get("a")?.x).toBe(middle);
  expect(nodes.get("d")?.x).toBe(middle);
});

it("holds start first, end and failure handlers last, and moves an input node down to what it feeds", () => {
  const graph = {
    nodes: [
      { ...box("start"), rank: "first" as const },
      { ...box("end"), rank: "last" as const },
      box("a"),
      box("b"),
      box("late"),
    ],
    edges: [edge("start", "a"), edge("a", "b"), edge("late", "b"), edge("b", "end")],
  };
  const { nodes } = layoutGraph(graph, "TB");
  const ys = ["start", "a", "b", "end"].map((id) => nodes.get(id)?.y ?? 0);
  expect(ys).toEqual([...ys].sort((a, b) => a - b));
  expect(nodes.get("late")?.y).toBe(nodes.get("a")?.y);
});

it("puts children inside their container, below its head, however deep", () => {
  const graph = {
    nodes: [
      box("a"),
      { ...box("sub"), isContainer: true },
      box("sub/x", "sub"),
      { ...box("sub/in", "sub"), isContainer: true },
      box("sub/in/y", "sub/in"),
      box("sub/in/z", "sub/in"),
    ],
    edges: [edge("a", "sub"), edge("sub/x", "sub/in"), edge("sub/in/y", "sub/in/z")],
  };
  const layout = layoutGraph(graph, "TB");
  for (const { id, parent } of graph.nodes) {
    const [inner, outer] = [layout.nodes.get(id), layout.nodes.get(parent)];
    if (!inner || !outer) continue;
    expect(inner.x).toBeGreaterThanOrEqual(0);
    expect(inner.y).toBeGreaterThanOrEqual(32);
    expect(inner.x + inner.width).toBeLessThanOrEqual(outer.width);
    expect(inner.y + inner.height).toBeLessThanOrEqual(outer.height);
  }
  const corner = cornerOf("sub/in/y", layout.nodes, parentsOf(graph));
  expect(layout.routes.get("sub/in/y→sub/in/z")?.[0]).toEqual({ x: corner.x + 100, y: corner.y + 44 });
});

it("draws a graph with a cycle all the same: a broken document is looked at, too", () => {
  const graph = { nodes: [box("a"), box("b"), box("c")], edges: [edge("a", "b"), edge("b", "c"), edge("c", "b")] };
  expect(layoutGraph(graph, "TB").nodes.size).toBe(3);
});

it.each([
  ["a chain", (i: number) => [edge(`n${i}`, `n${i + 1}`)]],
  ["a chain whose every node also reads the start", (i: number) => [edge(`n${i}`, `n${i + 1}`), edge("n0", `n${i}`)]],
  ["a fan", (i: number) => [edge("n0", `n${i + 1}`)]],
])("lays out %s of 5,000 nodes without recursion, in well under a second", (_, edgesOf) => {
  const nodes = Array.from({ length: 5001 }, (_, i) => box(`n${i}`));
  const edges = [...new Map(nodes.slice(1).flatMap((_, i) => edgesOf(i).map((each) => [each.id, each]))).values()];
  const started = performance.now();
  const layout = layoutGraph({ nodes, edges: edges.filter(({ from, to }) => from !== to) }, "TB");
  expect(layout.nodes.size).toBe(5001);
  expect(performance.now() - started).toBeLessThan(4000);
});
