import { create } from "@bufbuild/protobuf";
import { closureOf, type WorkflowSketch } from "@skein/compiler/testing/closure";
import { type Binding, BindingSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { expect, test } from "vitest";
import { changedBy, readsAny } from "./changed-inputs.ts";
import { makePlan } from "./make-plan.ts";
import { planRerun, type RerunWish, type SourceNode } from "./plan-rerun.ts";

const inside: WorkflowSketch = { nodes: [{ id: "x" }, { id: "y", after: ["x"] }], outputs: ["y"] };
const sketch: WorkflowSketch = {
  nodes: [
    { id: "a" },
    { id: "m", after: ["a"], inside },
    { id: "b", after: ["a"], arms: [{ id: "t", after: ["a"] }, { id: "u" }] },
    { id: "c", after: ["m"] },
    { id: "d", after: ["b"] },
    { id: "s", after: ["start-node"] },
  ],
  outputs: ["c"],
  onFailure: { id: "efn" },
};
const done: SourceNode = { phase: "SUCCEEDED", hasOutputs: true };
const allDone: Record<string, SourceNode> = Object.fromEntries(
  ["a", "m", "m-0-x", "m-0-y", "b", "b-0-b-t", "c", "d", "s"].map((key) => [key, done]),
);
allDone["b-0-b-u"] = { phase: "SKIPPED", hasOutputs: false };

const none: RerunWish = { source: "f0", from: undefined, changedInputs: new Set() };

/** `<path>: <fate>, <why>` of the nodes that are not taken over, and the sets. */
function planned(wish: Partial<RerunWish>, but: Record<string, SourceNode | undefined> = {}) {
  const source = { ...allDone, ...but };
  const { nodes, sets } = planRerun(makePlan(closureOf(sketch)), { ...none, ...wish }, (key) => source[key]);
  const texts = nodes.filter(({ fate }) => fate !== "reused").map(({ path, fate, why }) => `${path}: ${fate}, ${why}`);
  return { texts, rerun: [...sets.rerun], enter: [...sets.enter], reused: nodes.length - texts.length };
}

test("all that succeeded is taken over, as a whole", () => {
  expect(planned({})).toEqual({ texts: [], rerun: [], enter: [], reused: 6 });
});

test("what failed runs, with what comes after it; inside it, what succeeded is taken over", () => {
  const { texts, rerun, enter, reused } = planned(
    {},
    { m: { phase: "FAILED", hasOutputs: false }, "m-0-y": { phase: "FAILED", hasOutputs: false }, c: undefined },
  );
  expect(texts).toEqual(["m: runs, failed in f0", "m/y: runs, failed in f0", "c: runs, downstream of m"]);
  expect({ rerun, enter, reused }).toEqual({ rerun: [], enter: [], reused: 5 });
});

test.each<[SourceNode | undefined, string]>([
  [undefined, "did not run in f0"],
  [{ phase: "ABORTED", hasOutputs: false }, "was aborted in f0"],
  [{ phase: "TIMED_OUT", hasOutputs: false }, "timed out in f0"],
  [{ phase: "SKIPPED", hasOutputs: false }, "was skipped in f0"],
  [{ phase: "RUNNING", hasOutputs: false }, "had not ended in f0"],
  [{ phase: "SUCCEEDED", hasOutputs: false }, "succeeded in f0, but its outputs are gone"],
])("%o: %s", (source, why) => {
  expect(planned({}, { a: source }).texts[0]).toBe(`a: runs, ${why}`);
});

test("outputs that nobody reads may be gone", () => {
  expect(planned({}, { d: { phase: "RECOVERED", hasOutputs: false } }).texts).toEqual([]);
});

test("from a node on: it runs, and all after it; an arm runs if its branch chooses it again", () => {
  expect(planned({ from: "b" })).toEqual({
    texts: [
      "b: runs, chosen to run again",
      "b/b-t: mayRun, runs if the branch takes it",
      "b/b-u: mayRun, runs if the branch takes it",
      "d: runs, downstream of b",
    ],
    rerun: ["b"],
    enter: [],
    reused: 4,
  });
});

test("from a node inside a sub-workflow on: the sub-workflow is entered, what is before the node is taken over", () => {
  const { texts, rerun, enter } = planned({ from: "m/y" });
  expect(texts).toEqual([
    "m: runs, y, inside it, runs again",
    "m/y: runs, chosen to run again",
    "c: runs, downstream of m",
  ]);
  expect({ rerun, enter }).toEqual({ rerun: ["m-0-y"], enter: ["m"] });
});

test("changed inputs: the nodes that read them run, and what comes after them", () => {
  const { texts, rerun } = planned({ changedInputs: new Set(["o"]) });
  expect(texts).toEqual(["s: runs, reads o, which changes"]);
  expect(rerun).toEqual(["s"]);
  expect(planned({ changedInputs: new Set(["other"]) }).texts).toEqual([]);
});

const promise = (nodeId: string, name: string) => ({
  value: { case: "promise" as const, value: { nodeId, var: name } },
});
const binding = (name: string, value: object): Binding => create(BindingSchema, { var: name, binding: value });

test("a change goes into a sub-workflow by the variables that read it, however deep it stands in a binding", () => {
  const bindings = [
    binding("p", promise("", "n")),
    binding("q", { value: { case: "collection", value: { bindings: [promise("start-node", "n")] } } }),
    binding("r", { value: { case: "map", value: { bindings: { k: promise("n", "n") } } } }),
    binding("s", promise("", "other")),
  ];
  expect(changedBy(bindings, new Set(["n"]))).toEqual(new Set(["p", "q"]));
  expect(readsAny(bindings, new Set(["other", "n"]))).toBe("n");
  expect(readsAny(bindings, new Set())).toBeUndefined();
});
