import { toJson } from "@bufbuild/protobuf";
import { expect } from "@playwright/test";
import { LaunchPlanSpecSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { TaskSpecSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { adminOverGrpc, refusal, scope } from "../support/api.ts";
import { addLaunchPlan, addTask, addWorkflow, identifier, int } from "../support/specs.ts";
import { test } from "../support/test.ts";

/** As curl would: one POST of protobuf-JSON per call. */
async function post(url: string, method: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/flyteidl.service.AdminService/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${method} was answered ${answer.status}: ${JSON.stringify(json)}`);
  return json;
}

const idOf = (resourceType: string, name: string) => ({ resourceType, ...scope, name, version: "v1" });

test("plain HTTP posts of protobuf-JSON run a container task to SUCCEEDED", async ({ skein: { url } }) => {
  const name = "by_http";
  await post(url, "CreateTask", { id: idOf("TASK", name), spec: toJson(TaskSpecSchema, addTask(name)) });
  await post(url, "CreateWorkflow", {
    id: idOf("WORKFLOW", name),
    spec: toJson(WorkflowSpecSchema, addWorkflow(name)),
  });
  await post(url, "CreateLaunchPlan", {
    id: idOf("LAUNCH_PLAN", name),
    spec: toJson(LaunchPlanSpecSchema, addLaunchPlan(name)),
  });
  const { id } = await post(url, "CreateExecution", {
    ...scope,
    name: "byhttp",
    spec: { launchPlan: idOf("LAUNCH_PLAN", name) },
    inputs: { literals: { n: { scalar: { primitive: { integer: "41" } } } } },
  });
  expect(id).toEqual({ ...scope, name: "byhttp" });
  const read = () => post(url, "GetExecution", { id });
  await expect.poll(async () => (await read()).closure).toMatchObject({ phase: "SUCCEEDED" });
  expect(await post(url, "GetExecutionData", { id })).toMatchObject({
    fullOutputs: { literals: { m: { scalar: { primitive: { integer: "42" } } } } },
  });
  const nodes = await post(url, "ListNodeExecutions", { workflowExecutionId: id, limit: 10 });
  expect(nodes.nodeExecutions).toContainEqual(
    expect.objectContaining({
      id: { nodeId: "n0", executionId: id },
      closure: expect.objectContaining({ phase: "SUCCEEDED" }),
    }),
  );
});

test("the same over gRPC on cleartext HTTP/2, and sent again it is idempotent", async ({ skein: { url } }) => {
  const admin = adminOverGrpc(url);
  const name = "by_grpc";
  const [task, workflow, launchPlan] = [ResourceType.TASK, ResourceType.WORKFLOW, ResourceType.LAUNCH_PLAN].map(
    (resourceType) => identifier(resourceType, name),
  );
  await admin.createTask({ id: task, spec: addTask(name) });
  await admin.createWorkflow({ id: workflow, spec: addWorkflow(name) });
  await admin.createLaunchPlan({ id: launchPlan, spec: addLaunchPlan(name) });
  expect(await refusal(admin.createTask({ id: task, spec: addTask(name) }))).toMatch(/^\[already_exists\].*by_grpc/);
  const { id } = await admin.createExecution({
    ...scope,
    name: "bygrpc",
    spec: { launchPlan },
    inputs: { literals: { n: int(41) } },
  });
  await expect
    .poll(async () => (await admin.getExecution({ id })).closure?.phase)
    .toBe(WorkflowExecution_Phase.SUCCEEDED);
  const { fullOutputs } = await admin.getExecutionData({ id });
  expect(fullOutputs?.literals.m).toEqual(int(42));
});
