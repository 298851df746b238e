/** The same product for other eyes: a phone of the narrowest kind, forced colours, reduced motion. */
import { expect, type Page } from "@playwright/test";
import { consoleApi, launch, outcome, scope } from "../support/api.ts";
import { example, executionsUrl, executionUrl, expectNode, graphNode } from "../support/console.ts";
import { test } from "../support/test.ts";

const failing = example("failing.yaml").content;
const napping = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  napping: { nodes: { short: { task: nap, with: { time: 0s } }, long: { task: nap, with: { time: 600s }, after: [short] } } }
`;

/** How far the page, or what scrolls in it, is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, document.querySelector("#main")].map((each) =>
        each ? each.scrollWidth - each.clientWidth : 0,
      ),
    ),
  );

test.describe("on a screen of 320 pixels", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("from the list to the failure, its log and what to do, without scrolling sideways", async ({ page, skein }) => {
    const name = await launch(skein.url, failing, "failing");
    await outcome(skein.url, name);
    await page.goto(executionsUrl(skein.url));
    const link = page.getByRole("link", { name: new RegExp(name) }).first();
    await expect(link).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    await link.click();
    await expect(page.getByText("Order 3 has no items").first()).toBeVisible();
    for (const act of ["Recover", "Relaunch"])
      await expect(page.getByRole("button", { name: act }).or(page.getByRole("link", { name: act }))).toBeInViewport();
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    await page.getByRole("button", { name: "Logs" }).first().click();
    await expect(page.getByRole("log").getByText("Order 3 has no items")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: "check" })).toBeVisible();
    expect(await overflow(page)).toBeLessThanOrEqual(0);

    await page.getByRole("button", { name: "Rerun" }).click();
    await expect(page.getByRole("dialog").getByRole("button", { name: "Rerun" })).toBeInViewport();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});

test("in forced colours, states are told apart by shapes, outlines and words", async ({ browser, skein }) => {
  const name = await launch(skein.url, failing, "failing");
  await outcome(skein.url, name);
  const context = await browser.newContext({ forcedColors: "active", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(executionUrl(skein.url, name));
  await expectNode(page, "check", "Failed");
  await graphNode(page, "check").click();
  const looks = await Promise.all(
    ["read", "check", "report"].map((node) =>
      graphNode(page, node).evaluate((button) => {
        const box = button.parentElement;
        const style = box ? getComputedStyle(box) : undefined;
        return {
          glyph: box?.querySelector("svg")?.innerHTML ?? "",
          ring: style?.boxShadow ?? "none",
          border: style?.borderStyle,
          colours: [style?.color, getComputedStyle(document.body).backgroundColor],
        };
      }),
    ),
  );
  const [read, check, report] = looks;
  expect(new Set(looks.map(({ glyph }) => glyph)).size).toBe(3);
  expect(read?.border).toBe("solid");
  expect(report?.border).toBe("dashed");
  // The ring of what is selected, in the user's own colour for it.
  expect(check?.ring).toContain("2px");
  expect(check?.ring).not.toBe(read?.ring);
  expect(new Set(check?.colours).size).toBe(2);
  await context.close();
});

test("with reduced motion, nothing moves", async ({ browser, skein }) => {
  const name = await launch(skein.url, napping, "napping");
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(executionUrl(skein.url, name));
  await expectNode(page, "long", "Running");
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
  await expect.poll(moving).toBe(0);
  await context.close();
  await consoleApi(skein.url).terminate({ id: { ...scope, name }, cause: "It was seen to stand still" });
});
