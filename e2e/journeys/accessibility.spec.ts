import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { screens } from "../shots/screens.ts";
import { endSeeded, type Seeded, seed } from "../shots/seed.ts";
import { test } from "../support/test.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// A trace holds every change of every screen and takes longer than the looking.
test.use({ contextOptions: { reducedMotion: "reduce" }, trace: "off" });

test.describe("every screen keeps WCAG 2.2 AA, as far as a program can tell", () => {
  let seeded: Seeded;
  test.beforeAll(async ({ skein }) => {
    seeded = await seed(skein);
  });
  test.afterAll(async ({ skein }) => {
    await endSeeded(skein, seeded);
  });

  // Several tests of some screens each, and each screen opened once: a theme changes nothing but colours.
  const groups = Map.groupBy(screens, ({ name }) => name.split("-")[0] ?? name);
  for (const [group, members] of groups)
    test(group, async ({ page, skein }) => {
      test.setTimeout(60_000 + members.length * 10_000);
      for (const screen of members) {
        await page.emulateMedia({ colorScheme: "light" });
        await page.goto(`${skein.url}/console${screen.path(seeded)}`);
        await page.locator("h1").first().waitFor();
        await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
        await screen.act?.(page);
        // What fades has another contrast meanwhile.
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
        const light = await new AxeBuilder({ page }).withTags(rules).analyze();
        await page.emulateMedia({ colorScheme: "dark" });
        const dark = await new AxeBuilder({ page }).withRules("color-contrast").analyze();
        const found = [...light.violations, ...dark.violations].flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
        );
        expect.soft(found, screen.name).toEqual([]);
      }
    });
});
