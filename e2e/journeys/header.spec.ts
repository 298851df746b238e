import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { launch, outcome, scope } from "../support/api.ts";
import { executionsUrl, executionUrl } from "../support/console.ts";
import { limited } from "../support/limited.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

test("an execution is archived from its page, missed in the list, and taken back by Undo", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, limited, "limited", { inputs: { n: int(3) } });
  await outcome(url, name);
  const archive = async () => {
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Archive", exact: true }).click();
  };
  const archived = page.locator(`[data-execution="${name}"]`).getByText("archived", { exact: true });
  const row = page.getByRole("row", { name: new RegExp(name) });
  await page.goto(executionUrl(url, name));

  // Undone on the spot.
  await archive();
  await expect(page.getByRole("status").getByText(`Archived ${name}`)).toBeVisible();
  await expect(archived).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(archived).toBeHidden();

  // The list leaves it out; the drawer still offers to undo it there.
  await archive();
  await expect(archived).toBeVisible();
  await page.getByRole("link", { name: "Executions" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Executions" })).toBeVisible();
  await expect(row).toBeHidden();
  await page.getByRole("button", { name: /^Notices/ }).click();
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();

  // Without a hurry, by the page itself and the keyboard.
  await page.goto(executionUrl(url, name));
  await archive();
  await expect(archived).toBeVisible();
  await page.reload();
  await page.goto(executionUrl(url, name));
  await expect(archived).toBeVisible();
  await page.getByRole("button", { name: "More" }).press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(archived).toBeHidden();
  await page.getByRole("button", { name: /^Notices, \d new/ }).click();
  await expect(page.getByRole("region", { name: "Notices" })).toContainText(`Took ${name} out of the archive`);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Executions" }).first().click();
  await expect(row).toBeVisible();
});

test("what is shared opens as it was seen, what is copied works, what is downloaded holds it all", async ({
  page,
  context,
  skein: { url },
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const name = await launch(url, limited, "limited", { inputs: { n: int(11) } });
  await outcome(url, name);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const choose = async (text: string) => {
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: text }).click();
  };

  // A bad value is said and left out; the rest is shown.
  await page.goto(`${executionUrl(url, name)}?view=grpah&split=rows`);
  await expect(page.getByText("view=grpah is not known and was left out")).toBeVisible();
  await expect(page).toHaveURL(/executions\/[^?]+\?split=rows$/);
  await page.keyboard.press("3");
  await page.getByRole("treegrid", { name: "Nodes" }).getByRole("row").nth(1).click();
  await expect(page.getByRole("complementary")).toBeVisible();
  await page.keyboard.press("s");
  await expect(page.getByText("Copied the address of what you see")).toBeVisible();
  const shared = await clipboard();
  expect(shared).toBe(page.url());
  await page.goto(executionsUrl(url));
  await page.goto(shared);
  await expect(page.getByRole("treegrid", { name: "Nodes" })).toBeVisible();
  await expect(page.getByRole("complementary")).toBeVisible();

  await choose("Copy curl");
  await expect(page.getByText("Copied the curl command")).toBeVisible();
  const answer = JSON.parse(
    execFileSync("sh", ["-c", await clipboard()], { stdio: ["ignore", "pipe", "ignore"] }).toString(),
  );
  expect(answer.id).toEqual({ ...scope, name });

  const download = page.waitForEvent("download");
  await choose("Download bundle");
  const file = await download;
  expect(file.suggestedFilename()).toBe(`${name}.skein.json`);
  const bundle = JSON.parse(readFileSync(await file.path(), "utf8"));
  expect(bundle.execution.execution.id.name).toBe(name);
  expect(bundle.events.length).toBeGreaterThan(2);

  await choose("Launch again at once…");
  await page.getByRole("dialog").getByRole("button", { name: "Launch" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(name);
  await expect(page.locator("[data-execution]")).toContainText(`relaunch of ${name}`);
});
