import { create } from "@bufbuild/protobuf";
import { ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { expect, test } from "vitest";
import { effectiveConfig } from "./execution-config.ts";

const launchPlan = create(LaunchPlanSpecSchema, {
  maxParallelism: 7,
  interruptible: true,
  overwriteCache: true,
  rawOutputDataConfig: { outputLocationPrefix: "s3://plan" },
  envs: { values: [{ key: "A", value: "plan" }] },
  labels: { values: { from: "plan" } },
  annotations: { values: { from: "plan" } },
  securityContext: { runAs: { k8sServiceAccount: "plan" } },
});

test("what the request says wins, field by field", () => {
  const spec = create(ExecutionSpecSchema, {
    maxParallelism: 3,
    interruptible: false,
    rawOutputDataConfig: { outputLocationPrefix: "s3://request" },
    envs: { values: [{ key: "B", value: "request" }] },
    labels: { values: { from: "request" } },
    securityContext: { runAs: { iamRole: "request" } },
  });
  expect(effectiveConfig(spec, launchPlan)).toMatchObject({
    maxParallelism: 3,
    interruptible: false, // said, and so not the launch plan's
    overwriteCache: true,
    rawOutputPrefix: "s3://request",
    envs: new Map([["B", "request"]]),
    labels: { from: "request" },
    annotations: { from: "plan" },
    securityContext: { runAs: { iamRole: "request" } },
  });
});

test("what the request leaves open is the launch plan's", () => {
  expect(effectiveConfig(create(ExecutionSpecSchema, { securityContext: {} }), launchPlan)).toMatchObject({
    maxParallelism: 7,
    interruptible: true,
    rawOutputPrefix: "s3://plan",
    envs: new Map([["A", "plan"]]),
    securityContext: { runAs: { k8sServiceAccount: "plan" } },
  });
});

test("what nobody says is the platform's: 25 at once, nothing else", () => {
  expect(effectiveConfig(create(ExecutionSpecSchema), undefined)).toEqual({
    maxParallelism: 25,
    interruptible: undefined,
    overwriteCache: false,
    rawOutputPrefix: "",
    envs: new Map(),
    labels: {},
    annotations: {},
    securityContext: undefined,
  });
});
