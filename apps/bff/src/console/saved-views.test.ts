import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConsoleUnderTest, consoleUnderTest, refusal, scope } from "./testing/console-under-test.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
});
afterEach(() => console.close());

const save = (
  view: { name: string; query?: string; sort?: string; columns?: string },
  domain = scope.domain as string,
) => console.client.saveView({ ...scope, domain, view });
const names = async (domain = scope.domain as string) =>
  (await console.client.listSavedViews({ ...scope, domain })).views.map(({ name, query }) => `${name}: ${query}`);

test("a view is kept by its name, in its project and domain, and is replaced by another one of that name", async () => {
  await save({ name: "slow", query: "duration:>10m" });
  await save({ name: " failed ", query: "status:failed", sort: "duration", columns: "status,name" });
  await save({ name: "slow", query: "duration:>1h" });
  await save({ name: "elsewhere" }, "production");
  expect(await names()).toEqual(["failed: status:failed", "slow: duration:>1h"]);
  expect(await names("production")).toEqual(["elsewhere: "]);
});

test("one that is deleted is gone, and one that is not there is so already", async () => {
  await save({ name: "slow", query: "duration:>10m" });
  for (const _ of ["once", "and again"]) await console.client.deleteView({ ...scope, name: "slow" });
  expect(await names()).toEqual([]);
});

test.each([
  ["no name", { name: "  " }, "InvalidArgument A view needs a name"],
  ["a name without end", { name: "n".repeat(61) }, "InvalidArgument The name has 61 characters"],
  ["a filter without end", { name: "n", query: "q".repeat(2001) }, "InvalidArgument A view's filter has at most 2000"],
])("with %s it is refused", async (_, view, message) => {
  expect(await refusal(save(view))).toContain(message);
});

test("there are at most fifty", async () => {
  for (let n = 0; n < 50; n += 1) await save({ name: `view ${n}` });
  expect(await refusal(save({ name: "one more" }))).toContain("There are 50 views already");
  expect(await refusal(save({ name: "view 7", query: "x" }))).toBe("OK");
});
