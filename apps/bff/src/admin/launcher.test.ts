import { create } from "@bufbuild/protobuf";
import {
  ExecutionCreateRequestSchema,
  ExecutionMetadata_ExecutionMode,
  ExecutionMetadataSchema,
  type ExecutionSpec,
  ExecutionSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { ConcurrencyLimitBehavior } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { expect, test } from "vitest";
import { refusal, withSumWorkflow } from "../rpc/testing/admin-client.ts";
import { int, launchPlanId, sumLaunchPlan } from "../rpc/testing/specs.ts";
import { findExecutionById } from "../store/executions.ts";
import { appendBatches } from "../store/journal.ts";
import { openLauncher } from "./launcher.ts";

const scope = { project: "flytesnacks", domain: "development" };

function request(name: string, change: (spec: ExecutionSpec) => void = () => {}) {
  const spec = create(ExecutionSpecSchema, { launchPlan: launchPlanId("sum") });
  change(spec);
  return create(ExecutionCreateRequestSchema, { ...scope, name, spec, inputs: { literals: { n: int(1) } } });
}

test("the row is committed before the executor hears of it", async () => {
  const { db } = await withSumWorkflow();
  const found: unknown[] = [];
  const executor = { start: (id: number) => found.push(findExecutionById(db, id)?.execution_name), abort: () => {} };
  openLauncher({ db, executor, now: () => 1 }).launch(request("run"));
  expect(found).toEqual(["run"]);
});

test("the row says who launched it, and who ended it; Flyte's API knows nobody", async () => {
  const { client, db, launcher } = await withSumWorkflow();
  const byHand = launcher.launch(request("hand"));
  const byTick = launcher.launch(
    request("tick", (spec) => {
      spec.metadata = create(ExecutionMetadataSchema, { mode: ExecutionMetadata_ExecutionMode.SCHEDULED });
    }),
  );
  expect([byHand.user, byTick.user]).toEqual(["local", "scheduler"]);
  const id = create(WorkflowExecutionIdentifierSchema, { ...scope, name: "hand" });
  launcher.terminate(id, "enough");
  expect(findExecutionById(db, byHand.id)?.abort_principal).toBe("local");
  const { spec, closure } = await client.getExecution({ id });
  expect([spec?.metadata?.principal, closure?.stateChangeDetails?.principal]).toEqual(["", ""]);
});

test("a launch that is refused late takes no name and leaves no generated workflow", async () => {
  const { client, db, launcher } = await withSumWorkflow();
  const before = db.sequence();
  const bad = request("run");
  bad.inputs = undefined;
  expect(() => launcher.launch(bad)).toThrow("expected_inputs n missing");
  expect(db.sequence()).toBe(before);
  expect((await client.createExecution(request("run"))).id?.name).toBe("run");
});

test("a launch plan's own limit counts what is under way, over all versions", async () => {
  const { client, db } = await withSumWorkflow();
  const limited = sumLaunchPlan({ concurrencyPolicy: { max: 1, behavior: ConcurrencyLimitBehavior.SKIP } });
  for (const version of ["v1", "v2"])
    await client.createLaunchPlan({ id: launchPlanId("one", version), spec: limited });
  const launch = (name: string, version: string) =>
    client.createExecution(
      request(name, (spec) => {
        spec.launchPlan = launchPlanId("one", version);
      }),
    );
  await launch("first", "v1");
  const running = {
    kind: "execution",
    phase: "RUNNING",
    at: 1,
    outputs: undefined,
    error: undefined,
    errorNode: undefined,
  } as const;
  appendBatches(db, [
    { executionId: 1, entries: [{ number: 0, at: 1, event: { kind: "started", at: 1 }, records: [running] }] },
  ]);
  expect(await refusal(launch("second", "v2"))).toMatch(
    /^AlreadyExists concurrency limit \(1\) reached for launch plan /,
  );
  appendBatches(db, [
    {
      executionId: 1,
      entries: [{ number: 1, at: 2, event: { kind: "started", at: 2 }, records: [{ ...running, phase: "SUCCEEDED" }] }],
    },
  ]);
  expect((await launch("second", "v2")).id?.name).toBe("second");
});

test("an execution that a node launches is one deeper than that node's; a parent there is not is not found", async () => {
  const { client, db } = await withSumWorkflow();
  await client.createExecution(request("parent"));
  const node = {
    kind: "node",
    node: "n0",
    specNodeId: "n0",
    path: "n0",
    parent: undefined,
    retryGroup: "",
    phase: "RUNNING",
    at: 1,
    inputs: undefined,
    outputs: undefined,
    error: undefined,
    isParent: false,
    attempt: 0,
    maxAttempts: 1,
  } as const;
  appendBatches(db, [
    { executionId: 1, entries: [{ number: 0, at: 1, event: { kind: "started", at: 1 }, records: [node] }] },
  ]);
  const child = (nodeId: string) =>
    request(`child-of-${nodeId}`, (spec) => {
      const parent = { nodeId, executionId: { ...scope, name: "parent" } };
      const { metadata } = create(ExecutionSpecSchema, { metadata: { mode: 4, parentNodeExecution: parent } });
      if (metadata) spec.metadata = metadata;
    });
  await client.createExecution(child("n0"));
  const { spec } = await client.getExecution({ id: { ...scope, name: "child-of-n0" } });
  expect(spec?.metadata).toMatchObject({ mode: 4, nesting: 1 });
  expect(await refusal(client.createExecution(child("n9")))).toMatch(/^NotFound missing entity of type node execution/);
});

test("an archived project launches nothing", async () => {
  const { client } = await withSumWorkflow();
  await client.updateProject({ id: "flytesnacks", name: "flytesnacks", state: 1 });
  expect(await refusal(client.createExecution(request("run")))).toBe(
    "InvalidArgument project [flytesnacks] is not active",
  );
});
