import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import type { Script } from "../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  int,
  literals,
  refusal,
  scope,
  text,
  titled,
} from "./testing/console-under-test.ts";
import { greeting, mapping, twice } from "./testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
};

describe("Launch", () => {
  const plan = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "greeting", version: "v1" };

  test("launches once for one key, however often it is sent", async () => {
    await open(greeting(), endless);
    const request = { ...scope, target: plan, inputs: titled, idempotencyKey: "one-click" };
    const first = await console.client.launch(request);
    expect((await console.client.launch(request)).id).toEqual(first.id);
    expect((await console.client.launch({ ...request, idempotencyKey: "another" })).id?.name).not.toBe(first.id?.name);
    expect((await console.client.listExecutions(scope)).total).toBe(2n);
  });

  test("runs a single task", async () => {
    await open(greeting());
    const target = { resourceType: ResourceType.TASK, ...scope, name: "measure", version: "v1" };
    const { id } = await console.client.launch({ ...scope, target, inputs: titled, name: "just-one" });
    expect(id?.name).toBe("just-one");
    const view = await console.ended("just-one");
    expect(view.execution).toMatchObject({
      phase: Phase.SUCCEEDED,
      launchPlan: { resourceType: ResourceType.TASK, name: "measure" },
    });
    expect((await console.client.listWorkflows(scope)).total).toBe(1n);
  });

  test("keeps labels and the limit on parallelism", async () => {
    await open(greeting(), endless);
    const request = {
      ...scope,
      target: plan,
      inputs: titled,
      name: "labelled",
      labels: { team: "data" },
      maxParallelism: 3,
    };
    await console.client.launch(request);
    const view = await console.view("labelled");
    expect([view.execution?.labels, view.maxParallelism]).toEqual([{ team: "data" }, 3]);
  });

  test.each([
    ["a missing input", { inputs: literals({}) }, /^InvalidArgument .*title/],
    ["an input of the wrong type", { inputs: literals({ title: int(1) }) }, /^InvalidArgument .*title/],
    [
      "an input nobody asked for",
      { inputs: literals({ title: text("a"), other: int(1) }) },
      /^InvalidArgument .*other/,
    ],
    ["no target", { target: undefined, inputs: titled }, /^InvalidArgument/],
    ["an unknown target", { target: { ...plan, name: "gone" }, inputs: titled }, /^NotFound .*gone/],
    ["a name nobody can write", { inputs: titled, name: "Über!" }, /^InvalidArgument .*name/],
    ["an unknown project", { project: "nowhere", inputs: titled }, /^(NotFound|InvalidArgument) .*nowhere/],
  ])("refuses %s, and leaves no execution", async (_, change, message) => {
    await open(greeting());
    const { target, ...rest } = { ...scope, target: plan, ...change };
    expect(await refusal(console.client.launch({ ...rest, ...(target ? { target } : {}) }))).toMatch(message);
    expect((await console.client.listExecutions(scope)).total).toBe(0n);
  });

  test("refuses a name that is taken", async () => {
    await open(greeting(), endless);
    const request = { ...scope, target: plan, inputs: titled, name: "taken" };
    await console.client.launch(request);
    expect(await refusal(console.client.launch(request))).toMatch(/^AlreadyExists .*taken/);
  });

  test("runs a map, one attempt for each element", async () => {
    const seen: unknown[] = [];
    await open(mapping, ({ subNode }) => {
      seen.push(subNode?.index);
      return { endsAfterMs: 1, outputs: { m: int(7) } };
    });
    const name = await console.launch("mapping", literals({ n: int(1) }));
    expect((await console.ended(name)).execution?.phase).toBe(Phase.SUCCEEDED);
    expect(seen).toEqual([0]);
  });

  test("a launch plan node is an execution of its own, listed beside its parent", async () => {
    await open(twice, () => ({ endsAfterMs: 1, outputs: { n: int(7) } }));
    const name = await console.launch("twice");
    expect((await console.ended(name)).execution?.phase).toBe(Phase.SUCCEEDED);
    const { executions } = await console.client.listExecutions(scope);
    expect(executions.map((each) => each.workflow?.name).sort()).toEqual(["once", "once", "twice"]);
  });
});
