import { expect } from "@playwright/test";
import { register } from "../support/api.ts";
import { example, executionsUrl, launchUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const typed = `
version: v1
tasks:
  take:
    image: busybox:1.36
    inputs: { count: int, when: duration }
    script: cat "$INPUTS/count"
workflows:
  typed:
    inputs:
      count: int
      when: { type: duration, default: 5m }
    nodes:
      take: { task: take, with: { count: "\${inputs.count}", when: "\${inputs.when}" } }
`;

test("the launch form says at the field what is wrong, and launches once it is right", async ({ page, skein }) => {
  await register(skein.url, typed);
  await page.goto(launchUrl(skein.url, "typed"));
  const count = page.getByLabel("count", { exact: true });
  const submit = page.getByRole("button", { name: /^Launch/ });

  await submit.click(); // a missing input
  await expect(count).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("alert")).toContainText("1 field needs attention: count");

  await count.fill("three");
  await expect(count).toHaveAttribute("aria-invalid", "true");
  await expect(count).toHaveAccessibleDescription(/three|whole number|integer/i);
  await submit.click();
  await expect(page).toHaveURL(/\/launch\?/);

  // Exact beyond what a JavaScript number can hold.
  await count.fill("9007199254740993");
  await submit.click();
  await expect(page).toHaveURL(/\/executions\/\w+/);
  await page
    .getByRole("tab", { name: /inputs/i })
    .first()
    .click();
  await expect(page.getByText("9007199254740993").first()).toBeVisible();
});

test("the whole way can be gone with the keyboard alone", async ({ page, skein }) => {
  await register(skein.url, example("hello.yaml").content);
  await page.goto(executionsUrl(skein.url));
  await expect(page.getByRole("heading", { name: "Executions" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await expect(page).toHaveURL(/\/workflows$/);
  const workflow = page.getByRole("link", { name: "hello", exact: true });
  await workflow.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/workflows\/hello/);
  const launch = page.getByRole("link", { name: /^Launch/ }).first();
  await launch.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Launch hello" })).toBeVisible();
  await page.getByLabel("name", { exact: true }).focus();
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL(/\/executions\/\w+/);
});
