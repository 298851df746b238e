import { expect } from "@playwright/test";
import { launch } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const asking = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  asking:
    nodes:
      sure: { approve: Go on? }
      bags: { signal: { type: int }, after: [sure] }
      rest: { task: nap, with: { time: 0s }, after: [bags] }
`;

test("a gate is approved in the graph, a value is given in the panel, and the run goes on", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, asking, "asking");
  await page.goto(executionUrl(url, name));
  await page.getByRole("button", { name: "Approve…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(dialog.getByText("Said. The execution goes on.")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /^bags, Gate, Paused/ }).click();
  const panel = page.getByRole("complementary", { name: "Node bags" });
  await panel.getByLabel("bags", { exact: true }).fill("many");
  await panel.getByRole("button", { name: "Send" }).click();
  await expect(panel.getByLabel("bags", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await panel.getByLabel("bags", { exact: true }).fill("3");
  await panel.getByRole("button", { name: "Send" }).click();
  await expect(page).toHaveTitle(/^Succeeded/);
});

test("a gate that is refused fails, and says so", async ({ page, skein: { url } }) => {
  const name = await launch(url, asking, "asking");
  await page.goto(executionUrl(url, name));
  await page.getByRole("button", { name: "Approve…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reject", exact: true }).click();
  await dialog.getByRole("button", { name: "Reject for good" }).click();
  await expect(dialog.getByText(/^Rejected/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveTitle(/^Failed/);
  await expect(page.getByRole("button", { name: /^Go on\?, Gate, Failed/ })).toBeVisible();
});
