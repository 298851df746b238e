import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { components, graphOf, inOrder, reach, shortestLoop, sortedOnce, toConnections } from "./graph.ts";
import { aWorkflow, compile, errors, run, warnings } from "./testdata/samples.ts";
import { compareUtf8 } from "./utf8-order.ts";

const after = (id: string, ...upstreamNodeIds: string[]) => run(id, "quiet", {}, { upstreamNodeIds });

describe("a workflow's graph", () => {
  it.each([
    ["may be a chain", [after("a"), after("b", "a"), after("c", "b")], []],
    ["may not loop", [after("s"), after("a", "s", "b"), after("b", "a")], ["CycleDetected@start-node"]],
    ["may not loop out of reach", [after("a", "b"), after("b", "a")], ["CycleDetected@start-node"]],
    ["may not wait for itself", [after("a", "a")], ["CycleDetected@start-node"]],
    [
      "says each loop once",
      [after("a", "b"), after("b", "a"), after("c", "d"), after("d", "c")],
      ["CycleDetected@start-node", "CycleDetected@start-node"],
    ],
    [
      "may not wait for what is not there",
      [after("a", "ghost"), after("b", "a")],
      ["UnreachableNodes@start-node", "UnreachableNodes@start-node"],
    ],
    ["may wait for what is not there if something else leads to it", [after("a"), after("b", "a", "ghost")], []],
    ["may name start-node", [after("a", "start-node"), after("b", "")], []],
  ])("%s", (_, nodes, expected) => expect(errors(aWorkflow(nodes))).toEqual(expected));

  it("says the missing predecessor once in strict mode, with what may have been meant", () => {
    const { diagnostics } = compile(aWorkflow([after("first"), after("b", "frist"), after("c", "b")]), {
      mode: "strict",
    });
    expect(diagnostics).toMatchObject([
      {
        code: "NodeReferenceNotFound",
        path: ["template", "nodes", 1, "upstreamNodeIds", 0],
        hints: [{ text: 'Did you mean "first"?' }],
      },
    ]);
  });

  it("warns of a missing predecessor in upstream's mode", () => {
    expect(warnings(aWorkflow([after("a"), after("b", "a", "ghost")]))).toEqual(["NodeReferenceNotFound@ghost"]);
  });

  it("shows the loop only, its smallest node first, with every edge's field", () => {
    const nodes = [after("z"), after("c", "b", "z"), after("b", "a"), after("a", "c")];
    const [found] = compile(aWorkflow(nodes)).diagnostics;
    expect(found?.data).toMatchObject({
      cycle: ["a", "b", "c"],
      walk: ["start-node", "z", "c", "a", "b", "c", "a"],
    });
    expect(found?.message).toBe("Nodes wait for each other: a → b → c → a");
    expect(found?.path).toEqual(["template", "nodes", 3, "upstreamNodeIds", 0]);
    expect(found?.related.map(({ message }) => message)).toEqual([
      "b comes after a",
      "c comes after b",
      "a comes after c",
    ]);
  });
});

const anyEdges = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 20 });
const edgesOf = (edges: readonly (readonly [number, number])[]) =>
  graphOf(edges.map(([from, to]) => ({ id: String(to), providers: [String(from)], isScheduled: true })));

test("a node is in a component exactly if it can come back to itself", () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      const { downstream } = edgesOf(edges);
      const successors = (id: string) => downstream.get(id) ?? [];
      const ids = [...new Set(edges.flat().map(String))];
      const looping = new Set(components(ids, successors).flat());
      for (const id of ids) expect(looping.has(id)).toBe(reach(successors(id), successors).has(id));
    }),
  );
});

test("the shortest loop is a walk along edges that ends where it began", () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      const { downstream } = edgesOf(edges);
      const successors = (id: string) => downstream.get(id) ?? [];
      for (const members of components(downstream.keys(), successors)) {
        const start = members[0] ?? "";
        const loop = shortestLoop(start, new Set(members), successors) ?? [];
        expect(loop[0]).toBe(start);
        loop.forEach((from, index) => {
          expect([...successors(from)]).toContain(loop[(index + 1) % loop.length]);
        });
      }
    }),
  );
});

test("all nodes come in order exactly if there is no loop and all are reached", () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      const graph = edgesOf([...edges, [9, 0]]);
      const successors = (id: string) => graph.downstream.get(id) ?? [];
      const ids = new Set(["9", "0", ...edges.flat().map(String)]);
      const isWhole = components(ids, successors).length === 0 && reach(["9"], successors).size === ids.size;
      expect(inOrder("9", graph).length === ids.size).toBe(isWhole);
    }),
  );
});

test("ids are sorted as their UTF-8 bytes, each once", () => {
  expect(sortedOnce(["b", "\u{10000}", "a", "\uffff", "b"])).toEqual(["a", "b", "\uffff", "\u{10000}"]);
});

test("connections do not depend on the order in which edges are added", () => {
  fc.assert(
    fc.property(anyEdges, (edges) => {
      const backwards = edgesOf([...edges].reverse());
      expect(JSON.stringify(toConnections(backwards))).toBe(JSON.stringify(toConnections(edgesOf(edges))));
    }),
  );
});

// From each range that UTF-16 and UTF-8 may order differently; no lone surrogates, which UTF-8 has no bytes for.
const anyText = fc
  .array(fc.constantFrom("a", "-", "\u007f", "é", "\ud7ff", "\ue000", "\uffff", "𐀀", "😀"))
  .map((parts) => parts.join(""));

test("text is ordered as its UTF-8 bytes", () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});
