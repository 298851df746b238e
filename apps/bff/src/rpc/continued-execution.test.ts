import { create } from "@bufbuild/protobuf";
import {
  ExecutionCreateRequestSchema,
  ExecutionMetadata_ExecutionMode as Mode,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { expect, test } from "vitest";
import { refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { int, launchPlanId, taskId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
const idOf = (name: string) => ({ ...scope, name });

async function launched() {
  const admin = await withSumWorkflow();
  const request = create(ExecutionCreateRequestSchema, {
    ...scope,
    name: "run",
    spec: {
      launchPlan: launchPlanId("sum"),
      maxParallelism: 3,
      overwriteCache: true,
      labels: { values: { team: "ml" } },
      interruptible: false,
    },
    inputs: { literals: { n: int(1) } },
  });
  await admin.client.createExecution(request);
  return admin;
}

const get = async ({ client }: Awaited<ReturnType<typeof launched>>, name: string) => {
  const { spec, closure } = await client.getExecution({ id: idOf(name) });
  const { fullInputs } = await client.getExecutionData({ id: idOf(name) });
  return { spec, closure, fullInputs };
};

test("§3.5 RelaunchExecution copies spec and inputs, refers to its source, and takes overwrite_cache from the request", async () => {
  const admin = await launched();
  const { id } = await admin.client.relaunchExecution({ id: idOf("run"), name: "again" });
  expect(id).toMatchObject(idOf("again"));
  expect(admin.asked).toEqual(["start 1", "start 2"]);
  const [before, { spec, closure, fullInputs }] = [await get(admin, "run"), await get(admin, "again")];
  expect(spec).toMatchObject({
    maxParallelism: 3,
    overwriteCache: false,
    interruptible: false,
    labels: { values: { team: "ml" } },
    launchPlan: { name: "sum" },
    metadata: { mode: Mode.RELAUNCH, referenceExecution: idOf("run") },
  });
  expect(closure?.phase).toBe(WorkflowExecution_Phase.UNDEFINED);
  expect(fullInputs).toEqual(before.fullInputs);
  await admin.client.relaunchExecution({ id: idOf("run"), name: "fresh", overwriteCache: true });
  expect((await get(admin, "fresh")).spec?.overwriteCache).toBe(true);
});

test("§3.5 RecoverExecution is the same in mode RECOVERED; its source need not have ended", async () => {
  const admin = await launched();
  const { id } = await admin.client.recoverExecution({ id: idOf("run") });
  expect(id?.name).toMatch(/^a[bcdfghjklmnpqrstvwxz2-9]{19}$/);
  const { spec } = await get(admin, id?.name ?? "");
  expect(spec).toMatchObject({
    overwriteCache: true,
    metadata: { mode: Mode.RECOVERED, referenceExecution: idOf("run") },
  });
  const listed = await admin.client.listExecutions({ id: scope, limit: 10 });
  expect(listed.executions.map((each) => each.spec?.metadata?.mode).sort()).toEqual([Mode.MANUAL, Mode.RECOVERED]);
});

test("§3.5 a single-task execution is relaunched as one", async () => {
  const admin = await launched();
  const spec = { launchPlan: taskId("add") };
  const inputs = { literals: { n: int(1) } };
  const created = await refusal(admin.client.createExecution({ ...scope, name: "task", spec, inputs }));
  expect(created).toBe("OK");
  await admin.client.relaunchExecution({ id: idOf("task"), name: "task-again" });
  expect((await get(admin, "task-again")).spec?.launchPlan).toMatchObject({ name: "add" });
});

test.each(["relaunchExecution", "recoverExecution"] as const)("§3.5 %s refuses in upstream's codes", async (rpc) => {
  const { client } = await launched();
  const answers = [
    await refusal(client[rpc]({})),
    await refusal(client[rpc]({ id: idOf("none") })),
    await refusal(client[rpc]({ id: idOf("run"), name: "run" })),
    await refusal(client[rpc]({ id: idOf("run"), name: "Not_A_Name" })),
  ];
  expect(answers.map((each) => each.split(" ")[0])).toEqual([
    "InvalidArgument",
    "NotFound",
    "AlreadyExists",
    "InvalidArgument",
  ]);
});

test("§3.1 a reference to an execution that is not there is refused", async () => {
  const { client } = await launched();
  const spec = { launchPlan: launchPlanId("sum"), metadata: { referenceExecution: idOf("none") } };
  const call = client.createExecution({ ...scope, name: "x", spec, inputs: { literals: { n: int(1) } } });
  expect(await refusal(call)).toMatch(/^NotFound missing entity of type execution/);
});
