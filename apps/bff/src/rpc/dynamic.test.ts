/** Dynamic nodes in the Admin API (admin-api.md §3.6). */
import { create, toBinary } from "@bufbuild/protobuf";
import { closureOf } from "@skein/compiler/testing/closure";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { NodeExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { IdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { expect, test } from "vitest";
import { storeDynamicClosure } from "../store/dynamic-workflows.ts";
import { appendBatches } from "../store/journal.ts";
import { refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { nodeRecord } from "./testing/records.ts";
import { int, launchPlanId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
const executionId = { ...scope, name: "run" };
const nodeId = (node: string) => ({ nodeId: node, executionId });
const closures = ["first", "second"].map((name) => closureOf({ name, nodes: [{ id: "dn0" }] }));

/** An execution whose node n0 asked for nodes; twice, if it was tried again. */
async function asked(attempts: number) {
  const admin = await withSumWorkflow();
  const spec = { launchPlan: launchPlanId("sum") };
  await admin.client.createExecution({ ...scope, name: "run", spec, inputs: { literals: { n: int(1) } } });
  const refs = closures.map((each) => storeDynamicClosure(admin.db, toBinary(CompiledWorkflowClosureSchema, each), 1));
  const records = refs.slice(0, attempts).flatMap((closure, attempt) => [
    nodeRecord("n0", "RUNNING", 1_000 + attempt, { attempt }),
    nodeRecord("n0", "DYNAMIC_RUNNING", 1_100 + attempt, {
      attempt,
      isParent: true,
      dynamic: { closure, futures: `s3://b/n0/${attempt}/futures.pb` },
    }),
    nodeRecord(`n0-${attempt}-dn0`, "RUNNING", 1_200 + attempt, {
      parent: "n0",
      specNodeId: "dn0",
      retryGroup: String(attempt),
      path: "n0/dn0",
      isInDynamicChain: true,
    }),
  ]);
  const entry = { number: 0, at: 1, event: { kind: "started", at: 1 } as const, records };
  appendBatches(admin.db, [{ executionId: 1, entries: [entry] }]);
  return admin;
}

test("the node says that it is dynamic and a parent, and its nodes are listed below it", async () => {
  const { client } = await asked(2);
  const node = await client.getNodeExecution({ id: nodeId("n0") });
  expect(node.closure?.phase).toBe(NodeExecution_Phase.DYNAMIC_RUNNING);
  expect(node.metadata).toMatchObject({ isParentNode: true, isDynamic: true, specNodeId: "n0" });
  const { nodeExecutions } = await client.listNodeExecutions({
    workflowExecutionId: executionId,
    uniqueParentId: "n0",
    limit: 100,
  });
  expect(nodeExecutions.map((each) => each.id?.nodeId).sort()).toEqual(["n0-0-dn0", "n0-1-dn0"]);
  expect(nodeExecutions[0]?.metadata).toMatchObject({ isParentNode: false, isDynamic: false });
});

test.each([1, 2])("what attempt %i runs comes with the node's data, and alone", async (attempts) => {
  const { client } = await asked(attempts);
  const closure = closures[attempts - 1];
  const { dynamicWorkflow } = await client.getNodeExecutionData({ id: nodeId("n0") });
  expect(dynamicWorkflow?.compiledWorkflow).toEqual(closure);
  expect(dynamicWorkflow?.id).toEqual(closure?.primary?.template?.id ?? create(IdentifierSchema));
  expect(dynamicWorkflow?.dynamicJobSpecUri).toBe(`s3://b/n0/${attempts - 1}/futures.pb`);
  const { compiledWorkflow } = await client.getDynamicNodeWorkflow({ id: nodeId("n0") });
  expect(compiledWorkflow).toEqual(closure);
});

test("a node that was recovered has what it ran where it ran", async () => {
  const { client, db } = await asked(1);
  const spec = { launchPlan: launchPlanId("sum") };
  await client.createExecution({ ...scope, name: "again", spec, inputs: { literals: { n: int(1) } } });
  const records = [nodeRecord("n0", "RECOVERED", 2_000, { recoveredFrom: "run" })];
  const entry = { number: 0, at: 1, event: { kind: "started", at: 1 } as const, records };
  appendBatches(db, [{ executionId: 2, entries: [entry] }]);
  const id = { nodeId: "n0", executionId: { ...scope, name: "again" } };
  expect((await client.getDynamicNodeWorkflow({ id })).compiledWorkflow).toEqual(closures[0]);
  const { dynamicWorkflow } = await client.getNodeExecutionData({ id });
  expect(dynamicWorkflow?.dynamicJobSpecUri).toBe("s3://b/n0/0/futures.pb");
});

test("other nodes have none, and it is never there and empty", async () => {
  const { client } = await asked(1);
  expect((await client.getNodeExecutionData({ id: nodeId("n0-0-dn0") })).dynamicWorkflow).toBeUndefined();
  expect(await refusal(client.getDynamicNodeWorkflow({ id: nodeId("n0-0-dn0") }))).toBe(
    "NotFound node does not contain dynamic workflow",
  );
  expect(await refusal(client.getDynamicNodeWorkflow({ id: nodeId("zz") }))).toMatch(/^NotFound /);
});
