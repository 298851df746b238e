import { fromJson } from "@bufbuild/protobuf";
import { NodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { expect, it, test } from "vitest";
import { getRequirements } from "./requirements.ts";
import { aWorkflow, inline, launch, run } from "./testdata/samples.ts";

const names = ({ taskIds, launchPlanIds }: ReturnType<typeof getRequirements>) => [
  taskIds.map(({ name }) => name),
  launchPlanIds.map(({ name }) => name),
];
const uses = (task: string) => ({
  taskNode: { referenceId: { resourceType: "TASK", project: "p", domain: "d", name: task, version: "v" } },
});

test("tasks and launch plans of all kinds of nodes are found, sorted, each once", () => {
  const branch = fromJson(NodeSchema, {
    branchNode: {
      ifElse: { case: { thenNode: uses("case") }, other: [{ thenNode: uses("other") }], elseNode: uses("else") },
    },
  });
  const array = fromJson(NodeSchema, { arrayNode: { node: uses("mapped") } });
  const sub = aWorkflow([run("a", "inner"), launch("l", "deep")], { name: "sub" });
  const primary = aWorkflow(
    [run("z", "b"), run("y", "a"), run("x", "b"), branch, array, inline("s", "sub"), launch("l", "plan")],
    {
      failureNode: run("f", "oops"),
    },
  );
  expect(names(getRequirements(primary, [sub]))).toEqual([
    ["a", "b", "case", "else", "inner", "mapped", "oops", "other"],
    ["deep", "plan"],
  ]);
});

it.each([
  [
    "a sub-workflow that is not used asks for nothing",
    aWorkflow([run("a", "a")]),
    [aWorkflow([run("b", "b")], { name: "sub" })],
    [],
  ],
  ["a sub-workflow that is not given is not said here", aWorkflow([run("a", "a"), inline("s", "sub")]), [], []],
  [
    "sub-workflows that contain themselves end",
    aWorkflow([run("a", "a"), inline("s", "sub")]),
    [aWorkflow([inline("s", "sub")], { name: "sub" })],
    [],
  ],
  [
    "two sub-workflows of one id are said",
    aWorkflow([run("a", "a")]),
    [aWorkflow([], { name: "sub" }), aWorkflow([], { name: "sub" })],
    ["DuplicateId"],
  ],
])("%s", (_, primary, subWorkflows, expected) => {
  const found = getRequirements(primary, subWorkflows);
  expect(names(found)).toEqual([["a"], []]);
  expect(found.diagnostics.map(({ code }) => code)).toEqual(expected);
});
