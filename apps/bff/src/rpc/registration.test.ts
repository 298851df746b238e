import { create } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";
import { LaunchPlanState } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { CreateWorkflowFailureReasonSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { TaskMetadataSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { describe, expect, test } from "vitest";
import { adminUnderTest, refusal, withSumWorkflow } from "./testing/admin-client.ts";
import {
  addTask,
  addWorkflow,
  containerOf,
  int,
  launchPlanId,
  sumLaunchPlan,
  taskId,
  text,
  workflowId,
} from "./testing/specs.ts";

describe("CreateTask", () => {
  test("answers the template as it was sent, under the id it was registered by", async () => {
    const { client } = adminUnderTest();
    const spec = addTask((template) => {
      template.id = taskId("something else");
    });
    await client.createTask({ id: taskId("add"), spec });
    const task = await client.getTask({ id: taskId("add") });
    expect(task.closure?.compiledTask?.template).toEqual(addTask().template);
    expect(task.closure?.createdAt).toBeDefined();
  });

  test.each([
    ["no id", { id: undefined }, "InvalidArgument missing id"],
    ["no spec", { spec: undefined }, "InvalidArgument missing spec"],
    ["no version", { id: taskId("add", "") }, "InvalidArgument missing version"],
    ["no name", { id: taskId("") }, "InvalidArgument missing name"],
    [
      "a name that is too long",
      { id: taskId("a".repeat(256)) },
      `InvalidArgument The name "${"a".repeat(40)}…" has 256 characters; at most 255 are taken`,
    ],
    [
      "a version that nobody can read",
      { id: taskId("add", "v1\u0007") },
      'InvalidArgument The version "v1\\u0007" holds a control character; leave it out',
    ],
    [
      "another resource type",
      { id: workflowId("add") },
      "InvalidArgument unexpected resource type workflow for identifier",
    ],
    [
      "an unknown project",
      { id: create(IdentifierSchema, { ...taskId("add"), project: "nope" }) },
      "InvalidArgument failed to validate that project [nope] and domain [development] are registered, err: [project [nope] not found]",
    ],
    [
      "an unknown domain",
      { id: create(IdentifierSchema, { ...taskId("add"), domain: "nope" }) },
      "InvalidArgument domain [nope] is unrecognized by system",
    ],
    [
      "no type",
      {
        spec: addTask((of) => {
          of.type = "";
        }),
      },
      "InvalidArgument missing type",
    ],
    [
      "no runtime version",
      {
        spec: addTask((of) => {
          of.metadata = create(TaskMetadataSchema, { runtime: {} });
        }),
      },
      "InvalidArgument missing runtime version",
    ],
    [
      "no image",
      {
        spec: addTask((of) => {
          of.target = containerOf({ command: ["sh"] });
        }),
      },
      "InvalidArgument missing image",
    ],
    [
      "a quantity that is none",
      {
        spec: addTask((of) => {
          of.target = containerOf({
            image: "busybox",
            command: ["sh"],
            resources: { requests: [{ name: 1, value: "lots" }] },
          });
        }),
      },
      "lots",
    ],
  ])("refuses %s", async (_, changes, answer) => {
    const { client } = adminUnderTest();
    expect(await refusal(client.createTask({ id: taskId("add"), spec: addTask(), ...changes }))).toContain(answer);
  });

  test("the same again already exists; something else under the same version does not fit", async () => {
    const { client } = adminUnderTest();
    await client.createTask({ id: taskId("add"), spec: addTask() });
    expect(await refusal(client.createTask({ id: taskId("add"), spec: addTask() }))).toMatch(/^AlreadyExists /);
    const other = addTask((template) => {
      template.target = containerOf({ image: "busybox:2", command: ["sh"] });
    });
    const answer = await refusal(client.createTask({ id: taskId("add"), spec: other }));
    expect(answer).toContain(
      "InvalidArgument add task with different structure already exists. (Please register a new version of the task):",
    );
    expect(answer).toContain('/template/container/image:\n- "busybox:1.36"\n+ "busybox:2"');
  });

  test("an archived project receives nothing", async () => {
    const { client } = adminUnderTest();
    await client.updateProject({ id: "flytesnacks", name: "flytesnacks", state: 1 });
    expect(await refusal(client.createTask({ id: taskId("add"), spec: addTask() }))).toBe(
      "InvalidArgument project [flytesnacks] is not active",
    );
  });
});

describe("CreateWorkflow", () => {
  test("stores the closure in upstream's form", async () => {
    const { client } = await withSumWorkflow();
    const { closure } = await client.getWorkflow({ id: workflowId("sum") });
    const { primary, tasks } = closure?.compiledWorkflow ?? {};
    expect(primary?.template?.nodes.map((node) => node.id)).toEqual(["start-node", "end-node", "n0"]);
    expect(tasks?.map((task) => task.template?.id?.name)).toEqual(["add"]);
  });

  test("a missing task is the caller's mistake, with the compiler's words", async () => {
    const { client } = adminUnderTest();
    const answer = await refusal(client.createWorkflow({ id: workflowId("sum"), spec: addWorkflow(taskId("gone")) }));
    expect(answer).toMatch(
      /^InvalidArgument failed to compile workflow for \[flytesnacks\/development\/sum\/v1\] with err: Collected Errors: \d+\n/,
    );
    expect(answer).toContain("gone");
  });

  test("the same again and something else carry upstream's details", async () => {
    const { client } = await withSumWorkflow();
    const details = async (spec: ReturnType<typeof addWorkflow>) => {
      const reason = await client.createWorkflow({ id: workflowId("sum"), spec }).catch((error: unknown) => error);
      return ConnectError.from(reason).findDetails(CreateWorkflowFailureReasonSchema)[0]?.reason;
    };
    expect(await details(addWorkflow())).toMatchObject({
      case: "existsIdenticalStructure",
      value: { id: { name: "sum" } },
    });
    const other = addWorkflow();
    for (const node of other.template?.nodes ?? []) if (node.metadata) node.metadata.name = "renamed";
    expect(await details(other)).toMatchObject({ case: "existsDifferentStructure" });
  });

  test.each([
    ["an unset resource type", { ...workflowId("sum"), resourceType: ResourceType.UNSPECIFIED }, /^InvalidArgument /],
    ["a workflow nobody registered", workflowId("gone"), /^NotFound missing entity of type WORKFLOW with identifier /],
  ])("GetWorkflow refuses %s", async (_, id, answer) => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.getWorkflow({ id: create(IdentifierSchema, id) }))).toMatch(answer);
  });

  test("GetTask does not look at the resource type", async () => {
    const { client } = await withSumWorkflow();
    const id = create(IdentifierSchema, { ...taskId("add"), resourceType: ResourceType.UNSPECIFIED });
    expect((await client.getTask({ id })).id).toMatchObject({ name: "add", resourceType: ResourceType.TASK });
  });

  test("a list carries the interface and no nodes", async () => {
    const { client } = await withSumWorkflow();
    const scope = { project: "flytesnacks", domain: "development" };
    const { workflows } = await client.listWorkflows({ id: scope, limit: 10 });
    const template = workflows[0]?.closure?.compiledWorkflow?.primary?.template;
    expect(Object.keys(template?.interface?.inputs?.variables ?? {})).toEqual(["n"]);
    expect(template?.nodes).toEqual([]);
  });
});

