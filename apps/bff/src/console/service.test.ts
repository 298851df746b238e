import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { RunnerStatus_State as RunnerState } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import type { Script } from "../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  execution,
  refusal,
  scope,
  titled,
  workflow,
} from "./testing/console-under-test.ts";
import { greeting } from "./testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
};

describe("the frame", () => {
  test("tells what it is, where it keeps things and how the runner is", async () => {
    await open(greeting());
    const status = await console.client.getStatus({});
    expect(status).toMatchObject({
      version: "1.2.3",
      homeBytes: 42n,
      runner: { state: RunnerState.READY, cpuTotal: 2 },
    });
    console.runner.setReachable(false);
    const away = (await console.client.getStatus({})).runner;
    expect(away).toMatchObject({ state: RunnerState.UNAVAILABLE, message: expect.stringMatching(/away/) });
  });

  test("offers projects with their domains, and the examples with what they show", async () => {
    await open(greeting());
    const { projects } = await console.client.listProjects({});
    expect(projects[0]).toMatchObject({ id: "flytesnacks" });
    expect(projects[0]?.domains).toEqual(["development", "staging", "production"]);
    const { examples } = await console.client.listExamples({});
    expect(examples.length).toBeGreaterThanOrEqual(6);
    for (const each of examples)
      expect([each.name, each.title === "", each.description === ""]).toEqual([each.name, false, false]);
  });
});

describe("workflows", () => {
  test("are listed with their newest version, and what ran of them", async () => {
    await open(greeting());
    await console.register(greeting("v2"));
    await console.ended(await console.launch("greeting", titled));
    const { workflows, total } = await console.client.listWorkflows(scope);
    expect(total).toBe(1n);
    expect(workflows[0]).toMatchObject({
      id: { name: "greeting", version: "v2" },
      description: "Greets.",
      versions: 2,
    });
    expect(workflows[0]?.recent.map((each) => each.phase)).toEqual([Phase.SUCCEEDED]);
  });

  test("have a page: graph, versions, launch plans with their schedules, runs", async () => {
    await open(greeting());
    await console.register(greeting("v2"));
    await console.ended(await console.launch("greeting", titled));
    const page = await console.client.getWorkflow({ id: workflow("greeting") });
    expect(page.versions.map((each) => [each.version, each.executions])).toEqual([
      ["v2", 1n],
      ["v1", 0n],
    ]);
    expect(page.launchPlans.map((each) => [each.id?.name, each.schedule])).toEqual([
      ["greeting", ""],
      ["shouting", "every 2 hours"],
    ]);
    expect(page.executions).toHaveLength(1);
    expect(page.graph?.nodes.map((node) => [node.path, node.name])).toContainEqual(["greet", "Say hello"]);
    expect(Object.keys(page.interface?.inputs?.variables ?? {}).toSorted()).toEqual(["count", "title"]);
    const older = await console.client.getWorkflow({ id: workflow("greeting", "v1") });
    expect(older.id?.version).toBe("v1");
  });

  test.each([
    ["an unknown name", workflow("nothing"), /^NotFound Workflow .*nothing.* is not registered; upload it/],
    ["an unknown version", workflow("greeting", "v9"), /^NotFound .*v9/],
    ["no name at all", undefined, /^NotFound/],
  ])("refuse %s", async (_, id, message) => {
    await open(greeting());
    expect(await refusal(console.client.getWorkflow({ ...(id ? { id } : {}) }))).toMatch(message);
  });
});

describe("Terminate", () => {
  test("ends an execution, with its cause; an ended one is refused", async () => {
    await open(greeting(), endless);
    const name = await console.launch("greeting", titled);
    await eventually(() => console.world.containers.size === 1);
    await console.client.terminate({ id: execution(name), cause: "enough" });
    const view = await console.ended(name);
    expect([view.execution?.phase, view.abortCause]).toEqual([Phase.ABORTED, "enough"]);
    expect(console.world.containers.size).toBe(0);
    const again = console.client.terminate({ id: execution(name), cause: "" });
    expect(await refusal(again)).toMatch(/^FailedPrecondition .*ABORTED/);
    expect(await refusal(console.client.terminate({ id: execution("gone") }))).toMatch(/^NotFound .*gone/);
    expect(await refusal(console.client.terminate({}))).toMatch(
      /^InvalidArgument .*The request names no execution; give its project, domain and name$/,
    );
  });
});

describe("logs", () => {
  test("are read by lines, from the start or from the end", async () => {
    await open(greeting());
    const name = await console.launch("greeting", titled);
    await console.ended(name);
    const writer = await console.logs.open({ ...scope, execution: name, node: "measure", attempt: 0 });
    const lines = [0, 1, 2, 3, 4].map((number) => ({
      atNanos: BigInt(number),
      stream: "STDOUT" as const,
      text: `line ${number}`,
    }));
    await writer.append(lines);
    await writer.complete();
    const source = { execution: execution(name), nodeId: "measure", attempt: 0 };
    const texts = async (start: bigint, count: number) =>
      (await console.client.getLogRange({ source, start, count })).lines.map((line) => line.text);
    expect(await texts(0n, 2)).toEqual(["line 0", "line 1"]);
    expect(await texts(-2n, 0)).toEqual(["line 3", "line 4"]);
    expect(await texts(99n, 0)).toEqual([]);
    expect(await console.client.getLogRange({ source })).toMatchObject({ total: 5n, complete: true });
  });

  test("of what is not there are refused", async () => {
    await open(greeting());
    const range = (source?: object) => refusal(console.client.getLogRange({ ...(source ? { source } : {}) }));
    expect(await range()).toMatch(/names no attempt/);
    expect(await range({ nodeId: "measure" })).toMatch(/^NotFound/);
    expect(await range({ execution: execution("gone"), nodeId: "measure" })).toMatch(/^NotFound .*gone/);
    const name = await console.launch("greeting", titled);
    await console.ended(name);
    for (const attempt of [-1, 1])
      expect(await range({ execution: execution(name), nodeId: "measure", attempt })).toMatch(
        new RegExp(`^NotFound .*Node measure .* has no attempt ${attempt}; its last is 0$`),
      );
  });
});
