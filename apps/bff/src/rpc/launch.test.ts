import { clone, create } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";
import { EventFailureReasonSchema } from "@skein/spec/gen/flyteidl/admin/event_pb";
import {
  type ExecutionCreateRequest,
  ExecutionCreateRequestSchema,
  ExecutionSpecSchema,
} from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { describe, expect, test } from "vitest";
import { appendBatches } from "../store/journal.ts";
import { refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { addTask, int, launchPlanId, sumLaunchPlan, taskId, text, workflowId } from "./testing/specs.ts";

const scope = { project: "flytesnacks", domain: "development" };
const idOf = (name: string) => ({ ...scope, name });

function launchRequest(change: (request: ExecutionCreateRequest) => void = () => {}): ExecutionCreateRequest {
  const request = create(ExecutionCreateRequestSchema, {
    ...scope,
    name: "run",
    spec: { launchPlan: launchPlanId("sum") },
    inputs: { literals: { n: int(1) } },
  });
  change(request);
  return request;
}

describe("CreateExecution", () => {
  test("writes the row, then hands it over, and can be read at once", async () => {
    const { client, asked } = await withSumWorkflow();
    const { id } = await client.createExecution(launchRequest());
    expect(id).toMatchObject(idOf("run"));
    expect(asked).toEqual(["start 1"]);
    const { closure, spec } = await client.getExecution({ id: idOf("run") });
    expect(closure).toMatchObject({
      phase: WorkflowExecution_Phase.UNDEFINED,
      workflowId: { name: "sum", resourceType: ResourceType.WORKFLOW },
      outputResult: { case: undefined },
    });
    expect(closure?.createdAt).toEqual(closure?.updatedAt);
    expect(spec).toMatchObject({
      maxParallelism: 25,
      metadata: { systemMetadata: { namespace: "flytesnacks-development" } },
    });
  });

  test("without a name one is made of 20 letters and digits", async () => {
    const { client } = await withSumWorkflow();
    const names = new Set<string | undefined>();
    for (let count = 0; count < 20; count++) {
      const { id } = await client.createExecution(
        launchRequest((request) => {
          request.name = "";
        }),
      );
      expect(id?.name).toMatch(/^a[bcdfghjklmnpqrstvwxz2-9]{19}$/);
      names.add(id?.name);
    }
    expect(names.size).toBe(20);
  });

  test("a name is taken once, in each domain", async () => {
    const { client } = await withSumWorkflow();
    await client.createExecution(launchRequest());
    expect(await refusal(client.createExecution(launchRequest()))).toMatch(/^AlreadyExists .*run/);
    const elsewhere = launchRequest((request) => {
      request.domain = "production";
    });
    expect((await client.createExecution(elsewhere)).id?.domain).toBe("production");
  });

  test.each<[string, (request: ExecutionCreateRequest) => void, string]>([
    [
      "no project",
      (of) => {
        of.project = "";
      },
      "InvalidArgument missing project",
    ],
    [
      "no domain",
      (of) => {
        of.domain = "";
      },
      "InvalidArgument missing domain",
    ],
    [
      "a name with underscores",
      (of) => {
        of.name = "a_b";
      },
      "InvalidArgument invalid name format",
    ],
    [
      "a name that begins with a digit",
      (of) => {
        of.name = "1a";
      },
      "InvalidArgument invalid name format",
    ],
    [
      "a name of 64 characters",
      (of) => {
        of.name = "a".repeat(64);
      },
      "InvalidArgument invalid name format",
    ],
    [
      "an unknown project",
      (of) => {
        of.project = "nope";
      },
      "InvalidArgument failed to validate that project [nope]",
    ],
    [
      "no launch plan",
      (of) => {
        of.spec = create(ExecutionSpecSchema);
      },
      "InvalidArgument missing launch_plan",
    ],
    [
      "a workflow to launch",
      (of) => {
        of.spec = create(ExecutionSpecSchema, { launchPlan: workflowId("sum") });
      },
      "InvalidArgument Invalid reference entity resource type [WORKFLOW], only [TASK, LAUNCH_PLAN] allowed",
    ],
    [
      "a launch plan nobody registered",
      (of) => {
        of.spec = create(ExecutionSpecSchema, { launchPlan: launchPlanId("gone") });
      },
      "NotFound missing entity of type LAUNCH_PLAN",
    ],
    [
      "a task nobody registered",
      (of) => {
        of.spec = create(ExecutionSpecSchema, { launchPlan: taskId("gone") });
      },
      "NotFound missing entity of type TASK",
    ],
    [
      "a missing input",
      (of) => {
        of.inputs = create(LiteralMapSchema);
      },
      "InvalidArgument expected_inputs n missing",
    ],
    [
      "an input of another type",
      (of) => {
        of.inputs = create(LiteralMapSchema, { literals: { n: text("1") } });
      },
      "InvalidArgument invalid n input wrong type. Expected simple:INTEGER, but got simple:STRING",
    ],
    [
      "an unknown input",
      (of) => {
        of.inputs = create(LiteralMapSchema, { literals: { n: int(1), x: int(1) } });
      },
      "InvalidArgument invalid input x",
    ],
    [
      "an input without a value",
      (of) => {
        of.inputs = create(LiteralMapSchema, { literals: { n: {} } });
      },
      "InvalidArgument missing valid literal in inputs n",
    ],
    [
      "an illegal label",
      (of) => {
        of.spec = create(ExecutionSpecSchema, { launchPlan: launchPlanId("sum"), labels: { values: { "": "x" } } });
      },
      "InvalidArgument invalid label key []",
    ],
  ])("refuses %s, and nothing is left of it", async (_, change, answer) => {
    const { client, asked } = await withSumWorkflow();
    expect(await refusal(client.createExecution(launchRequest(change)))).toContain(answer);
    expect(asked).toEqual([]);
    expect((await client.listExecutions({ id: scope, limit: 10 })).executions).toEqual([]);
  });

  test("the deprecated place of inputs counts where the other is empty", async () => {
    const { client } = await withSumWorkflow();
    await client.createExecution(
      launchRequest((of) => {
        of.inputs = create(LiteralMapSchema);
        of.spec = create(ExecutionSpecSchema, { launchPlan: launchPlanId("sum"), inputs: { literals: { n: int(7) } } });
      }),
    );
    const { fullInputs } = await client.getExecutionData({ id: idOf("run") });
    expect(fullInputs?.literals.n).toEqual(int(7));
  });

  test("defaults and fixed inputs are filled in; a fixed one cannot be given", async () => {
    const { client } = await withSumWorkflow();
    const fixed = sumLaunchPlan({ fixedInputs: { literals: { n: int(3) } } });
    await client.createLaunchPlan({ id: launchPlanId("three"), spec: fixed });
    const three = launchRequest((of) => {
      of.spec = create(ExecutionSpecSchema, { launchPlan: launchPlanId("three") });
    });
    expect(await refusal(client.createExecution(three))).toContain("InvalidArgument invalid input n");
    three.inputs = create(LiteralMapSchema);
    await client.createExecution(three);
    expect((await client.getExecutionData({ id: idOf("run") })).fullInputs?.literals).toEqual({ n: int(3) });
  });

  test.each([[true], [false], [undefined]])(
    "what was asked for is echoed: interruptible %s and the rest",
    async (interruptible) => {
      const { client } = await withSumWorkflow();
      const asked = create(ExecutionSpecSchema, {
        launchPlan: launchPlanId("sum"),
        metadata: { principal: "placeholder" },
        envs: { values: [{ key: "A", value: "b" }] },
        tags: ["nightly"],
        labels: { values: { team: "x" } },
        annotations: { values: { note: "y" } },
        clusterAssignment: { clusterPoolName: "gpu" },
        rawOutputDataConfig: { outputLocationPrefix: "s3://elsewhere" },
        overwriteCache: true,
        maxParallelism: 3,
        ...(interruptible !== undefined && { interruptible }),
      });
      await client.createExecution(
        launchRequest((of) => {
          of.spec = clone(ExecutionSpecSchema, asked);
        }),
      );
      const { spec } = await client.getExecution({ id: idOf("run") });
      expect({ ...spec, metadata: undefined }).toEqual({ ...asked, metadata: undefined });
      expect(spec?.metadata?.principal).toBe("");
      expect(spec?.interruptible).toBe(interruptible);
    },
  );

  test("the same idempotency key launches once", async () => {
    const { launcher, asked } = await withSumWorkflow();
    const request = launchRequest((of) => {
      of.name = "";
    });
    expect(launcher.launch(request, "key").id).toBe(launcher.launch(request, "key").id);
    expect(asked).toEqual(["start 1"]);
  });

  test.each([
    ["sql", "which has no container and cannot be run yet"],
    ["sidecar", "and cannot be run here: it has no pod spec"],
    ["spark", "which needs a Kubernetes operator and cannot be run here"],
    ["databricks", "which needs a connector and cannot be run here"],
    ["container_array", "an old form of a map; register it with a newer flytekit"],
  ])("§7 a task of type %s, which the engine cannot run, is refused by name", async (type, why) => {
    const { client } = await withSumWorkflow();
    const query = addTask((template) => {
      template.type = type;
      if (type === "sql" || type === "sidecar") template.target = { case: undefined };
    });
    await client.createTask({ id: taskId("query"), spec: query });
    const request = launchRequest((of) => {
      of.spec = create(ExecutionSpecSchema, { launchPlan: taskId("query") });
    });
    expect(await refusal(client.createExecution(request))).toBe(
      `FailedPrecondition Task flytesnacks:development:query:v1 is of type ${type}, ${why}`,
    );
  });
});

test.each(["core-sleep", "echo"])("a %s task needs no container", async (type) => {
  const { client, asked } = await withSumWorkflow();
  const task = addTask((template) => {
    template.type = type;
    template.target = { case: undefined };
  });
  await client.createTask({ id: taskId("resting"), spec: task });
  await client.createExecution(
    launchRequest((of) => {
      of.spec = create(ExecutionSpecSchema, { launchPlan: taskId("resting") });
    }),
  );
  expect(asked).toEqual(["start 1"]);
});

describe("a single task", () => {
  const request = (name: string) =>
    launchRequest((of) => {
      of.name = name;
      of.spec = create(ExecutionSpecSchema, { launchPlan: taskId("add") });
    });

  test("runs as a workflow of one node, made once", async () => {
    const { client } = await withSumWorkflow();
    await client.createExecution(request("one"));
    await client.createExecution(request("two"));
    const { closure, spec } = await client.getExecution({ id: idOf("one") });
    expect(spec?.launchPlan).toEqual(taskId("add"));
    expect(closure?.workflowId?.name).toBe(".flytegen.add");
    const workflow = await client.getWorkflow({ id: workflowId(".flytegen.add") });
    const [node] = (workflow.closure?.compiledWorkflow?.primary?.template?.nodes ?? []).slice(2);
    expect(node).toMatchObject({ id: "add", metadata: { retries: { retries: 2 } } });
  });

  test("its names are generated: lists of names leave them out", async () => {
    const { client } = await withSumWorkflow();
    await client.createExecution(request("one"));
    const { entities } = await client.listNamedEntities({ ...scope, resourceType: ResourceType.WORKFLOW, limit: 10 });
    expect(entities.map((each) => each.id?.name)).toEqual(["sum"]);
    const named = await client.getNamedEntity({ resourceType: ResourceType.WORKFLOW, id: idOf(".flytegen.add") });
    expect(named.metadata?.state).toBe(2);
  });

  test("lists find it by the task's name", async () => {
    const { client } = await withSumWorkflow();
    await client.createExecution(request("one"));
    await client.createExecution(launchRequest());
    const { executions } = await client.listExecutions({ id: scope, limit: 10, filters: "eq(task.name,add)" });
    expect(executions.map((each) => each.id?.name)).toEqual(["one"]);
  });
});

describe("TerminateExecution", () => {
  test("is ABORTING at once, with its cause, and asks for the end", async () => {
    const { client, asked } = await withSumWorkflow();
    await client.createExecution(launchRequest());
    await client.terminateExecution({ id: idOf("run"), cause: "enough" });
    await client.terminateExecution({ id: idOf("run"), cause: "again" });
    const { closure } = await client.getExecution({ id: idOf("run") });
    expect(closure).toMatchObject({
      phase: WorkflowExecution_Phase.ABORTING,
      outputResult: { case: "abortMetadata", value: { cause: "enough", principal: "" } },
    });
    expect(asked).toEqual(["start 1", "abort 1 enough", "abort 1 again"]);
  });

  test("what has ended says how, with upstream's detail", async () => {
    const { client, db } = await withSumWorkflow();
    await client.createExecution(launchRequest());
    const end = {
      kind: "execution",
      phase: "SUCCEEDED",
      at: 5,
      outputs: undefined,
      error: undefined,
      errorNode: undefined,
    } as const;
    appendBatches(db, [
      { executionId: 1, entries: [{ number: 0, at: 5, event: { kind: "started", at: 5 }, records: [end] }] },
    ]);
    const reason = await client.terminateExecution({ id: idOf("run"), cause: "" }).catch((error: unknown) => error);
    expect(String(reason)).toContain("Cannot abort an already terminated workflow execution");
    expect(ConnectError.from(reason).findDetails(EventFailureReasonSchema)[0]?.reason).toMatchObject({
      case: "alreadyInTerminalState",
      value: { currentPhase: "SUCCEEDED" },
    });
  });

  test("an execution there is not is not found", async () => {
    const { client } = await withSumWorkflow();
    expect(await refusal(client.terminateExecution({ id: idOf("gone") }))).toMatch(
      /^NotFound missing entity of type execution with identifier project:"flytesnacks" domain:"development" name:"gone"$/,
    );
  });
});
