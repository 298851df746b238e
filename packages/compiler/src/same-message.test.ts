import { clone, create, fromJson, toJson } from "@bufbuild/protobuf";
import { BindingDataSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { NodeSchema, WorkflowTemplateSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { expect, it, test } from "vitest";
import { sameMessage } from "./same-message.ts";
import { data, int, listOf, mapOf, run, text } from "./testdata/samples.ts";
import { compileInputs, flytekitFiles, readFlytekit } from "./testing/flytekit.ts";

const node = run("a", "inc", { x: "b.o" }, { upstreamNodeIds: ["b"] });

it.each<[string, unknown, unknown, boolean]>([
  ["a message and itself", node, node, true],
  ["a message and its clone", node, clone(NodeSchema, node), true],
  ["another id", node, { ...node, id: "b" }, false],
  ["another promise", node, run("a", "inc", { x: "c.o" }, { upstreamNodeIds: ["b"] }), false],
  ["another oneof", data(int(1)), data(text("1")), false],
  ["one more element", node, { ...node, upstreamNodeIds: ["b", "c"] }, false],
  ["the same map", data(mapOf({ a: int(1), b: int(2) })), data(mapOf({ a: int(1), b: int(2) })), true],
  ["map entries in another order", data(mapOf({ a: int(1), b: int(2) })), data(mapOf({ b: int(2), a: int(1) })), false],
  ["equal bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2]), true],
  ["other bytes", new Uint8Array([1, 2]), new Uint8Array([1, 3]), false],
  ["bytes and a list", new Uint8Array([1]), [1], false],
  ["a list and a message", [], {}, false],
  ["zeros of two signs, which are written differently", 0, -0, false],
  ["not a number, twice", Number.NaN, Number.NaN, true],
  ["bigints", 1n, 1n, true],
  ["nothing and something", undefined, {}, false],
  ["nothing and nothing", undefined, undefined, true],
  ["null and a message", null, {}, false],
])("%s", (_, a, b, expected) => {
  expect(sameMessage(a, b)).toBe(expected);
  expect(sameMessage(b, a)).toBe(expected);
});

test("what nests too deep to follow counts as different, and does not overflow", () => {
  const deep = () => {
    let inner = data(int(1));
    for (let depth = 0; depth < 20_000; depth++) inner = create(BindingDataSchema, data(listOf(inner)));
    return inner;
  };
  const one = deep();
  expect(sameMessage(one, one)).toBe(true);
  expect(sameMessage(one, deep())).toBe(false);
});

test("real workflows equal what is read of them again, and no other", () => {
  const workflows = compileInputs(readFlytekit(flytekitFiles).entities).map(({ input }) => input.primary);
  const again = workflows.map((each) => fromJson(WorkflowTemplateSchema, toJson(WorkflowTemplateSchema, each)));
  for (const [index, workflow] of workflows.entries()) {
    expect(again.map((each) => sameMessage(each.nodes, workflow.nodes)).indexOf(true)).toBe(index);
    expect(sameMessage(again[index], workflow)).toBe(true);
  }
});
