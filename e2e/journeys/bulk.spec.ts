import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionsUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const text = `
tasks:
  quick: { type: core-sleep, inputs: { time: duration } }
workflows:
  shelf: { nodes: { n: { task: quick, with: { time: 0s } } } }
  endless: { nodes: { n: { task: quick, with: { time: 10m } } } }
`;

test("of many executions the long ones are aborted, others archived and taken back, by keys and boxes", async ({
  page,
  skein: { url },
}) => {
  const names: string[] = [];
  for (let n = 0; n < 4; n += 1) names.push(await launch(url, text, "shelf"));
  for (const name of names) await outcome(url, name);
  const long = [await launch(url, text, "endless"), await launch(url, text, "endless")];
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  const selection = page.getByRole("region", { name: "Selection" });
  const job = page.getByRole("region", { name: "Bulk job" });

  // By keys: the two that go on.
  await page.goto(`${executionsUrl(url)}?q=workflow:endless`);
  await expect(row(long[0] ?? "")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("X");
  await expect(selection).toContainText("2 executions");
  await selection.getByRole("button", { name: "Abort…" }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("they take too long");
  await page.getByRole("dialog").getByRole("button", { name: "Abort 2 executions" }).click();
  await expect(job).toContainText("2 executions aborted");
  for (const name of long) await expect(row(name)).toContainText("Aborted");

  // By boxes: the others leave the list, and come back.
  await page.goto(`${executionsUrl(url)}?q=workflow:shelf`);
  await expect(row(names[0] ?? "")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all on this page" }).click();
  await selection.getByRole("button", { name: "Archive" }).click();
  await expect(job).toContainText("4 executions archived");
  await expect(row(names[0] ?? "")).toBeHidden();
  await job.getByRole("button", { name: "Undo" }).click();
  await expect(job).toContainText("4 executions taken out of the archive");
  await expect(row(names[0] ?? "")).toBeVisible();

  // What cannot be done is told, each with its reason.
  await page.getByRole("checkbox", { name: "Select all on this page" }).click();
  await selection.getByRole("button", { name: "Recover…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Recover 4 executions" }).click();
  await job.getByRole("button", { name: "4 not done" }).click();
  await expect(job).toContainText("It has succeeded: there is nothing to recover");
});
