import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, scope } from "./testing/console-under-test.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
});
afterEach(() => console.close());

test("who works here launches executions and the children of those, and finds them as one's own", async () => {
  await console.register(`version: v1
tasks:
  good: { image: "busybox:1.36", script: "true" }
workflows:
  inner: { nodes: { n: { task: good } } }
  outer: { nodes: { n: { launchPlan: inner } } }
`);
  const name = await console.launch("outer");
  await console.ended(name);
  const find = async (query: string) => {
    const { executions } = await console.client.listExecutions({ ...scope, query });
    return executions.map(({ workflow, principal }) => `${workflow?.name} ${principal}`);
  };
  expect(await find("by:me")).toEqual(["inner local", "outer local"]);
  expect(await find("-by:me")).toEqual([]);
  const { values } = await console.client.completeFilter({ ...scope, key: "by", text: "" });
  expect(values).toEqual(["local"]);
});
