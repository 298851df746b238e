/**
 * What must not grow with what is shown: elements in the page and calls. A machine's speed does not matter here;
 * what time all this takes is the bench's (`npm run bench -- console`).
 */
import { expect } from "@playwright/test";
import { consoleApi, launch, outcome, scope } from "../support/api.ts";
import { executionsUrl, executionUrl, graphNode } from "../support/console.ts";
import { test } from "../support/test.ts";

const WIDTH = 10;

/** Layers of ten, no two nodes alike. */
const crowd = (name: string, nodes: number) => {
  const lines = Array.from({ length: nodes }, (_, n) => {
    const at = n % WIDTH;
    const before = [at, (at + 1) % WIDTH].map((each) => `n${n - at - WIDTH + each}`);
    return `      n${n}: { task: nap, with: { time: 0s }${n >= WIDTH ? `, after: [${before.join(", ")}]` : ""} }`;
  });
  return `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  ${name}:
    nodes:
${lines.join("\n")}
`;
};

test("a run of a thousand nodes is at most 400 elements of nodes and six calls, and asks no more", async ({
  page,
  skein,
}) => {
  const name = await launch(skein.url, crowd("thousand", 1000), "thousand");
  await outcome(skein.url, name);
  const calls: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") calls.push(request.url());
  });
  await page.goto(executionUrl(skein.url, name));
  await expect(graphNode(page, "n0")).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  expect(calls.length).toBeLessThanOrEqual(6);
  const elements = () => page.locator(".react-flow").evaluate((root) => root.querySelectorAll("[data-path]").length);
  expect(await elements()).toBeLessThanOrEqual(400);
  await page.keyboard.press("f");
  await expect.poll(elements).toBeLessThanOrEqual(400);

  for (const [view, table] of [
    ["timeline", "Timeline"],
    ["nodes", "Nodes"],
    ["events", "Events"],
  ] as const) {
    await page.goto(`${executionUrl(skein.url, name)}?view=${view}`);
    const rows = page.getByLabel(table, { exact: true }).last().getByRole("row");
    await expect(rows.nth(10)).toBeVisible();
    expect(await rows.count()).toBeLessThanOrEqual(80);
  }
});

test("a list of hundreds of executions has at most 80 rows in the page", async ({ page, skein }) => {
  const first = await launch(skein.url, crowd("listed", 1), "listed", { name: "listed-0" });
  const { execution } = await outcome(skein.url, first);
  const api = consoleApi(skein.url);
  for (let n = 1; n < 150; n += 1)
    await api.launch({ ...scope, name: `listed-${n}`, ...(execution?.launchPlan && { target: execution.launchPlan }) });
  await page.goto(executionsUrl(skein.url));
  const rows = page.getByRole("row");
  await expect(rows.nth(20)).toBeVisible();
  await rows.nth(10).hover();
  for (let step = 0; step < 10; step += 1) await page.mouse.wheel(0, 800);
  expect(await rows.count()).toBeLessThanOrEqual(80);
});
