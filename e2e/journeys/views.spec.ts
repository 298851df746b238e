import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionsUrl } from "../support/console.ts";
import { limited } from "../support/limited.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

test("a list that is kept under a name is there for another browser, and gone when it is deleted", async ({
  browser,
  page,
  skein: { url },
}) => {
  const bad = await launch(url, limited, "limited", { inputs: { n: int(11) } });
  await outcome(url, bad);
  await page.goto(`${executionsUrl(url)}?q=status:failed+workflow:limited`);
  await page.getByRole("button", { name: "Keep as view…" }).click();
  await page.keyboard.type("Over the limit");
  await page.keyboard.press("Enter");
  const kept = page.getByRole("link", { name: "Over the limit" });
  await expect(kept).toHaveAttribute("aria-current", "page");

  const other = await browser.newPage();
  await other.goto(executionsUrl(url));
  await other.getByRole("link", { name: "Over the limit" }).click();
  await expect(other.getByRole("row", { name: new RegExp(bad) })).toBeVisible();
  await expect(other).toHaveURL(/q=status%3Afailed\+workflow%3Alimited/);

  await page.getByRole("button", { name: "Delete the view Over the limit" }).click();
  await expect(kept).toBeHidden();
  await other.reload();
  await expect(other.getByRole("link", { name: "All", exact: true })).toBeVisible();
  await expect(other.getByRole("link", { name: "Over the limit" })).toBeHidden();
  await other.close();
});
