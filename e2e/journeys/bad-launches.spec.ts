import { expect } from "@playwright/test";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import type { Literal } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { adminOverGrpc, consoleApi, refusal, register, scope } from "../support/api.ts";
import { identifier, int, text } from "../support/specs.ts";
import { test } from "../support/test.ts";

const plus = `
version: v1
tasks:
  plus:
    image: busybox:1.36
    inputs: { n: int }
    script: "true"
workflows:
  plus:
    inputs: { n: int }
    nodes:
      a: { task: plus, with: { n: "\${inputs.n}" } }
`;

const target = identifier(ResourceType.LAUNCH_PLAN, "plus");

const cases: readonly (readonly [what: string, inputs: Record<string, Literal>, says: RegExp])[] = [
  ["a wrong type", { n: text("three") }, /^\[invalid_argument\].*\bn\b.*(integer|INTEGER|int\b)/],
  ["a missing input", {}, /^\[invalid_argument\].*\bn\b.*missing/],
  ["an input it does not have", { n: int(1), m: int(2) }, /^\[invalid_argument\].*\bm\b/],
];

test.describe("launches that are refused", () => {
  for (const [what, literals, says] of cases)
    test(`${what} is named, on both faces, and nothing is launched`, async ({ skein }) => {
      await register(skein.url, plus);
      const api = consoleApi(skein.url);
      const request = { ...scope, name: "refused", inputs: { literals } };
      expect(await refusal(api.launch({ ...request, target }))).toMatch(says);
      const overGrpc = adminOverGrpc(skein.url).createExecution({ ...request, spec: { launchPlan: target } });
      expect(await refusal(overGrpc)).toMatch(says);
      expect(await refusal(api.getExecution({ id: { ...scope, name: "refused" } }))).toMatch(/^\[not_found\].*refused/);
    });
});

test("a launch plan that is not registered is named", async ({ skein }) => {
  const nowhere = identifier(ResourceType.LAUNCH_PLAN, "nowhere");
  expect(await refusal(consoleApi(skein.url).launch({ ...scope, target: nowhere }))).toMatch(/^\[not_found\].*nowhere/);
});

test("a name that is taken is refused; the same launch sent again is the same execution", async ({ skein }) => {
  await register(skein.url, plus);
  const api = consoleApi(skein.url);
  const request = { ...scope, target, name: "taken", inputs: { literals: { n: int(1) } } };
  expect((await api.launch({ ...request, idempotencyKey: "key-of-one-click" })).id?.name).toBe("taken");
  expect((await api.launch({ ...request, idempotencyKey: "key-of-one-click" })).id?.name).toBe("taken");
  expect(await refusal(api.launch(request))).toMatch(/^\[already_exists\].*taken/);
});
