import { expect, it, test } from "vitest";
import { describeKey, schemasAt } from "./schema-path.ts";

const keysAt = (...path: (string | number)[]) => schemasAt(path).flatMap(({ properties }) => [...properties.keys()]);

it.each([
  [[], "tasks"],
  [["tasks", "t"], "image"],
  [["tasks", "t", "resources"], "cpu"],
  [["tasks", "t", "resources", "cpu"], "request"],
  [["workflows", "w", "nodes", "n"], "switch"],
  [["workflows", "w", "nodes", "n", "switch", 0], "when"],
  [["workflows", "w", "nodes", "n", "switch", 0, "then"], "task"],
  [["workflows", "w", "nodes", "n", "else"], "fail"],
  [["workflows", "w", "onFailure"], "task"],
  [["launchPlans", "l", "schedule"], "cron"],
  [["launchPlans", "l", "notify", 2], "email"],
] as const)("at %j there may be a key %s", (path, key) => {
  expect(keysAt(...path)).toContain(key);
});

it.each([[["tasks", "t", "custom", "x"]], [["nothing"]], [["version", "x"]], [["tasks", 0]]])(
  "at %j nothing is known",
  (path) => {
    expect(keysAt(...path)).toEqual([]);
  },
);

test("a key is described where it stands, not as its shape is", () => {
  expect(describeKey(["workflows", "w", "nodes", "n"], "image")?.description).toBe("In place of the task's.");
  expect(describeKey(["tasks", "t"], "image")?.description).toContain("container image");
  expect(describeKey(["tasks", "t"], "nothing")).toBeUndefined();
});
