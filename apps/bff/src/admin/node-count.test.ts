import { create } from "@bufbuild/protobuf";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { expect, test } from "vitest";
import { countNodes } from "./node-count.ts";

const id = (name: string) => create(IdentifierSchema, { resourceType: ResourceType.WORKFLOW, name });
const ends = [{ id: "start-node" }, { id: "end-node" }];
const task = (nodeId: string) => ({ id: nodeId, target: { case: "taskNode" as const, value: {} } });
const calls = (nodeId: string, workflow: string) => ({
  id: nodeId,
  target: {
    case: "workflowNode" as const,
    value: { reference: { case: "subWorkflowRef" as const, value: id(workflow) } },
  },
});

test("start and end nodes are left out; a sub-workflow counts wherever it is called", () => {
  const closure = create(CompiledWorkflowClosureSchema, {
    primary: { template: { id: id("top"), nodes: [...ends, task("a"), calls("b", "sub"), calls("c", "sub")] } },
    subWorkflows: [{ template: { id: id("sub"), nodes: [...ends, task("x"), task("y")] } }],
  });
  expect(countNodes(closure)).toBe(3 + 2 * 2);
});

test("the arms of a branch count, its default too", () => {
  const ifElse = {
    case: { thenNode: task("a") },
    other: [{ thenNode: task("b") }],
    default: { case: "elseNode" as const, value: task("c") },
  };
  const branch = { id: "branch", target: { case: "branchNode" as const, value: { ifElse } } };
  const closure = create(CompiledWorkflowClosureSchema, { primary: { template: { nodes: [...ends, branch] } } });
  expect(countNodes(closure)).toBe(4);
});

test("a workflow that calls itself is counted to an end", () => {
  const template = { id: id("top"), nodes: [calls("a", "top")] };
  const closure = create(CompiledWorkflowClosureSchema, { primary: { template }, subWorkflows: [{ template }] });
  expect(countNodes(closure)).toBeGreaterThan(0);
});
