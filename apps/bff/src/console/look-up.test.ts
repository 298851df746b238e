import { create } from "@bufbuild/protobuf";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, refusal, scope } from "./testing/console-under-test.ts";
import { greeting } from "./testing/sources.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
});
afterEach(() => console.close());

const named = (resourceType: ResourceType, name: string, version = ""): Identifier =>
  create(IdentifierSchema, { ...scope, resourceType, name, version });

test("answers each id in order, an empty version with the newest, nothing with nothing", async () => {
  await console.register(greeting("v1"));
  await console.register(greeting("v2"));
  const { found } = await console.client.lookUp({
    ids: [
      named(ResourceType.TASK, "greet"),
      named(ResourceType.TASK, "greet", "v1"),
      named(ResourceType.TASK, "nobody"),
      named(ResourceType.WORKFLOW, "greeting", "v1"),
      named(ResourceType.LAUNCH_PLAN, "shouting"),
      named(ResourceType.UNSPECIFIED, "greet"),
    ],
  });
  const [newest, exact, missing, workflow, launchPlan, shapeless] = found.map(({ entity }) => entity);
  expect(newest).toMatchObject({ case: "task", value: { id: { version: "v2" } } });
  expect(exact).toMatchObject({ case: "task", value: { id: { version: "v1" } } });
  expect(missing?.case).toBeUndefined();
  expect(workflow).toMatchObject({ case: "workflow", value: { primary: { template: { id: { version: "v1" } } } } });
  expect(launchPlan).toMatchObject({ case: "launchPlan", value: { id: { version: "v2" }, expectedInputs: {} } });
  expect(shapeless?.case).toBeUndefined();
});

test("names are listed where a project and domain are given", async () => {
  await console.register(greeting());
  expect((await console.client.lookUp({})).names).toMatchObject({ tasks: [], workflows: [], launchPlans: [] });
  const { names } = await console.client.lookUp(scope);
  expect(new Set(names?.tasks)).toEqual(new Set(["measure", "greet"]));
  expect(new Set(names?.launchPlans)).toEqual(new Set(["greeting", "shouting"]));
});

test("too many at once are refused with the limit", async () => {
  const ids = Array.from({ length: 501 }, (_, index) => named(ResourceType.TASK, `t${index}`));
  expect(await refusal(console.client.lookUp({ ids }))).toMatch(/^InvalidArgument LookUp takes at most 500 ids/);
});
