import { expect, test } from "vitest";
import { taskNodeId } from "./task-workflow.ts";

test.each([
  ["basic.basic_workflow.t1", "basicbasicworkflowt1"],
  ["say-hello", "say-hello"],
  ["a".repeat(70), "a".repeat(63)],
  [`${"x".repeat(10)}.${"a".repeat(62)}`, "a".repeat(62)], // the last 63 bytes, then what may stay of them
  [`é${"a".repeat(62)}`, "a".repeat(62)], // half a character is none
  ["...", "task"],
])("a task called %s runs in node %s", (name, node) => {
  expect(taskNodeId(name)).toBe(node);
});
