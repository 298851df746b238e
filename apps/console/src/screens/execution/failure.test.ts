import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ExecutionViewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, it } from "vitest";
import { failedNodes, findRootCause, firstLine } from "./failure.ts";

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

it.each([
  ["one\ntwo", "one"],
  ["\n\n  two", "two"],
  ["", ""],
])("the first line of %j is %j", (text, line) => {
  expect(firstLine(text)).toBe(line);
});
