import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ExecutionRowSchema, ExecutionViewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { failedNodes, failureWeight, findRootCause, firstLine, otherFailures } from "./failure.ts";

const view = (errorPath: string, ...nodes: [string, Phase, number][]) =>
  create(ExecutionViewSchema, {
    errorPath,
    nodes: nodes.map(([path, phase, ended]) => ({ path, phase, endedAt: timestampFromMs(ended) })),
  });

it("names the node that the execution's error names", () => {
  expect(findRootCause(view("b", ["a", Phase.FAILED, 1], ["b", Phase.FAILED, 2]))?.path).toBe("b");
});

it("else names the first that failed, and never a parent for its child's failure", () => {
  const failed = view(
    "",
    ["sub", Phase.FAILED, 1],
    ["sub/x", Phase.FAILED, 5],
    ["b", Phase.TIMED_OUT, 9],
    ["c", Phase.SUCCEEDED, 0],
  );
  expect(failedNodes(failed).map(({ path }) => path)).toEqual(["sub/x", "b"]);
  expect(findRootCause(failed)?.path).toBe("sub/x");
  expect(findRootCause(view("", ["a", Phase.RUNNING, 1]))).toBeUndefined();
});

it("tells what the cause brought down from what failed by itself", () => {
  const failed = view(
    "sub/in/x",
    ["sub", Phase.FAILED, 9],
    ["sub/in", Phase.FAILING, 8],
    ["sub/in/x", Phase.FAILED, 5],
    ["other", Phase.FAILED, 7],
    ["other/y", Phase.TIMED_OUT, 6],
    ["fine", Phase.SUCCEEDED, 1],
  );
  const cause = findRootCause(failed);
  expect(cause?.path).toBe("sub/in/x");
  const { consequences, others } = otherFailures(failed, cause ?? expect.fail("no cause"));
  expect(consequences.map(({ path }) => path)).toEqual(["sub/in", "sub"]);
  expect(others.map(({ path }) => path)).toEqual(["other/y"]);
});

it("twenty thousand failed nodes are told apart in no time", () => {
  const many = view(
    "",
    ...Array.from({ length: 20_000 }, (_, at): [string, Phase, number] => [`n/${at}`, Phase.FAILED, at]),
  );
  const began = performance.now();
  expect(failedNodes(many)).toHaveLength(20_000);
  expect(performance.now() - began).toBeLessThan(2000);
});

it.each([
  [ExecutionPhase.FAILING, true, "loud"],
  [ExecutionPhase.FAILED, true, "loud"],
  [ExecutionPhase.TIMED_OUT, true, "loud"],
  [ExecutionPhase.RUNNING, true, "loud"], // its failure policy lets the others end
  [ExecutionPhase.SUCCEEDED, true, "quiet"],
  [ExecutionPhase.ABORTED, true, "quiet"],
  [ExecutionPhase.ABORTING, true, "quiet"],
  [ExecutionPhase.RUNNING, false, "none"],
  [ExecutionPhase.FAILED, false, "none"],
  [ExecutionPhase.SUCCEEDED, false, "none"],
] as const)("in phase %i, with a failed node: %s, the failure is %s", (phase, hasFailed, weight) => {
  const shown = view("", ["a", hasFailed ? Phase.FAILED : Phase.SUCCEEDED, 1]);
  expect(
    failureWeight(create(ExecutionViewSchema, { ...shown, execution: create(ExecutionRowSchema, { phase }) })),
  ).toBe(weight);
});

it.each([
  ["one\ntwo", "one"],
  ["\n\n  two", "two"],
  ["", ""],
])("the first line of %j is %j", (text, line) => {
  expect(firstLine(text)).toBe(line);
});
