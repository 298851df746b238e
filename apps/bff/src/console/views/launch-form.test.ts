import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../../runner/runner.ts";
import type { Script } from "../../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  execution,
  int,
  literals,
  refusal,
  scope,
  text,
  workflow,
} from "../testing/console-under-test.ts";
import { greeting } from "../testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
};

describe("the launch form", () => {
  test("of a workflow is that of its default launch plan: required first, defaults filled", async () => {
    await open(greeting());
    const form = await console.client.getLaunchForm({ id: workflow("greeting") });
    expect(form.target).toMatchObject({ resourceType: ResourceType.LAUNCH_PLAN, name: "greeting", version: "v1" });
    expect(form.workflow).toMatchObject({ resourceType: ResourceType.WORKFLOW, name: "greeting" });
    expect(form.inputs.map((each) => [each.name, each.required, each.fixed])).toEqual([
      ["title", true, false],
      ["count", false, false],
    ]);
    expect(form.inputs[0]?.description).toBe("Whom to greet");
    expect(form.inputs[1]?.value).toEqual(int(3));
    expect(form.versions).toEqual(["v1"]);
    expect(form.description).toBe("Greets.");
  });

  test("of a launch plan shows what it fixes, last", async () => {
    await open(greeting());
    const id = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "shouting" };
    const { inputs } = await console.client.getLaunchForm({ id });
    expect(inputs.map((each) => [each.name, each.required, each.fixed])).toEqual([
      ["count", false, false],
      ["title", false, true],
    ]);
    expect(inputs.map((each) => each.value)).toEqual([int(9), text("HEY")]);
  });

  test("of a task asks for each of its inputs", async () => {
    await open(greeting());
    const { inputs, target } = await console.client.getLaunchForm({
      id: { resourceType: ResourceType.TASK, ...scope, name: "measure" },
    });
    expect(target?.resourceType).toBe(ResourceType.TASK);
    expect(inputs).toMatchObject([{ name: "title", required: true, fixed: false }]);
  });

  test("takes up the inputs of an execution, and names those that are gone", async () => {
    await open(greeting());
    const name = await console.launch("greeting", literals({ title: text("again"), count: int(5) }));
    await console.register(greeting("v2").replaceAll("title", "heading"));
    const form = await console.client.getLaunchForm({ id: workflow("greeting"), from: execution(name) });
    const prefill = Object.fromEntries(form.inputs.map((each) => [each.name, each.prefill]));
    expect(prefill).toEqual({ heading: undefined, count: int(5) });
    expect(form.dropped).toEqual(["title"]);
    const task = { resourceType: ResourceType.TASK, ...scope, name: "measure", version: "v1" };
    const ofTask = await console.client.getLaunchForm({ id: task, from: execution(name) });
    expect([ofTask.inputs[0]?.prefill, ofTask.dropped]).toEqual([text("again"), ["count"]]);
  });

  test("refuses what is not there, by name", async () => {
    await open(greeting());
    const form = (resourceType: ResourceType, name: string) =>
      refusal(console.client.getLaunchForm({ id: { resourceType, ...scope, name } }));
    expect(await form(ResourceType.TASK, "gone")).toMatch(/^NotFound Task .*gone/);
    expect(await form(ResourceType.LAUNCH_PLAN, "gone")).toMatch(/^NotFound Launch plan .*gone/);
    const call = console.client.getLaunchForm({ id: workflow("greeting"), from: execution("gone") });
    expect(await refusal(call)).toMatch(/^NotFound Execution .*gone/);
  });
});
