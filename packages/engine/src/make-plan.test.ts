import { create } from "@bufbuild/protobuf";
import { closureOf } from "@skein/compiler/testing/closure";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type Node, NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { expect, test } from "vitest";
import { InvalidClosure } from "./check-plan.ts";
import { makePlan } from "./make-plan.ts";
import { successors } from "./plan.ts";
import { supportedBy, UnsupportedNode } from "./supported.ts";

const id = { project: "p", domain: "d", name: "t", version: "1" };

function closureWith(target: Node["target"]) {
  const closure = closureOf({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }] });
  closure.primary?.template?.nodes.splice(3, 1, create(NodeSchema, { id: "b", target }));
  return closure;
}

test.each([
  ["an array node over nothing", {}],
  ["an array node over a gate", { node: { target: { case: "gateNode", value: {} } } }],
  ["an array node over an array node", { node: { target: { case: "arrayNode", value: {} } } }],
  ["an array node over a branch", { node: { target: { case: "branchNode", value: {} } } }],
  [
    "an array node over a sub-workflow",
    { node: { target: { case: "workflowNode", value: { reference: { case: "subWorkflowRef", value: id } } } } },
  ],
] as const)("%s is refused, by name", (kind, value) => {
  const target = { case: "arrayNode", value } as const;
  const closure = closureWith(create(NodeSchema, { target }).target);
  const message = `Node b of workflow p:d:w:1 is ${kind}, which cannot be run yet.`;
  expect(supportedBy(closure)).toMatchObject([{ code: "UnsupportedNode", entity: "p:d:w:1", nodeId: "b", message }]);
  expect(() => makePlan(closure)).toThrow(new UnsupportedNode(supportedBy(closure)));
});

test("a failure node of such a kind is refused, also inside a sub-workflow; one not reached does not matter", () => {
  const inside = { name: "inner", nodes: [{ id: "x" }] };
  const closure = closureOf({
    nodes: [
      { id: "a", inside },
      { id: "b", inside: { name: "other", nodes: [] } },
    ],
  });
  for (const { template } of closure.subWorkflows) {
    if (template !== undefined) template.failureNode = create(NodeSchema, { id: "efn", target: arrayTarget() });
  }
  closure.primary?.template?.nodes.splice(3, 1, create(NodeSchema, { id: "b", target: nodeTarget() }));
  expect(supportedBy(closure).map((each) => each.message)).toEqual([
    "Node efn of workflow p:d:inner:1 is an array node over nothing, which cannot be run yet.",
  ]);
});

function arrayTarget(): Node["target"] {
  return create(NodeSchema, { target: { case: "arrayNode", value: {} } }).target;
}

function nodeTarget(): Node["target"] {
  return create(NodeSchema, {
    target: { case: "taskNode", value: { reference: { case: "referenceId", value: id } } },
  }).target;
}

test("a workflow of tasks and sub-workflows is supported", () => {
  expect(supportedBy(closureOf({ nodes: [{ id: "a" }, { id: "b", inside: { nodes: [{ id: "x" }] } }] }))).toEqual([]);
});

test("§1.5 successors come in ascending id order, and are counted", () => {
  const { root } = makePlan(closureOf({ nodes: [{ id: "n2" }, { id: "n10" }, { id: "j", after: ["n2", "n10"] }] }));
  const names = (index: number) => [...successors(root, index)].map((each) => root.nodes[each]?.id);
  expect(names(root.start)).toEqual(["n10", "n2"]);
  expect(names(root.nodes.findIndex((node) => node.id === "n2"))).toEqual(["j"]);
  expect(root.upCount[root.nodes.findIndex((node) => node.id === "j")]).toBe(2);
  expect(root.upCount[root.end]).toBe(1);
});

test("all instances of a sub-workflow share one plan", () => {
  const inside = { name: "shared", nodes: [{ id: "x" }] };
  const { root } = makePlan(
    closureOf({
      nodes: [
        { id: "a", inside },
        { id: "b", inside },
      ],
    }),
  );
  const plans = root.nodes.flatMap(({ target }) => (target.kind === "workflow" ? [target.workflow] : []));
  expect(plans).toHaveLength(2);
  expect(plans[0]).toBe(plans[1]);
});

