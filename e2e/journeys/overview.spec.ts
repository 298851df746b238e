import { expect } from "@playwright/test";
import { launch, outcome, until } from "../support/api.ts";
import { test } from "../support/test.ts";

const text = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
  fail: { image: "busybox:1.36", script: echo the shelf is empty >&2; exit 4 }
workflows:
  resting: { nodes: { n: { task: nap, with: { time: 0s } } } }
  going_on: { nodes: { n: { task: nap, with: { time: 20m } } } }
  broken: { nodes: { n: { task: fail } } }
  asking: { nodes: { sure: { approve: Go on? } } }
`;

test("a day begins with what goes on, what waits and what failed, and each number leads to it", async ({
  page,
  skein: { url },
}) => {
  const domain = "production"; // of its own: what other journeys ran does not count
  const run = (workflow: string) => launch(url, text, workflow, { domain });
  const rested = await run("resting");
  await outcome(url, rested, 60_000, domain);
  const broken = [await run("broken"), await run("broken")];
  for (const name of broken) await outcome(url, name, 60_000, domain);
  const going = await run("going_on");
  const asking = await run("asking");
  await until(url, asking, ({ execution }) => (execution?.nodes?.running ?? 0) > 0, { domain });

  await page.goto(`${url}/console/projects/flytesnacks/domains/${domain}`);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Running now/ })).toContainText("2");
  await expect(page.getByRole("link", { name: /^Waiting for somebody/ })).toContainText("1");
  const failed = page.getByRole("link", { name: /^Failed, last 24/ });
  await expect(failed).toContainText("2");
  await expect(page.getByRole("link", { name: /^2 of broken/ })).toBeVisible();
  await expect(page.getByText("the shelf is empty")).toBeVisible();

  await failed.click();
  await expect(page.getByRole("row", { name: /broken/ })).toHaveCount(2);
  await page.goBack();

  // It follows what happens.
  await page.getByRole("link", { name: /^Running going_on/ }).click();
  await expect(page).toHaveURL(new RegExp(`/executions/${going}`));
  await expect(page.getByRole("button", { name: "Abort" })).toBeEnabled();
  await page.keyboard.press("A");
  await page.getByRole("dialog").getByRole("button", { name: "Abort", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.goBack();
  await expect(page.getByRole("link", { name: /^Running now/ })).toContainText("1");
});
