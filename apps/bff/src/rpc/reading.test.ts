import { create } from "@bufbuild/protobuf";
import type { RunRecord } from "@skein/engine/record";
import {
  NodeExecution_Phase,
  TaskExecution_Phase,
  WorkflowExecution_Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { describe, expect, test } from "vitest";
import { appendBatches } from "../store/journal.ts";
import { refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { attemptRecord, nodeRecord } from "./testing/records.ts";
import { int, launchPlanId, sumLaunchPlan, taskId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
const executionId = { ...scope, name: "run" };
const nodeId = (node: string) => ({ nodeId: node, executionId });
const attemptId = (attempt: number) => ({
  taskId: taskId("add"),
  nodeExecutionId: nodeId("n0"),
  retryAttempt: attempt,
});

const longError = { code: "Error", message: "é".repeat(200), kind: "USER" } as const;

/** An execution that failed once, then succeeded. */
async function finished() {
  const admin = await withSumWorkflow();
  await admin.client.createExecution({
    ...scope,
    name: "run",
    spec: { launchPlan: launchPlanId("sum") },
    inputs: { literals: { n: int(1) } },
  });
  const out = "s3://b/n0/1/outputs.pb";
  admin.blobs.set(out, create(LiteralMapSchema, { literals: { m: int(2) } }));
  admin.blobs.set("s3://b/n0/inputs.pb", create(LiteralMapSchema, { literals: { n: int(1) } }));
  const records: RunRecord[] = [
    { kind: "execution", phase: "RUNNING", at: 1_000, outputs: undefined, error: undefined, errorNode: undefined },
    nodeRecord("start-node", "SUCCEEDED", 1_000, { inputs: undefined }),
    nodeRecord("n0", "QUEUED", 1_001),
    nodeRecord("n0", "RUNNING", 1_002),
    attemptRecord(0, "QUEUED", 1_002, { reason: "submitted" }),
    attemptRecord(0, "FAILED", 1_100, { error: longError }),
    attemptRecord(1, "RUNNING", 1_200),
    attemptRecord(1, "SUCCEEDED", 1_700, { outputs: out }),
    nodeRecord("n0", "SUCCEEDED", 1_702, { outputs: out }),
    nodeRecord("end-node", "SUCCEEDED", 1_703),
    { kind: "execution", phase: "SUCCEEDED", at: 2_500, outputs: out, error: undefined, errorNode: undefined },
  ];
  appendBatches(admin.db, [
    { executionId: 1, entries: [{ number: 0, at: 1, event: { kind: "started", at: 1 }, records }] },
  ]);
  return admin;
}

describe("an execution", () => {
  test("shows its end, and its outputs by value", async () => {
    const { client } = await finished();
    const { closure } = await client.getExecution({ id: executionId });
    expect(closure).toMatchObject({
      phase: WorkflowExecution_Phase.SUCCEEDED,
      startedAt: { seconds: 1n, nanos: 0 },
      duration: { seconds: 1n, nanos: 500_000_000 },
      outputResult: { case: "outputs", value: { data: { case: "uri", value: "s3://b/n0/1/outputs.pb" } } },
    });
    const data = await client.getExecutionData({ id: executionId });
    expect(data.fullInputs?.literals).toEqual({ n: int(1) });
    expect(data.fullOutputs?.literals).toEqual({ m: int(2) });
  });

  test("data that is gone is empty, not an error", async () => {
    const { client, blobs } = await finished();
    blobs.clear();
    expect((await client.getExecutionData({ id: executionId })).fullOutputs?.literals).toEqual({});
    expect((await client.getNodeExecutionData({ id: nodeId("n0") })).fullInputs?.literals).toEqual({});
  });
});

describe("nodes", () => {
  test("are listed with start and end node, in the order they came", async () => {
    const { client } = await finished();
    const { nodeExecutions } = await client.listNodeExecutions({
      workflowExecutionId: executionId,
      limit: 100,
      sortBy: { key: "created_at", direction: 1 },
    });
    expect(nodeExecutions.map((each) => each.id?.nodeId)).toEqual(["start-node", "n0", "end-node"]);
    expect(nodeExecutions.every((each) => each.closure?.phase === NodeExecution_Phase.SUCCEEDED)).toBe(true);
  });

  test("children are listed under their parent only", async () => {
    const { client, db } = await finished();
    const child = nodeRecord("n9-0-n1", "RUNNING", 1, {
      parent: "n9",
      specNodeId: "n1",
      retryGroup: "0",
      path: "n9/n1",
    });
    appendBatches(db, [
      {
        executionId: 1,
        entries: [
          {
            number: 1,
            at: 1,
            event: { kind: "started", at: 1 },
            records: [nodeRecord("n9", "RUNNING", 1, { isParent: true }), child],
          },
        ],
      },
    ]);
    const request = { workflowExecutionId: executionId, limit: 100 };
    const below = await client.listNodeExecutions({ ...request, uniqueParentId: "n9" });
    expect(below.nodeExecutions).toMatchObject([{ metadata: { specNodeId: "n1", retryGroup: "0" } }]);
    const top = await client.listNodeExecutions(request);
    expect(top.nodeExecutions.map((each) => each.id?.nodeId)).not.toContain("n9-0-n1");
    expect(await refusal(client.listNodeExecutions({ ...request, uniqueParentId: "nope" }))).toMatch(/^NotFound /);
  });

  test("have data, with the name links give it", async () => {
    const { client } = await finished();
    const data = await client.getNodeExecutionData({ id: nodeId("n0") });
    expect(data.fullOutputs?.literals).toEqual({ m: int(2) });
    expect(data.flyteUrls?.outputs).toBe("flyte://v1/flytesnacks/development/run/n0/o");
    expect(data.dynamicWorkflow).toBeUndefined();
    expect((await client.getNodeExecutionData({ id: nodeId("start-node") })).fullInputs?.literals).toEqual({});
  });

  test.each([
    ["a node there is not", nodeId("gone"), /^NotFound missing entity of type node execution with identifier /],
    ["no node", nodeId(""), /^InvalidArgument missing node_id/],
  ])("%s is refused", async (_, id, answer) => {
    const { client } = await finished();
    expect(await refusal(client.getNodeExecution({ id }))).toMatch(answer);
  });
});

describe("attempts", () => {
  test("are listed first to last, each with its own end and whole error", async () => {
    const { client } = await finished();
    const { taskExecutions } = await client.listTaskExecutions({ nodeExecutionId: nodeId("n0"), limit: 10 });
    expect(taskExecutions.map((each) => each.closure?.phase)).toEqual([
      TaskExecution_Phase.FAILED,
      TaskExecution_Phase.SUCCEEDED,
    ]);
    expect(taskExecutions[0]?.closure).toMatchObject({
      outputResult: { case: "error", value: longError && { code: "Error", message: longError.message } },
      reasons: [{ message: "submitted" }],
      metadata: { generatedName: "run-n0-0" },
      taskType: "raw-container",
      eventVersion: 1,
    });
    expect(taskExecutions[1]?.id).toMatchObject({ retryAttempt: 1, taskId: { resourceType: ResourceType.TASK } });
  });

  test("can be read and have data", async () => {
    const { client } = await finished();
    expect((await client.getTaskExecution({ id: attemptId(1) })).closure?.duration).toMatchObject({
      nanos: 500_000_000,
    });
    const data = await client.getTaskExecutionData({ id: attemptId(1) });
    expect(data.fullOutputs?.literals).toEqual({ m: int(2) });
    expect(data.flyteUrls?.inputs).toBe("flyte://v1/flytesnacks/development/run/n0/1/i");
    expect(await refusal(client.getTaskExecution({ id: attemptId(2) }))).toMatch(/^NotFound .*retry_attempt:2/);
  });

  test("can be filtered by attempt", async () => {
    const { client } = await finished();
    const request = { nodeExecutionId: nodeId("n0"), limit: 10, filters: "eq(retry_attempt,1)" };
    expect((await client.listTaskExecutions(request)).taskExecutions).toHaveLength(1);
  });
});

describe("lists", () => {
  test("cut error messages at a whole character; single reads do not", async () => {
    const { client, db } = await finished();
    await client.createExecution({
      ...scope,
      name: "bad",
      spec: { launchPlan: launchPlanId("sum") },
      inputs: { literals: { n: int(1) } },
    });
    const failed = {
      kind: "execution",
      phase: "FAILED",
      at: 9,
      outputs: undefined,
      error: longError,
      errorNode: "n0",
    } as const;
    appendBatches(db, [
      { executionId: 2, entries: [{ number: 0, at: 9, event: { kind: "started", at: 9 }, records: [failed] }] },
    ]);
    const { executions } = await client.listExecutions({ id: scope, limit: 10, filters: "eq(phase,FAILED)" });
    expect(executions[0]?.closure?.outputResult.value).toMatchObject({ message: "é".repeat(50) });
    const { closure } = await client.getExecution({ id: { ...scope, name: "bad" } });
    expect(closure?.outputResult.value).toMatchObject({ message: longError.message });
  });

  test("page by offset; a full last page leads to an empty one", async () => {
    const { client } = await withSumWorkflow();
    for (const version of ["v2", "v3", "v4"])
      await client.createLaunchPlan({ id: launchPlanId("sum", version), spec: sumLaunchPlan() });
    const seen: (string | undefined)[] = [];
    const tokens: string[] = [];
    for (let token = ""; ; ) {
      const page = await client.listLaunchPlans({ id: { ...scope, name: "sum" }, limit: 2, token });
      seen.push(...page.launchPlans.map((each) => each.id?.version));
      tokens.push(page.token);
      token = page.token;
      if (token === "") break;
    }
    expect(seen).toEqual(["v1", "v2", "v3", "v4"]);
    expect(tokens).toEqual(["2", "4", ""]);
  });

  test("the newest version is one request", async () => {
    const { client, at } = await withSumWorkflow();
    at(9_000_000);
    await client.createLaunchPlan({ id: launchPlanId("sum", "v0"), spec: sumLaunchPlan() });
    const { launchPlans } = await client.listLaunchPlans({
      id: { ...scope, name: "sum" },
      limit: 1,
      sortBy: { key: "created_at", direction: 0 },
    });
    expect(launchPlans[0]?.id?.version).toBe("v0");
  });

  test.each([
    ["no limit", { limit: 0 }, "InvalidArgument invalid value for limit"],
    ["a token that is no number", { token: "x" }, "InvalidArgument invalid pagination token x for ListExecutions"],
    ["a negative token", { token: "-1" }, "InvalidArgument invalid pagination token -1 for ListExecutions"],
    ["an unknown sort key", { sortBy: { key: "nope" } }, "InvalidArgument invalid sort key 'nope'"],
    ["no scope", { id: { project: "", domain: "x" } }, "InvalidArgument missing project"],
    ["a filter of no form", { filters: "phase=RUNNING" }, "InvalidArgument invalid value for filters"],
    ["an unknown function", { filters: "like(phase,R)" }, "InvalidArgument unrecognized filter function: like"],
    ["an unknown column", { filters: "eq(name,run)" }, "InvalidArgument 'execution.name' is invalid filter"],
    [
      "a column of every object",
      { filters: "eq(constructor,run)" },
      "InvalidArgument 'execution.constructor' is invalid filter",
    ],
    [
      "an entity of another list",
      { filters: "eq(project.name,x)" },
      "InvalidArgument 'project' entity is not allowed in filters",
    ],
    ["several values for one", { filters: "eq(phase,A;B)" }, "InvalidArgument filter function eq takes one value"],
    ["text for a number", { filters: "eq(mode,x)" }, 'InvalidArgument invalid value "x" for filter field mode'],
    [
      "text for a time",
      { filters: "gt(created_at,x)" },
      'InvalidArgument invalid value "x" for filter field created_at',
    ],
    [
      "text for a duration",
      { filters: "gt(duration,x)" },
      'InvalidArgument invalid value "x" for filter field duration',
    ],
  ])("refuse %s", async (_, changes, answer) => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.listExecutions({ id: scope, limit: 10, ...changes }))).toContain(answer);
  });

  test.each([
    ["eq(phase,SUCCEEDED)", ["run"]],
    ["eq(execution.phase,SUCCEEDED)", ["run"]],
    ["ne(phase,SUCCEEDED)", ["other"]],
    ["value_in(phase,QUEUED;SUCCEEDED)", ["run"]],
    ["value_not_in(phase,QUEUED;SUCCEEDED)", ["other"]],
    ["eq(workflow.name,sum)+eq(launch_plan.version,v1)", ["other", "run"]],
    ["eq(workflow.name,other)", []],
    ["contains(execution_name,the)", ["other"]],
    ["contains(execution_name,THE)", []], // as PostgreSQL: case counts
    ["not_like(execution_name,o%)", ["run"]],
    ["gt(duration,1)", ["run"]],
    ["gt(duration,1.4s)", ["run"]],
    ["gt(duration,1h30m)", []],
    ["gte(started_at, 1970-01-01T00:00:01Z)", ["run"]],
    ["lt(started_at,1970-01-01T00:00:01Z)", []],
    ["eq(mode,0)", ["other", "run"]],
    ["eq(state,1)", []],
    ["eq(execution_tag.key,team)+eq(execution_tag.value,x)", ["other"]],
    ["eq(execution_tag.key,team)+eq(execution_tag.value,nightly)", []], // of one and the same tag
    ["eq(admin_tag.name,nightly)", ["other"]],
  ])("filter by %s", async (filters, names) => {
    const { client } = await finished();
    await client.createExecution({
      ...scope,
      name: "other",
      spec: { launchPlan: launchPlanId("sum"), tags: ["nightly"], labels: { values: { team: "x" } } },
      inputs: { literals: { n: int(1) } },
    });
    const sortBy = { key: "execution_name", direction: 1 };
    const { executions } = await client.listExecutions({ id: scope, limit: 10, filters, sortBy });
    expect(executions.map((each) => each.id?.name)).toEqual(names);
  });

  test("names of tasks, workflows and launch plans", async () => {
    const { client } = await withSumWorkflow();
    const request = { ...scope, limit: 10, sortBy: { key: "name", direction: 1 } };
    expect((await client.listTaskIds(request)).entities).toMatchObject([{ ...scope, name: "add" }]);
    expect((await client.listWorkflowIds(request)).entities).toMatchObject([{ name: "sum" }]);
    expect((await client.listLaunchPlanIds({ ...request, limit: 1 })).token).toBe("1");
    const found = await client.listNamedEntities({
      ...request,
      resourceType: ResourceType.TASK,
      filters: "contains(name,dd)",
    });
    expect(found.entities).toMatchObject([{ resourceType: ResourceType.TASK, metadata: { state: 0 } }]);
    expect(
      await refusal(client.getNamedEntity({ resourceType: ResourceType.TASK, id: { ...scope, name: "gone" } })),
    ).toMatch(/^NotFound /);
  });
});

