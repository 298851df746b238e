/** What is said about things after they exist: archived, described; and what nobody may say from outside. */
import { create } from "@bufbuild/protobuf";
import { NamedEntityState } from "@skein/spec/gen/flyteidl/admin/common_pb";
import { DescriptionEntitySchema, DescriptionFormat } from "@skein/spec/gen/flyteidl/admin/description_entity_pb";
import { ExecutionState } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { describe, expect, test } from "vitest";
import { findWorkflowNames } from "../store/workflow-queries.ts";
import { adminUnderTest, refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { addTask, addWorkflow, int, launchPlanId, taskId, workflowId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
const run = { ...scope, name: "run" };

async function launched() {
  const admin = await withSumWorkflow();
  await admin.client.createExecution({
    ...run,
    spec: { launchPlan: launchPlanId("sum") },
    inputs: { literals: { n: int(1) } },
  });
  return admin;
}

describe("§3.5 UpdateExecution", () => {
  test("archives, which hides from lists and changes nothing else; and takes back", async () => {
    const { client, at } = await launched();
    const list = async (filters = "") => (await client.listExecutions({ id: scope, limit: 9, filters })).executions;
    const before = await client.getExecution({ id: run });
    at(5_000_000);
    await client.updateExecution({ id: run, state: ExecutionState.EXECUTION_ARCHIVED });
    const archived = await client.getExecution({ id: run });
    expect(archived.closure?.stateChangeDetails).toMatchObject({ state: 1, occurredAt: { seconds: 5_000n } });
    expect(archived.closure?.updatedAt).toEqual(before.closure?.updatedAt);
    expect(await list()).toEqual([]);
    expect(await list("eq(state,1)")).toHaveLength(1);
    await client.updateExecution({ id: run, state: ExecutionState.EXECUTION_ACTIVE });
    expect(await list()).toHaveLength(1);
  });

  test.each([
    ["no id", { id: undefined }, "InvalidArgument missing id"],
    ["no name", { id: scope }, "InvalidArgument missing name"],
    ["another name", { id: { ...scope, name: "other" } }, "NotFound missing entity of type execution"],
    ["no such state", { state: 7 }, "InvalidArgument unrecognized execution state 7"],
  ])("%s is refused", async (_, change, expected) => {
    const { client } = await launched();
    expect(await refusal(client.updateExecution({ id: run, state: 1, ...change }))).toContain(expected);
  });
});

describe("§2.8 UpdateNamedEntity", () => {
  const named = { resourceType: ResourceType.WORKFLOW, id: { ...scope, name: "sum" } };

  test("keeps description and state, of every version; archiving hides from people and blocks no launch", async () => {
    const { client, db } = await launched();
    const metadata = { description: "adds up", state: NamedEntityState.NAMED_ENTITY_ARCHIVED };
    await client.updateNamedEntity({ ...named, metadata });
    expect((await client.getNamedEntity(named)).metadata).toMatchObject(metadata);
    const list = async (filters: string) =>
      (await client.listNamedEntities({ ...named, ...scope, limit: 9, filters })).entities.map((each) => each.id?.name);
    // As upstream: clients that hide archived names say so.
    expect(await list("")).toEqual(["sum"]);
    expect(await list("eq(state,0)")).toEqual([]);
    expect(findWorkflowNames(db, scope, "", { limit: 9, offset: 0 })).toEqual([]);
    const again = client.createExecution({
      ...scope,
      name: "again",
      spec: { launchPlan: launchPlanId("sum") },
      inputs: { literals: { n: int(1) } },
    });
    expect(await refusal(again)).toBe("OK");
    await client.updateNamedEntity({ ...named, metadata: {} });
    expect((await client.getNamedEntity(named)).metadata).toMatchObject({ description: "adds up", state: 0 });
    expect(findWorkflowNames(db, scope, "", { limit: 9, offset: 0 })).toHaveLength(1);
  });

  test.each([
    ["no metadata", { metadata: undefined }, "InvalidArgument missing metadata"],
    ["no id", { id: undefined }, "InvalidArgument missing id"],
    ["no name", { id: scope }, "InvalidArgument missing name"],
    ["a type without names", { resourceType: ResourceType.DATASET }, "InvalidArgument invalid resource type"],
    ["no such state", { metadata: { state: 9 } }, "InvalidArgument unrecognized named entity state 9"],
    ["a name without versions", { id: { ...scope, name: "nope" } }, "NotFound missing entity of type WORKFLOW"],
  ])("%s is refused", async (_, change, expected) => {
    const { client } = await launched();
    expect(await refusal(client.updateNamedEntity({ ...named, metadata: {}, ...change }))).toContain(expected);
  });
});

describe("§2.8 description entities", () => {
  const description = create(DescriptionEntitySchema, {
    shortDescription: "adds one",
    longDescription: { content: { case: "value", value: "# Add" }, format: DescriptionFormat.MARKDOWN },
    sourceCode: { link: "https://example.org/add.py" },
  });

  async function described() {
    const admin = adminUnderTest();
    for (const version of ["v1", "v2"])
      await admin.client.createTask({ id: taskId("add", version), spec: { ...addTask(), description } });
    await admin.client.createWorkflow({ id: workflowId("sum"), spec: { ...addWorkflow(), description } });
    return admin;
  }

  test("come with a task or a workflow, and go by its id", async () => {
    const { client } = await described();
    for (const id of [taskId("add"), workflowId("sum")])
      expect(await client.getDescriptionEntity({ id })).toEqual({ ...description, id });
  });

  test("are listed by name, newest version where asked", async () => {
    const { client } = await described();
    const page = await client.listDescriptionEntities({
      resourceType: ResourceType.TASK,
      id: { ...scope, name: "add" },
      limit: 1,
      sortBy: { key: "created_at", direction: 0 },
    });
    expect(page.descriptionEntities.map((each) => each.id?.version)).toEqual(["v2"]);
    expect(page.token).toBe("1");
    const filtered = { ...scope, name: "add" };
    const other = await client.listDescriptionEntities({
      resourceType: ResourceType.TASK,
      id: filtered,
      limit: 9,
      filters: "eq(task.version,v1)",
    });
    expect(other.descriptionEntities).toHaveLength(1);
  });

  test.each([
    ["a version that says nothing", taskId("quiet"), "NotFound missing entity of type TASK"],
    ["no version", create(IdentifierSchema, { ...taskId("add"), version: "" }), "InvalidArgument missing version"],
    ["no id", undefined, "InvalidArgument missing id"],
  ])("GetDescriptionEntity: %s", async (_, id, expected) => {
    const { client } = await described();
    await client.createTask({ id: taskId("quiet"), spec: addTask() });
    expect(await refusal(client.getDescriptionEntity({ id }))).toContain(expected);
  });

  test.each([
    ["no name", { id: scope }, "InvalidArgument missing name"],
    ["no limit", { limit: 0 }, "InvalidArgument invalid value for limit"],
    ["no resource type", { resourceType: 0 }, "InvalidArgument invalid resource type"],
    ["a filter of another kind", { filters: "eq(workflow.id,1)" }, "InvalidArgument"],
  ])("ListDescriptionEntities: %s", async (_, change, expected) => {
    const { client } = await described();
    const request = { resourceType: ResourceType.TASK, id: { ...scope, name: "add" }, limit: 9, ...change };
    expect(await refusal(client.listDescriptionEntities(request))).toContain(expected);
  });
});

describe("§1 ListNodeExecutionsForTask", () => {
  test("an attempt that is not there is NotFound", async () => {
    const { client } = await launched();
    const taskExecutionId = { taskId: taskId("add"), nodeExecutionId: { nodeId: "n0", executionId: run } };
    expect(await refusal(client.listNodeExecutionsForTask({ taskExecutionId, limit: 9 }))).toContain("NotFound");
    expect(await refusal(client.listNodeExecutionsForTask({ limit: 9 }))).toContain("missing task_execution_id");
  });
});

describe("§3.9 events", () => {
  test("are refused, never with UNKNOWN", async () => {
    const { client } = adminUnderTest();
    for (const call of [client.createWorkflowEvent({}), client.createNodeEvent({}), client.createTaskEvent({})])
      expect(await refusal(call)).toMatch(/^FailedPrecondition executions are run by this process/);
  });
});