describe("CreateLaunchPlan", () => {
  test("an input left open is required, and so listed where clients look", async () => {
    const { client } = await withSumWorkflow();
    const { spec, closure } = await client.getLaunchPlan({ id: launchPlanId("sum") });
    expect(spec?.defaultInputs?.parameters.n?.behavior).toEqual({ case: "required", value: true });
    expect(closure).toMatchObject({ state: LaunchPlanState.INACTIVE, expectedInputs: { parameters: { n: {} } } });
  });

  test.each([
    ["an incomplete workflow id", { workflowId: workflowId("") }, "InvalidArgument missing name"],
    ["a workflow nobody registered", { workflowId: workflowId("gone") }, "NotFound missing entity of type WORKFLOW"],
    ["an unknown input", { fixedInputs: { literals: { x: int(1) } } }, "InvalidArgument unexpected fixed_input x"],
    [
      "a fixed input of another type",
      { fixedInputs: { literals: { n: text("one") } } },
      "InvalidArgument invalid fixed_input wrong type n",
    ],
    [
      "a schedule with an input left open",
      {
        entityMetadata: {
          schedule: { ScheduleExpression: { case: "cronSchedule" as const, value: { schedule: "@daily" } } },
        },
      },
      "InvalidArgument Cannot create a launch plan with a schedule if there is an unbound required input",
    ],
    ["an illegal label", { labels: { values: { "a b": "c" } } }, "InvalidArgument invalid label key [a b]"],
  ])("refuses %s", async (_, changes, answer) => {
    const { client } = await withSumWorkflow();
    const call = client.createLaunchPlan({ id: launchPlanId("other"), spec: sumLaunchPlan(changes) });
    expect(await refusal(call)).toContain(answer);
  });

  test("a default of the declared type is kept", async () => {
    const { client } = await withSumWorkflow();
    const variable = { type: { type: { case: "simple" as const, value: SimpleType.INTEGER } } };
    const defaultInputs = {
      parameters: { n: { var: variable, behavior: { case: "default" as const, value: int(4) } } },
    };
    await client.createLaunchPlan({ id: launchPlanId("four"), spec: sumLaunchPlan({ defaultInputs }) });
    const { closure } = await client.getLaunchPlan({ id: launchPlanId("four") });
    expect(closure?.expectedInputs?.parameters.n?.behavior).toMatchObject({ case: "default", value: int(4) });
  });

  test("the same again already exists, also once it is active", async () => {
    const { client } = await withSumWorkflow();
    await client.updateLaunchPlan({ id: launchPlanId("sum"), state: LaunchPlanState.ACTIVE });
    const call = client.createLaunchPlan({ id: launchPlanId("sum"), spec: sumLaunchPlan() });
    expect(await refusal(call)).toMatch(/^AlreadyExists /);
  });
});

