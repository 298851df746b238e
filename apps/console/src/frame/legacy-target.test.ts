import { expect, test } from "vitest";
import { legacyTarget } from "./legacy-target.ts";

const scope = { project: "p", domain: "d" };
const base = "/projects/p/domains/d";

test.each([
  ["workflow", { name: "etl.daily", version: "v/1" }, `${base}/workflows/etl.daily/versions/v%2F1`],
  ["task", { name: "t", version: "v1" }, `${base}/launch?kind=task&name=t&version=v1`],
  ["launch_plan", { name: "l", version: "v1" }, `${base}/launch?kind=launchPlan&name=l&version=v1`],
  ["executions", { name: "e", "*": "n0" }, `${base}/executions/e?node=n0`],
  [
    "executions",
    { name: "e", "*": "n0-0-n1/taskId/p/d/t/v1/attempt/1/view/logs" },
    `${base}/executions/e?node=n0-0-n1&attempt=1&tab=logs`,
  ],
  [
    "executions",
    { name: "e", "*": "n0/taskId/t/attempt/0/mappedIndex/7/view/logs" },
    `${base}/executions/e?node=n0&attempt=0&tab=items&index=7&part=logs`,
  ],
  ["executions", { name: "e", "*": "" }, `${base}/executions/e`],
  ["workflow", {}, undefined],
  ["rocket", { name: "x" }, undefined],
])("%s of %j leads to %s", (kind, params, target) => {
  expect(legacyTarget(kind, { ...scope, ...params })).toBe(target);
});
