import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { screens } from "../shots/screens.ts";
import { type Seeded, seed } from "../shots/seed.ts";
import { consoleApi, outcome, scope } from "../support/api.ts";
import { test } from "../support/test.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

test.describe("every screen keeps WCAG 2.2 AA, as far as a program can tell", () => {
  let seeded: Seeded;
  test.beforeAll(async ({ skein }) => {
    seeded = await seed(skein);
  });
  test.afterAll(async ({ skein }) => {
    await consoleApi(skein.url).terminate({ id: { ...scope, name: seeded.running }, cause: "All has been looked at" });
    await outcome(skein.url, seeded.running);
  });

  for (const theme of ["light", "dark"] as const) {
    test(`in the ${theme} theme`, async ({ browser, skein }) => {
      test.setTimeout(300_000);
      const context = await browser.newContext({
        colorScheme: theme,
        reducedMotion: "reduce",
        viewport: { width: 1440, height: 900 },
      });
      const page = await context.newPage();
      for (const screen of screens) {
        await page.goto(`${skein.url}/console${screen.path(seeded)}`);
        await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
        await screen.act?.(page);
        await page.waitForTimeout(300); // fades are over
        const axe = new AxeBuilder({ page });
        // What a theme changes is colours alone.
        const { violations } = await (theme === "light"
          ? axe.withTags(rules)
          : axe.withRules("color-contrast")
        ).analyze();
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
        );
        expect.soft(found, screen.name).toEqual([]);
      }
      await context.close();
    });
  }
});
