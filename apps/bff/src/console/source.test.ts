import { create } from "@bufbuild/protobuf";
import { IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { CheckedEntity_Change as Change } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, fileOf, refusal, scope } from "./testing/console-under-test.ts";
import { branching, greeting, nested } from "./testing/sources.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
});
afterEach(() => console.close());

const workflow = (name: string) =>
  create(IdentifierSchema, { ...scope, resourceType: ResourceType.WORKFLOW, name, version: "" });
const source = (name: string) => console.client.getSource({ id: workflow(name) });

/** What registering the text would change: nothing, when it is the workflow's. */
const check = async (text: string) => {
  const answer = await console.client.check({ ...scope, files: [fileOf("source.yaml", text)] });
  expect(answer.diagnostics).toEqual([]);
  return new Set(answer.entities.map(({ change }) => Change[change]));
};

test.each([
  ["greeting", greeting()],
  ["branching", branching],
  ["nested", nested],
])("the source of %s registers as the same", async (_, yaml) => {
  await console.register(yaml);
  const { workflows } = await console.client.listWorkflows(scope);
  for (const { id } of workflows) {
    const { text, notes } = await source(id?.name ?? "");
    expect(notes).toEqual([]);
    expect(await check(text)).toEqual(new Set(["SAME"]));
  }
});

test("every example comes back as itself", async () => {
  const { examples } = await console.client.listExamples({});
  for (const { content } of examples) await console.register(Buffer.from(content).toString());
  for (const { id } of (await console.client.listWorkflows({ ...scope, limit: 100 })).workflows) {
    const { text, notes } = await source(id?.name ?? "");
    expect(notes).toEqual([]);
    expect(await check(text)).toEqual(new Set(["SAME"]));
  }
});

describe("what is not there", () => {
  test("is said", async () => {
    expect(await refusal(source("nobody"))).toMatch(/^NotFound Workflow .*nobody is not registered/);
  });
});
