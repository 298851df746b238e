import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionsUrl } from "../support/console.ts";
import { limited } from "../support/limited.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

test("a failure is found, understood, compared and run again without a pointer", async ({ page, skein }) => {
  const run = async (n: number) => {
    const name = await launch(skein.url, limited, "limited", { inputs: { n: int(n) } });
    await outcome(skein.url, name);
    return name;
  };
  const good = await run(7);
  const bad = await run(11);
  const { keyboard } = page;

  // From the list, narrowed to what failed, by a peek into the execution.
  await page.goto(executionsUrl(skein.url));
  await expect(page.getByRole("row", { name: new RegExp(bad) })).toBeVisible();
  await keyboard.press("/");
  await keyboard.type("status:failed workflow:limited");
  await keyboard.press("Escape"); // of the completion
  await keyboard.press("Enter");
  await expect(page.getByRole("row", { name: new RegExp(good) })).toBeHidden();
  await keyboard.press("Escape"); // out of the field
  await keyboard.press("j");
  await expect(page.getByRole("link", { name: bad })).toBeFocused();
  await keyboard.press(" ");
  await expect(page.getByRole("complementary", { name: new RegExp(bad) })).toContainText("above the limit of 10");
  await keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/executions/${bad}`));

  // The log of what failed, its line found. The peek tells of the failure too: it has to be gone.
  await expect(page.getByRole("complementary", { name: new RegExp(bad) })).toBeHidden();
  await expect(page.getByRole("region", { name: "Failure" })).toBeVisible();
  await keyboard.press("l");
  const log = page.getByRole("log");
  await expect(log).toContainText("above the limit of 10");
  await keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: /log/i })).toBeFocused();
  await keyboard.type("limit of");
  await keyboard.press("Enter");
  await expect(log.locator("mark").first()).toBeVisible();
  await keyboard.press("Escape");
  await keyboard.press("Escape");

  // What was different when it succeeded, and back.
  await keyboard.press("=");
  await expect(page.getByRole("region", { name: `L: ${good}` })).toContainText("Succeeded");
  await page.goBack(); // the key of it is the browser's own
  await expect(page.getByRole("region", { name: "Failure" })).toBeVisible();

  // Again, with another input.
  await keyboard.press("r");
  const input = page.getByLabel("n", { exact: true });
  await expect(input).toHaveValue("11");
  await input.focus();
  await keyboard.press("Control+a");
  await keyboard.type("7");
  await keyboard.press("Control+Enter");
  await expect(page).toHaveURL(/\/executions\/\w+/);
  await expect(page.getByText("Succeeded").first()).toBeVisible({ timeout: 60_000 });
});
