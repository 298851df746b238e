/**
 * What flytectl sends, command by command, over gRPC on cleartext HTTP/2, and what it needs to be told.
 *
 * Each sequence is written down from flytectl's source, the files named above it (github.com/flyteorg/flyte, v1.16);
 * fields it leaves out are left out here too. flytectl decides by the code alone.
 */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Client, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { NamedEntityState } from "@skein/spec/gen/flyteidl/admin/common_pb";
import { ExecutionState } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { type LaunchPlanSpecSchema, LaunchPlanState } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { MatchableResource, type MatchingAttributesSchema } from "@skein/spec/gen/flyteidl/admin/matchable_resource_pb";
import { Project_ProjectState } from "@skein/spec/gen/flyteidl/admin/project_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import type { Port } from "../port.ts";
import { createServer } from "../server.ts";
import { appendBatches } from "../store/journal.ts";
import { activeSchedules } from "../store/schedules.ts";
import { mapErrors } from "./error-codes.ts";
import { type AdminUnderTest, adminUnderTest, refusal } from "./testing/admin-client.ts";
import { attemptRecord, nodeRecord } from "./testing/records.ts";
import { addTask, addWorkflow, int, launchPlanId, taskId, workflowId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
/** flytectl's Filters as they are without flags: limit 100, page 1. */
const firstPage = { limit: 100, token: "0" };

let admin: AdminUnderTest;
let port: Port;
let client: Client<typeof AdminService>;
beforeEach(async () => {
  admin = adminUnderTest();
  port = await createServer({
    routes: admin.routes,
    interceptors: [mapErrors],
    console: () => (_request, response) => response.end(),
    deck: (_request, _response, next) => next(),
    isDevelopment: false,
    authoringSchema: () => ({}),
    health: () => [],
    hostNames: [],
    stopping: new AbortController().signal,
    log: createLog("error", () => {}),
  });
  await port.listen(["127.0.0.1"], 0);
  client = createClient(AdminService, createGrpcTransport({ baseUrl: `http://127.0.0.1:${port.number}` }));
});
afterEach(() => port.close(0));

const nightly: MessageInitShape<typeof LaunchPlanSpecSchema> = {
  workflowId: workflowId("sum"),
  fixedInputs: { literals: { n: int(1) } },
  entityMetadata: {
    schedule: { ScheduleExpression: { case: "cronSchedule", value: { schedule: "0 2 * * *" } } },
    notifications: [],
  },
};

/**
 * `flytectl register files *.pb`: 0_add_1.pb, 1_sum_2.pb, 2_sum_3.pb, 3_nightly_3.pb, in the order of their names.
 * cmd/register/register_util.go: registerFile, validateLaunchSpec, register.
 *
 * @returns the code of each request
 */
async function registerFiles({ enableSchedule = false } = {}): Promise<string[]> {
  const codes: string[] = [];
  const send = async (call: Promise<unknown>) => {
    const code = (await refusal(call)).replace(/ .*/s, "");
    codes.push(code);
    return code === "OK";
  };
  await send(client.createTask({ id: taskId("add"), spec: addTask() }));
  await send(client.createWorkflow({ id: workflowId("sum"), spec: addWorkflow() }));
  const launchPlans = { sum: { workflowId: workflowId("sum") }, nightly };
  for (const [name, spec] of Object.entries(launchPlans)) {
    if ("entityMetadata" in spec) await send(client.getWorkflow({ id: workflowId("sum") }));
    const isCreated = await send(client.createLaunchPlan({ id: launchPlanId(name), spec }));
    // Without a resource type; and only when it was created just now.
    const id = create(IdentifierSchema, { ...scope, name, version: "v1" });
    if (isCreated && enableSchedule) await send(client.updateLaunchPlan({ id, state: LaunchPlanState.ACTIVE }));
  }
  return codes;
}

const input = { literals: { n: int(1) } };

/** `flytectl create execution --execFile`. cmd/create/execution_util.go: createExecutionRequest. */
const executionOf = (launchPlan: ReturnType<typeof launchPlanId>, name: string) =>
  client.createExecution({
    ...scope,
    name,
    spec: { launchPlan, metadata: { mode: 0, principal: "sdk", nesting: 0 }, envs: { values: [] } },
    inputs: input,
  });

describe("§7 register files", () => {
  test("in the order of their names; again, everything exists, which is success", async () => {
    expect(await registerFiles()).toEqual(["OK", "OK", "OK", "OK", "OK"]);
    expect(await registerFiles()).toEqual(["AlreadyExists", "AlreadyExists", "AlreadyExists", "OK", "AlreadyExists"]);
    expect(activeSchedules(admin.db)).toEqual([]);
  });

  test("--enableSchedule turns schedules on, though its ids have no resource type", async () => {
    expect(await registerFiles({ enableSchedule: true })).toEqual(["OK", "OK", "OK", "OK", "OK", "OK", "OK"]);
    const { closure } = await client.getLaunchPlan({ id: launchPlanId("nightly") });
    expect(closure?.state).toBe(LaunchPlanState.ACTIVE);
    expect(activeSchedules(admin.db).map(({ name }) => name)).toEqual(["nightly"]);
  });
});

describe("§7 get", () => {
  beforeEach(() => registerFiles());

  // cmd/get/workflow.go, pkg/ext/workflow_fetcher.go
  test("workflow: all by name, one's versions, the latest, one", async () => {
    const names = await client.listNamedEntities({ ...scope, ...firstPage, resourceType: ResourceType.WORKFLOW });
    expect(names.entities.map(({ id }) => id?.name)).toEqual(["sum"]);
    const versions = await client.listWorkflows({ ...firstPage, id: { ...scope, name: "sum" } });
    expect(versions.workflows.map(({ id }) => id?.version)).toEqual(["v1"]);
    const latest = { limit: 1, sortBy: { key: "created_at", direction: 0 } };
    expect((await client.listWorkflows({ ...latest, id: { ...scope, name: "sum" } })).workflows).toHaveLength(1);
    const whole = await client.getWorkflow({ id: workflowId("sum") });
    expect(whole.closure?.compiledWorkflow?.primary?.template?.nodes.map(({ id }) => id)).toContain("n0");
  });

  // cmd/get/launch_plan.go: --workflow, --latest and --version; the file of `--execFile` comes from its parameters
  test("launchplan: filtered by workflow, the latest, one with what it expects", async () => {
    const list = (filters: string) => client.listLaunchPlans({ ...firstPage, id: scope, filters });
    expect((await list("eq(workflow.name,sum)")).launchPlans).toHaveLength(2);
    expect((await list("eq(schedule_type,CRON)")).launchPlans.map(({ id }) => id?.name)).toEqual(["nightly"]);
    const { spec, closure } = await client.getLaunchPlan({ id: launchPlanId("sum") });
    expect(Object.keys(spec?.defaultInputs?.parameters ?? {})).toEqual(["n"]);
    expect(closure?.expectedInputs?.parameters).toEqual(spec?.defaultInputs?.parameters);
  });

  // cmd/get/task.go
  test("task: all, one", async () => {
    expect((await client.listTasks({ ...firstPage, id: { ...scope, name: "add" } })).tasks).toHaveLength(1);
    const { closure } = await client.getTask({ id: taskId("add") });
    expect(Object.keys(closure?.compiledTask?.template?.interface?.inputs?.variables ?? {})).toEqual(["n"]);
  });

  // cmd/get/execution.go --details: pkg/ext/execution_fetcher.go, cmd/get/node_execution.go getExecutionDetails
  test("execution --details: every node's attempts and data, start and end node included", async () => {
    await executionOf(launchPlanId("sum"), "run");
    const ended = (phase: "RUNNING" | "SUCCEEDED", at: number) =>
      ({ kind: "execution", phase, at, outputs: undefined, error: undefined, errorNode: undefined }) as const;
    const records = [
      ended("RUNNING", 1),
      nodeRecord("start-node", "SUCCEEDED", 1, { inputs: undefined }),
      nodeRecord("n0", "RUNNING", 2),
      attemptRecord(0, "SUCCEEDED", 3),
      nodeRecord("n0", "SUCCEEDED", 4),
      nodeRecord("end-node", "SUCCEEDED", 5),
      ended("SUCCEEDED", 6),
    ];
    admin.blobs.set("s3://b/n0/inputs.pb", create(LiteralMapSchema, input));
    appendBatches(admin.db, [
      { executionId: 1, entries: [{ number: 0, at: 1, event: { kind: "started", at: 1 }, records }] },
    ]);
    const id = { ...scope, name: "run" };
    expect((await client.getExecution({ id })).closure?.phase).toBe(WorkflowExecution_Phase.SUCCEEDED);
    const { nodeExecutions } = await client.listNodeExecutions({ workflowExecutionId: id, limit: 100 });
    expect(nodeExecutions).toHaveLength(3);
    for (const node of nodeExecutions) {
      if (!node.id) throw new Error("a node execution has an id");
      expect(node.metadata?.isParentNode).toBe(false);
      const tasks = await client.listTaskExecutions({ nodeExecutionId: node.id, limit: 100 });
      expect(tasks.taskExecutions).toHaveLength(node.id.nodeId === "n0" ? 1 : 0);
      expect(await refusal(client.getNodeExecutionData({ id: node.id }))).toBe("OK");
    }
  });

  // pkg/filters: --filter.fieldSelector="execution.phase in (FAILED;SUCCEEDED),execution.duration<200" --filter.page=2
  test("execution with field selectors, sorting and pages", async () => {
    for (const name of ["one", "two", "three"]) await executionOf(launchPlanId("sum"), name);
    const page = await client.listExecutions({
      limit: 2,
      token: "2",
      filters: "value_in(execution.phase,UNDEFINED;QUEUED)+ne(execution_name,none)",
      id: scope,
      sortBy: { key: "created_at", direction: 1 },
    });
    expect(page.executions.map(({ id }) => id?.name)).toEqual(["three"]);
  });

  // cmd/get/project.go, cmd/version/version.go
  test("project, and version", async () => {
    const { projects } = await client.listProjects({ ...firstPage });
    expect(projects.map(({ id }) => id)).toEqual(["flytesnacks"]);
    expect((await client.getVersion({})).controlPlaneVersion?.Version).toBe("v1.2.3");
  });
});

describe("§7 create", () => {
  beforeEach(() => registerFiles());

  test("execution of a workflow and of a task; a name that is taken is told", async () => {
    expect((await executionOf(launchPlanId("sum"), "f0123456789abcdef012")).id?.name).toBe("f0123456789abcdef012");
    expect((await executionOf(taskId("add"), "ftask")).id?.name).toBe("ftask");
    expect(await refusal(executionOf(launchPlanId("sum"), "ftask"))).toMatch(/^AlreadyExists/);
    const { spec } = await client.getExecution({ id: { ...scope, name: "ftask" } });
    expect(spec).toMatchObject({ launchPlan: taskId("add"), envs: { values: [] }, metadata: { principal: "" } });
  });

  // cmd/create/project.go
  test("project, once", async () => {
    const project = { id: "team", name: "team", description: "", labels: { values: {} } };
    expect(await refusal(client.registerProject({ project }))).toBe("OK");
    expect(await refusal(client.registerProject({ project }))).toMatch(/^AlreadyExists/);
  });
});

describe("§7 update", () => {
  beforeEach(() => registerFiles());

  // cmd/update/launch_plan.go
  test("launchplan --activate and --deactivate", async () => {
    const id = create(IdentifierSchema, { ...scope, name: "nightly", version: "v1" });
    const state = async () => (await client.getLaunchPlan({ id: launchPlanId("nightly") })).closure?.state;
    for (const wanted of [LaunchPlanState.ACTIVE, LaunchPlanState.INACTIVE]) {
      expect(await state()).not.toBe(wanted);
      await client.updateLaunchPlan({ id, state: wanted });
      expect(await state()).toBe(wanted);
      expect(activeSchedules(admin.db)).toHaveLength(wanted);
    }
  });

  // cmd/update/execution.go: compares closure.state_change_details.state first
  test("execution --archive and --activate", async () => {
    await executionOf(launchPlanId("sum"), "run");
    const id = { ...scope, name: "run" };
    const state = async () => (await client.getExecution({ id })).closure?.stateChangeDetails?.state;
    for (const wanted of [ExecutionState.EXECUTION_ARCHIVED, ExecutionState.EXECUTION_ACTIVE]) {
      expect(await state()).not.toBe(wanted);
      await client.updateExecution({ id, state: wanted });
      expect(await state()).toBe(wanted);
    }
  });

  // cmd/update/named_entity.go: composeNamedMetadataEdits sends what was asked for, and nothing of what is there
  test.each([
    ["task-meta", ResourceType.TASK, "add"],
    ["workflow-meta", ResourceType.WORKFLOW, "sum"],
    ["launchplan-meta", ResourceType.LAUNCH_PLAN, "nightly"],
  ])("%s --description, then --archive: both hold", async (_, resourceType, name) => {
    const named = { resourceType, id: { ...scope, name } };
    const read = async () => (await client.getNamedEntity(named)).metadata;
    expect(await read()).toMatchObject({ description: "", state: NamedEntityState.NAMED_ENTITY_ACTIVE });
    await client.updateNamedEntity({ ...named, metadata: { description: "adds" } });
    await client.updateNamedEntity({ ...named, metadata: { state: NamedEntityState.NAMED_ENTITY_ARCHIVED } });
    expect(await read()).toMatchObject({ description: "adds", state: NamedEntityState.NAMED_ENTITY_ARCHIVED });
  });

  // cmd/update/project.go: with flags alone the request has no name; pkg/ext/project_fetcher.go GetProjectByID
  test("project --archive, then --activate with another description: what is not sent stays", async () => {
    const read = async () =>
      (await client.listProjects({ limit: 1, filters: "eq(identifier,flytesnacks)" })).projects[0];
    const before = await read();
    await client.updateProject({ id: "flytesnacks", state: Project_ProjectState.ARCHIVED });
    expect(await read()).toMatchObject({ name: "flytesnacks", description: before?.description, state: 1 });
    expect((await client.listProjects({})).projects).toEqual([]);
    await client.updateProject({ id: "flytesnacks", description: "ours", labels: { values: { a: "b" } } });
    const after = { name: "flytesnacks", description: "ours", labels: { values: { a: "b" } }, state: 0 };
    expect(await read()).toMatchObject(after);
    await client.updateProject({ id: "flytesnacks", name: "snacks" });
    expect(await read()).toMatchObject({ ...after, name: "snacks" });
  });
});

// cmd/update, cmd/get and cmd/delete, *_resource_attribute.go and the like; pkg/ext/attribute_match_*.go
describe("§7 attributes: read (NotFound: none yet), set, read, delete, read", () => {
  const kinds: [string, MatchableResource, MessageInitShape<typeof MatchingAttributesSchema>][] = [
    [
      "task-resource-attribute",
      MatchableResource.TASK_RESOURCE,
      { target: { case: "taskResourceAttributes", value: { defaults: { cpu: "1" }, limits: { cpu: "2" } } } },
    ],
    [
      "workflow-execution-config",
      MatchableResource.WORKFLOW_EXECUTION_CONFIG,
      { target: { case: "workflowExecutionConfig", value: { maxParallelism: 5 } } },
    ],
    [
      "execution-cluster-label",
      MatchableResource.EXECUTION_CLUSTER_LABEL,
      { target: { case: "executionClusterLabel", value: { value: "gpu" } } },
    ],
  ];

  test.each(kinds)("%s of a domain, and of a workflow", async (_, resourceType, matchingAttributes) => {
    const domain = { ...scope, resourceType };
    expect(await refusal(client.getProjectDomainAttributes(domain))).toMatch(/^NotFound/);
    await client.updateProjectDomainAttributes({ attributes: { ...scope, matchingAttributes } });
    const found = await client.getProjectDomainAttributes(domain);
    expect(found.attributes?.matchingAttributes).toMatchObject(matchingAttributes);
    await client.deleteProjectDomainAttributes(domain);
    expect(await refusal(client.getProjectDomainAttributes(domain))).toMatch(/^NotFound/);

    const workflow = { ...domain, workflow: "sum" };
    expect(await refusal(client.getWorkflowAttributes(workflow))).toMatch(/^NotFound/);
    await client.updateWorkflowAttributes({ attributes: { ...scope, workflow: "sum", matchingAttributes } });
    expect((await client.getWorkflowAttributes(workflow)).attributes).toMatchObject({ workflow: "sum" });
    await client.deleteWorkflowAttributes(workflow);
    expect(await refusal(client.getWorkflowAttributes(workflow))).toMatch(/^NotFound/);
  });
});

// cmd/delete/execution.go: each in turn, without a cause; it stops at the first error
describe("§7 delete", () => {
  test("execution A B", async () => {
    await registerFiles();
    for (const name of ["one", "two"]) {
      await executionOf(launchPlanId("sum"), name);
      expect(await refusal(client.terminateExecution({ id: { ...scope, name } }))).toBe("OK");
    }
    const { executions } = await client.listExecutions({ ...firstPage, id: scope });
    expect(executions.map(({ closure }) => closure?.phase)).toEqual([
      WorkflowExecution_Phase.ABORTING,
      WorkflowExecution_Phase.ABORTING,
    ]);
    expect(await refusal(client.terminateExecution({ id: { ...scope, name: "none" } }))).toMatch(/^NotFound/);
  });
});
