import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { afterEach, expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, refusal, scope, titled } from "../testing/console-under-test.ts";
import { greeting } from "../testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

async function greet(name: string): Promise<void> {
  const target = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "greeting", version: "v1" };
  await console.client.launch({ ...scope, target, inputs: titled, name });
  await console.ended(name);
}

const ask = (name: string) => console.client.getUsualTimes({ execution: { ...scope, name } });

test("an execution is compared with the others of its workflow, not with itself", async () => {
  console = await consoleUnderTest();
  await console.register(greeting());
  await greet("first");
  expect(await ask("first")).toMatchObject({ executions: 0, nodes: [] });
  await greet("second");
  await greet("third");
  const usual = await ask("first");
  expect(usual.executions).toBe(2);
  const paths = (await console.client.getExecution({ id: { ...scope, name: "first" } })).nodes.map(({ path }) => path);
  expect(usual.nodes.map(({ path }) => path).sort()).toEqual(paths.sort());
  expect(usual.nodes.every(({ durationMs }) => durationMs >= 0n)).toBe(true);
});

test("an execution that does not exist is refused", async () => {
  console = await consoleUnderTest();
  expect(await refusal(ask("nowhere"))).toMatch(/nowhere does not exist/);
});
