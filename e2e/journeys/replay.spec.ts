import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { example, executionUrl, expectNode } from "../support/console.ts";
import { test } from "../support/test.ts";

test("a finished run is replayed: the cursor takes graph, head and failure back in time", async ({ page, skein }) => {
  const name = await launch(skein.url, example("failing.yaml").content, "failing");
  await outcome(skein.url, name);
  await page.goto(executionUrl(skein.url, name));
  await expectNode(page, "check", "Failed");
  const cursor = page.getByRole("slider", { name: "Time cursor" });
  await cursor.focus();
  await page.keyboard.press("Home");
  await expect(page.getByText(/^Replaying/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Failure" })).toBeHidden();
  await expectNode(page, "check", "Not started");

  // Along the events until the failing node runs, and no further.
  await expect(async () => {
    await page.keyboard.press("ArrowRight");
    await expectNode(page, "check", "Running", 500);
  }).toPass();
  // In the address once it rests.
  const rest = await cursor.inputValue();
  await expect.poll(() => new URL(page.url()).searchParams.get("t")).toBe(rest);
  await page.reload();
  await expectNode(page, "check", "Running");

  await page.getByRole("button", { name: "To the end" }).click();
  await expectNode(page, "check", "Failed");
  await expect(page.getByRole("region", { name: "Failure" })).toBeVisible();
});
