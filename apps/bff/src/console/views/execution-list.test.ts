import { ExecutionSort } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, scope } from "../testing/console-under-test.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
  await console.register(`version: v1
tasks:
  good: { image: "busybox:1.36", script: "true" }
workflows:
  good: { nodes: { n: { task: good } } }
`);
  for (let n = 0; n < 7; n += 1) await console.ended(await console.launch("good"));
});
afterEach(() => console.close());

test.each([
  ["the newest first", {}],
  ["by name", { sort: ExecutionSort.BY_NAME, ascending: true }],
  ["the longest first", { sort: ExecutionSort.BY_DURATION }],
])("%s, pages are gone through to the end and back", async (_, order) => {
  const ask = async (token: string, limit = 3) => {
    const page = await console.client.listExecutions({ ...scope, ...order, limit, token });
    return { names: page.executions.map(({ id }) => id?.name), older: page.token, newer: page.newer };
  };
  const { names: all } = await ask("", 50);
  const first = await ask("");
  expect(first.newer).toBeUndefined();
  const second = await ask(first.older);
  expect(second.newer).toBe(""); // the first one is before it
  const third = await ask(second.older);
  expect([...first.names, ...second.names, ...third.names]).toEqual(all);
  const back = await ask(third.newer ?? "none");
  expect(back.names).toEqual(second.names);
  expect(back.newer).toBe("");
  expect((await ask(back.older)).names).toEqual(third.names);
});