describe("UpdateLaunchPlan", () => {
  const name = { project: "flytesnacks", domain: "development", name: "sum" };

  test("at most one version is active, whichever was before", async () => {
    const { client } = await withSumWorkflow();
    await client.createLaunchPlan({ id: launchPlanId("sum", "v2"), spec: sumLaunchPlan() });
    expect(await refusal(client.getActiveLaunchPlan({ id: name }))).toMatch(/^NotFound /);
    for (const version of ["v1", "v2", "v2"]) {
      // Without a resource type, as flytectl sends it.
      const id = create(IdentifierSchema, { ...launchPlanId("sum", version), resourceType: 0 });
      await client.updateLaunchPlan({ id, state: LaunchPlanState.ACTIVE });
    }
    expect((await client.getActiveLaunchPlan({ id: name })).id?.version).toBe("v2");
    const { launchPlans } = await client.listActiveLaunchPlans({ ...name, limit: 10 });
    expect(launchPlans.map((each) => each.id?.version)).toEqual(["v2"]);
    await client.updateLaunchPlan({ id: launchPlanId("sum", "v2"), state: LaunchPlanState.INACTIVE });
    expect(await refusal(client.getActiveLaunchPlan({ id: name }))).toMatch(/^NotFound /);
  });

  test.each([
    ["a launch plan nobody registered", launchPlanId("gone"), LaunchPlanState.ACTIVE, /^NotFound /],
    ["a state there is not", launchPlanId("sum"), 7, /^InvalidArgument /],
  ])("refuses %s", async (_, id, state, answer) => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.updateLaunchPlan({ id, state }))).toMatch(answer);
  });
});
