import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { limited } from "../support/limited.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

test("a failure is compared with the last success: the node, its cause, the input that changed", async ({
  page,
  skein,
}) => {
  const run = async (n: number) => {
    const name = await launch(skein.url, limited, "limited", { inputs: { n: int(n) } });
    await outcome(skein.url, name);
    return name;
  };
  const good = await run(7);
  const bad = await run(11);
  await page.goto(executionUrl(skein.url, bad));
  await page.getByRole("link", { name: "Compare with last success" }).click();
  await expect(page.getByRole("region", { name: `L: ${good}` })).toContainText("Succeeded");
  await expect(page.getByRole("region", { name: `R: ${bad}` })).toContainText("Failed");
  const cause = page.getByText("Look first at").locator("..");
  await expect(cause).toContainText("above the limit of 10");
  await expect(cause).toContainText("Its inputs differ, its spec does not.");

  await cause.getByRole("button", { name: "limit" }).click();
  const node = page.getByRole("region", { name: "limit, compared" });
  await expect(node.getByRole("table", { name: "Inputs" }).getByRole("row", { name: /Differs n/ })).toContainText(
    "711",
  );

  await page.getByRole("tab", { name: /Inputs/ }).click();
  await expect(page.getByRole("tabpanel").getByRole("table", { name: "Inputs" }).first()).toContainText("n");
  await page.reload();
  await expect(page.getByRole("tab", { name: /Inputs/ })).toHaveAttribute("aria-selected", "true");
  await expect(node).toBeVisible();
});