test("a node may be called like something JavaScript knows", () => {
  const names = ["constructor", "toString", "__proto__x", "hasOwnProperty"];
  const { root } = makePlan(closureOf({ nodes: names.map((name) => ({ id: name })) }));
  expect(root.upCount[root.end]).toBe(4);
});

test("a closure that is not whole is refused", () => {
  const without = (change: (closure: ReturnType<typeof closureOf>) => void) => {
    const closure = closureOf({
      nodes: [
        { id: "a", inside: { name: "inner", nodes: [] } },
        { id: "b", after: ["a"] },
      ],
    });
    change(closure);
    return () => makePlan(closure);
  };
  expect(() => makePlan(create(CompiledWorkflowClosureSchema))).toThrow(InvalidClosure);
  expect(without((closure) => closure.tasks.pop())).toThrow("Task p:d:t:1 of node b is not in the closure.");
  expect(without((closure) => closure.subWorkflows.pop())).toThrow(
    "Workflow p:d:inner:1 of node a is not in the closure.",
  );
  expect(without((closure) => closure.primary?.template?.nodes.pop())).toThrow("Workflow p:d:w:1 has no node b.");
  expect(
    without(({ primary }) => {
      if (primary?.connections) primary.connections.downstream = {};
    }),
  ).toThrow(/can never start/);
  expect(
    without(({ primary }) => {
      const downstream = primary?.connections?.downstream;
      if (downstream?.b) downstream.b.ids.push("a");
    }),
  ).toThrow("Nodes end-node, a, b of workflow p:d:w:1 can never start: a cycle, or no way to them.");
});

test("a workflow that contains itself is refused", () => {
  const inner = { name: "inner", nodes: [{ id: "x" }] };
  const closure = closureOf({ nodes: [{ id: "a", inside: inner }] });
  const self = closure.primary?.template?.nodes.find((node) => node.id === "a");
  const x = closure.subWorkflows[0]?.template?.nodes.find((node) => node.id === "x");
  if (self !== undefined && x !== undefined) x.target = self.target;
  expect(() => makePlan(closure)).toThrow("Workflow p:d:inner:1 contains itself.");
});

test("two long ids with one hash are refused, and named", () => {
  const nodes = [{ id: "split-split-count-words-split" }, { id: "lines-merge-clean-table-merge" }];
  expect(() => makePlan(closureOf({ nodes }))).toThrow(
    "Nodes split-split-count-words-split and lines-merge-clean-table-merge of workflow p:d:w:1 get the same unique id " +
      "ft2efhci; rename one, to 20 characters or fewer.",
  );
});

test("a branch whose arm has no node cannot be laid out", () => {
  const closure = closureWith(create(NodeSchema, { target: { case: "branchNode", value: {} } }).target);
  expect(() => makePlan(closure)).toThrow(/Branch node b of workflow p:d:w:1 has an arm without node or condition/);
});

test("nodes in arms are refused by name too", () => {
  const closure = closureOf({ nodes: [{ id: "b", arms: [{ id: "x" }] }] });
  const arm = supportedBy(closure);
  expect(arm).toEqual([]);
  const branch = closure.primary?.template?.nodes[2]?.target;
  const block = branch?.case === "branchNode" ? branch.value.ifElse?.case : undefined;
  if (block?.thenNode) block.thenNode.target = create(NodeSchema, { target: { case: "arrayNode", value: {} } }).target;
  expect(supportedBy(closure)).toMatchObject([{ nodeId: "b-x" }]);
});

test("an arm that reads what comes after its branch could never run", () => {
  const nodes = [
    { id: "b", arms: [{ id: "x", after: ["c"] }] },
    { id: "c", after: ["b"] },
  ];
  expect(() => makePlan(closureOf({ nodes }))).toThrow(/can never start/);
});
