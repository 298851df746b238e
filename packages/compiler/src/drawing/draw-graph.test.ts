import { GraphNode_Kind as Kind } from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, test } from "vitest";
import { closureOf, type WorkflowSketch } from "../testing/closure.ts";
import { graphOf } from "./draw-graph.ts";

const inner = { name: "inner", nodes: [{ id: "x" }, { id: "y", after: ["x"] }], outputs: ["y"] };

describe("the drawn form of a workflow", () => {
  test("has every node of every level once per place, by path", () => {
    const { nodes } = graphOf(
      closureOf({ nodes: [{ id: "a" }, { id: "s", inside: inner, after: ["a"] }, { id: "t", inside: inner }] }),
    );
    expect(nodes.map((node) => [node.path, node.parent, Kind[node.kind]])).toEqual([
      ["start-node", "", "START"],
      ["end-node", "", "END"],
      ["a", "", "TASK"],
      ["s", "", "WORKFLOW"],
      ["s/start-node", "s", "START"],
      ["s/end-node", "s", "END"],
      ["s/x", "s", "TASK"],
      ["s/y", "s", "TASK"],
      ["t", "", "WORKFLOW"],
      ["t/start-node", "t", "START"],
      ["t/end-node", "t", "END"],
      ["t/x", "t", "TASK"],
      ["t/y", "t", "TASK"],
    ]);
  });

  test("says which output feeds which input on an edge, and nothing on one of pure order", () => {
    const { edges } = graphOf(closureOf({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }], outputs: ["b"] }));
    const found = edges.map(({ from, to, bindings }) => [
      from,
      to,
      bindings.map((each) => `${each.output}→${each.input}`),
    ]);
    expect(found).toEqual([
      ["start-node", "a", []],
      ["a", "b", ["o→a"]],
      ["b", "end-node", ["o→b"]],
    ]);
  });

  test("names what a node refers to, its type and its retries", () => {
    const { nodes } = graphOf(closureOf({ nodes: [{ id: "a", retries: 2 }] }));
    expect(nodes.find((node) => node.id === "a")).toMatchObject({
      target: "p:d:t:1",
      taskType: "raw-container",
      retries: 2,
    });
  });

  test("says of each arm of a branch when it is taken", () => {
    const { nodes } = graphOf(closureOf({ nodes: [{ id: "b", arms: [{ id: "x" }, { id: "y" }], hasElse: true }] }));
    const arms = nodes.filter(({ parent }) => parent === "b").map(({ condition }) => condition);
    expect(arms).toEqual(["x == 0", "else"]);
    expect(nodes.find(({ id }) => id === "b")).toMatchObject({ target: "x == 0", condition: "" });
  });

  test("of a closure without a workflow is empty", () => {
    expect(graphOf({ ...closureOf({ nodes: [] }), primary: undefined }).nodes).toEqual([]);
  });

  test("cuts what unfolds without end, and leaves no edge to what is not drawn", () => {
    // Each level uses the next one twice: 2^20 places at the bottom.
    let level: WorkflowSketch = { name: "bottom", nodes: [{ id: "x" }] };
    for (let depth = 0; depth < 20; depth += 1)
      level = {
        name: `level${depth}`,
        nodes: [
          { id: "l", inside: level },
          { id: "r", inside: level, after: ["l"] },
        ],
      };
    const { nodes, edges } = graphOf(closureOf(level));
    expect(nodes.length).toBeLessThanOrEqual(50_000);
    const paths = new Set(nodes.map((node) => node.path));
    expect(paths.size).toBe(nodes.length);
    for (const { from, to } of edges) expect([paths.has(from), paths.has(to)]).toEqual([true, true]);
  });
});