describe("projects and version", () => {
  test("the first project is there with its domains, and a limit is not needed", async () => {
    const { client } = await withSumWorkflow();
    const { projects } = await client.listProjects({});
    expect(projects).toMatchObject([
      { id: "flytesnacks", domains: [{ id: "development" }, { id: "staging" }, { id: "production" }] },
    ]);
    expect((await client.getDomains({})).domains.map((each) => each.name)).toEqual([
      "development",
      "staging",
      "production",
    ]);
    expect((await client.getVersion({})).controlPlaneVersion?.Version).toBe("v1.2.3");
  });

  test("a project is registered once, changed, archived and then hidden", async () => {
    const { client } = await withSumWorkflow();
    const project = { id: "mine", name: "Mine", labels: { values: { a: "b" } } };
    await client.registerProject({ project });
    expect(await refusal(client.registerProject({ project }))).toMatch(/^AlreadyExists .*mine/);
    await client.updateProject({ ...project, description: "d", state: 1 });
    expect((await client.listProjects({})).projects.map((each) => each.id)).toEqual(["flytesnacks"]);
    const { projects } = await client.listProjects({ filters: "eq(identifier,mine)", limit: 1 });
    expect(projects).toMatchObject([{ description: "d", state: 1, labels: { values: { a: "b" } } }]);
    expect((await client.getProject({ id: "mine" })).name).toBe("Mine");
  });

  test.each([
    ["capitals in the id", { id: "Mine", name: "x" }, "InvalidArgument invalid project id [Mine]"],
    ["no id", { id: "", name: "x" }, "InvalidArgument missing project_id"],
    ["no name", { id: "mine", name: "" }, "InvalidArgument missing project_name"],
    ["a long name", { id: "mine", name: "x".repeat(65) }, "InvalidArgument project_name cannot exceed 64 characters"],
    [
      "domains of its own",
      { id: "mine", name: "x", domains: [{ id: "d" }] },
      "InvalidArgument Domains are currently only set system wide",
    ],
  ])("refuse %s", async (_, project, answer) => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.registerProject({ project }))).toContain(answer);
  });

  test("a project there is not cannot be changed", async () => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.updateProject({ id: "gone" }))).toMatch(/^NotFound /);
  });
});
