import { create } from "@bufbuild/protobuf";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  GraphEdgeSchema,
  GraphSchema,
  GraphNode_Kind as Kind,
  NodeSummarySchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { describe, expect, it } from "vitest";
import { GraphStore } from "./graph-store.ts";
import { countsOf, factsOf, lookOf } from "./node-face.ts";
import { isStack, withStacks } from "./stacks.ts";
import { initiallyClosed, visibleGraph } from "./visible.ts";

const none: ReadonlySet<string> = new Set();

/** `count` leaves between a and z, in a container or at the top. */
function fan(count: number, more: { readonly within?: string; readonly target?: (n: number) => string } = {}) {
  const { within = "", target = () => "p:d:nap:v1" } = more;
  const at = (id: string) => (within === "" ? id : `${within}/${id}`);
  const ids = Array.from({ length: count }, (_, n) => `n${n}`);
  return create(GraphSchema, {
    nodes: [
      ...(within === "" ? [] : [{ path: within, id: within, kind: Kind.WORKFLOW }]),
      { path: at("a"), id: "a", name: "a", parent: within, kind: Kind.TASK, target: "p:d:first:v1" },
      ...ids.map((id, n) => ({ path: at(id), id, name: id, parent: within, kind: Kind.TASK, target: target(n) })),
      { path: at("z"), id: "z", parent: within, kind: Kind.TASK, target: "p:d:last:v1" },
    ],
    edges: ids.flatMap((id) => [
      { from: at("a"), to: at(id) },
      { from: at(id), to: at("z") },
    ]),
  });
}
const drawn = (graph: ReturnType<typeof fan>, apart = none) => {
  const stacked = withStacks(graph, apart);
  const { nodes, edges } = visibleGraph(stacked, initiallyClosed(stacked));
  return { nodes: nodes.map(({ id }) => id), edges: edges.map(({ id }) => id) };
};

describe("a fan-out", () => {
  it("of twelve stays as it is, and the graph the same", () => {
    const graph = fan(12);
    expect(withStacks(graph, none)).toBe(graph);
  });

  it("of more is one box between its neighbours", () => {
    expect(drawn(fan(13))).toEqual({ nodes: ["a", "≡n0", "z"], edges: ["a→≡n0", "≡n0→z"] });
    expect(withStacks(fan(6000), none).nodes.find(({ path }) => isStack(path))?.name).toBe("6,000 × nap");
  });

  it("inside a container is stacked there", () => {
    const stacked = withStacks(fan(20, { within: "sub" }), none);
    const { nodes } = visibleGraph(stacked, new Set(["sub/≡n0"]));
    expect(nodes.map(({ id, parent }) => [id, parent])).toEqual([
      ["sub", ""],
      ["sub/a", "sub"],
      ["sub/≡n0", "sub"],
      ["sub/z", "sub"],
    ]);
  });

  it("keeps what somebody should see beside its stack, up to ten", () => {
    expect(drawn(fan(20), new Set(["n0", "n7"]))).toEqual({
      nodes: ["a", "n0", "≡n1", "n7", "z"],
      edges: ["a→n0", "n0→z", "a→≡n1", "≡n1→z", "a→n7", "n7→z"],
    });
    const all = new Set(Array.from({ length: 20 }, (_, n) => `n${n}`));
    expect(drawn(fan(20), all).nodes).toHaveLength(2 + 10 + 1);
  });

  it("of two kinds is two stacks, and of all different ones none", () => {
    expect(drawn(fan(40, { target: (n) => `p:d:t${n % 2}:v1` })).nodes).toEqual(["a", "≡n0", "≡n1", "z"]);
    expect(drawn(fan(40, { target: (n) => `p:d:t${n}:v1` })).nodes).toHaveLength(42);
  });

  it("whose members stand between other nodes than each other is none", () => {
    const graph = fan(20);
    const chain = graph.nodes.slice(1, 20).map(({ path }, n) => ({ from: path, to: `n${n + 1}` }));
    graph.edges.push(...chain.map((edge) => create(GraphEdgeSchema, edge)));
    expect(drawn(graph).nodes.filter(isStack)).toEqual([]);
  });
});

describe("a stack of a run", () => {
  const summary = (path: string, phase: Phase) => create(NodeSummarySchema, { path, phase });
  const stackOf = (phases: readonly Phase[]) => {
    const store = new GraphStore(withStacks(fan(phases.length), none));
    store.setNodes(new Map(phases.map((phase, n) => [`n${n}`, summary(`n${n}`, phase)])));
    return store;
  };
  const of = (...phases: [Phase, number][]) => phases.flatMap(([phase, count]) => new Array<Phase>(count).fill(phase));

  it.each([
    ["none has begun", of([Phase.UNDEFINED, 20]), "Not started", "Waits for a", 1],
    ["one runs", of([Phase.SUCCEEDED, 3], [Phase.RUNNING, 1], [Phase.UNDEFINED, 16]), "Running", "3/20", 3],
    ["all have succeeded", of([Phase.SUCCEEDED, 19], [Phase.RECOVERED, 1]), "Succeeded", "20/20", 2],
    ["some failed, when all are over", of([Phase.SUCCEEDED, 19], [Phase.FAILED, 1]), "Failed", "Failed", 2],
    ["some were aborted", of([Phase.SUCCEEDED, 15], [Phase.ABORTED, 5]), "Aborted", "Aborted", 2],
    ["some wait", of([Phase.SUCCEEDED, 15], [Phase.UNDEFINED, 5]), "Queued", "Queued", 2],
  ])("of which %s says so", (_, phases, word, fact, parts) => {
    const store = stackOf(phases);
    const node = store.byPath.get("≡n0");
    expect(lookOf(store.summary("≡n0"), node).word).toBe(word);
    expect(node && factsOf(store, node, 0)[0]).toBe(fact);
    expect(countsOf(store, "≡n0")?.parts).toHaveLength(parts);
  });

  it("stands in for its members to those before and after it", () => {
    const store = stackOf(of([Phase.UNDEFINED, 20]));
    expect(store.downstream.get("a")).toEqual(["≡n0"]);
    expect(store.upstream.get("z")).toEqual(["≡n0"]);
    expect(store.downstream.get("≡n0")).toEqual(["z"]);
    expect(store.downstream.get("n3")).toEqual(["z"]);
  });

  it("is drawn anew when one of its members changes", () => {
    const store = stackOf(of([Phase.RUNNING, 20]));
    const before = store.version("≡n0");
    store.setNodes(new Map(of([Phase.SUCCEEDED, 20]).map((phase, n) => [`n${n}`, summary(`n${n}`, phase)])));
    expect(store.version("≡n0")).toBeGreaterThan(before);
    expect(lookOf(store.summary("≡n0")).word).toBe("Succeeded");
  });
});
