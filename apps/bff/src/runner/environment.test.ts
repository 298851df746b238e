import { create } from "@bufbuild/protobuf";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { expect, test } from "vitest";
import { environmentOf, toAssignments, toShownAssignments } from "./environment.ts";
import type { AttemptSpec } from "./runner.ts";

const attempt: AttemptSpec = {
  key: { project: "p", domain: "d", execution: "x", node: "n0", attempt: 2 },
  template: create(TaskTemplateSchema, {
    id: { project: "tp", domain: "td", name: "task", version: "v1" },
    target: {
      case: "container",
      value: {
        env: [
          { key: "A", value: "task" },
          { key: "B", value: "task" },
          { key: "_F_SS_C", value: "serialised" },
        ],
      },
    },
  }),
  overrides: undefined,
  paths: { inputPrefix: "", outputPrefix: "", rawOutputPrefix: "", previousCheckpoint: undefined, taskName: "x-n0-2" },
  workflow: "p:d:w",
  interruptible: false,
  platformResources: undefined,
  env: new Map([
    ["A", "execution"],
    ["C", "execution"],
  ]),
};

test("§5.2 a container is told who it is", () => {
  expect(Object.fromEntries(environmentOf(attempt, new Map()))).toEqual({
    A: "execution",
    B: "task",
    C: "execution",
    _F_SS_C: "serialised",
    FLYTE_INTERNAL_EXECUTION_WORKFLOW: "p:d:w",
    FLYTE_INTERNAL_EXECUTION_ID: "x",
    FLYTE_INTERNAL_EXECUTION_PROJECT: "p",
    FLYTE_INTERNAL_EXECUTION_DOMAIN: "d",
    FLYTE_INTERNAL_TASK_PROJECT: "tp",
    FLYTE_INTERNAL_TASK_DOMAIN: "td",
    FLYTE_INTERNAL_TASK_NAME: "task",
    FLYTE_INTERNAL_TASK_VERSION: "v1",
    FLYTE_ATTEMPT_NUMBER: "2",
  });
});

test("§4.5 an element of an array is told which one it is", () => {
  const subNode = { index: 7, bound: new Set<string>(), isListed: true, isPartial: false };
  expect(Object.fromEntries(environmentOf({ ...attempt, subNode }, new Map()))).toMatchObject({
    BATCH_JOB_ARRAY_INDEX_VAR_NAME: "FLYTE_K8S_ARRAY_INDEX",
    FLYTE_K8S_ARRAY_INDEX: "7",
  });
});

test("§5.2 the platform's defaults come last", () => {
  const variables = environmentOf(attempt, new Map([["A", "platform"]]));
  expect(variables.get("A")).toBe("platform");
  expect(toAssignments(variables)).toContain("A=platform");
});

test("§5.4 secrets are not shown", () => {
  const variables = environmentOf(attempt, new Map([["FLYTE_AWS_SECRET_ACCESS_KEY", "hidden"]]));
  expect(toAssignments(variables).join()).toContain("hidden");
  expect(toShownAssignments(variables).join()).not.toContain("FLYTE_AWS_SECRET_ACCESS_KEY");
});
