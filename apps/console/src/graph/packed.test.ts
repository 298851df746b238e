import fc from "fast-check";
import { expect, it } from "vitest";
import { type LayoutGraph, type LayoutNode, layoutGraph } from "./layout.ts";
import { packGraph, packLayout, unpackGraph, unpackLayout } from "./packed.ts";

const node = (id: string, more: Partial<LayoutNode> = {}): LayoutNode => ({
  id,
  parent: "",
  width: 200,
  height: 44,
  ...more,
});

/** Some at the top, some in a container. */
const graphs = fc
  .record({
    top: fc.integer({ min: 1, max: 12 }),
    inside: fc.integer({ min: 0, max: 8 }),
    links: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 20 }),
  })
  .map(({ top, inside, links }): LayoutGraph => {
    const outer = Array.from({ length: top }, (_, at) => node(`n${at}`, at === 0 ? { rank: "first" } : {}));
    const inner = Array.from({ length: inside }, (_, at) => node(`box/${at}`, { parent: "box" }));
    const ends = links.map(([a, b]) => [a % top, b % top] as const).filter(([a, b]) => a < b);
    const edges = new Map(ends.map(([a, b]) => [`${a}-${b}`, { id: `${a}-${b}`, from: `n${a}`, to: `n${b}` }]));
    return {
      nodes: inside > 0 ? [...outer, node("box", { isContainer: true, width: 0, height: 0 }), ...inner] : outer,
      edges: [...edges.values()],
    };
  });

it("places a packed graph as the graph itself", () => {
  fc.assert(
    fc.property(graphs, fc.constantFrom("TB" as const, "LR" as const), (graph, direction) => {
      const packed = packLayout(layoutGraph(unpackGraph(packGraph(graph)), direction), {
        nodes: graph.nodes.length,
        edges: graph.edges.length,
      });
      const { nodes, routes, width, height } = unpackLayout(packed, graph);
      const own = layoutGraph(graph, direction);
      expect({ width, height }).toEqual({ width: own.width, height: own.height });
      expect(Object.fromEntries(nodes)).toEqual(Object.fromEntries(own.nodes));
      expect(Object.fromEntries(routes)).toEqual(Object.fromEntries(own.routes));
    }),
    { numRuns: 60 },
  );
});
