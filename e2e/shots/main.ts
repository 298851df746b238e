/**
 * A PNG of every screen, light, dark and in forced colours, wide and narrow, from a home that is seeded through the API: `npm run shots`.
 *
 * They are looked at by people; nothing compares them. They land in e2e/shots/out/, named screen-theme-width.png.
 */
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { launchChromium } from "../support/browser.ts";
import { makeHome, removeHome, type Server, startServer } from "../support/server.ts";
import { screens } from "./screens.ts";
import { endSeeded, type Seeded, seed } from "./seed.ts";

const out = fileURLToPath(new URL("out/", import.meta.url));
const widths = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
const themes = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  forced: { colorScheme: "dark", forcedColors: "active" },
} as const;

async function shoot(browser: Browser, { url }: Server, seeded: Seeded, wanted: readonly string[]): Promise<void> {
  for (const [width, viewport] of Object.entries(widths))
    for (const [theme, colours] of Object.entries(themes)) {
      const context = await browser.newContext({ viewport, ...colours, reducedMotion: "reduce" });
      const page = await context.newPage();
      for (const screen of screens.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
        const file = `${screen.name}-${theme}-${width}.png`;
        try {
          await page.goto(`${url}/console${screen.path(seeded)}`);
          await page.locator("h1").first().waitFor();
          await settle(page);
          await screen.act?.(page);
          await settle(page);
          await page.screenshot({ path: `${out}${file}` });
        } catch (reason) {
          console.error(`✗ ${file}: ${reason instanceof Error ? reason.message : reason}`);
          process.exitCode = 1;
        }
      }
      await context.close();
    }
}

/** Fonts in, nothing loading, layouts and fades over. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
  await page.waitForTimeout(600); // a picture, not a promise: the graph may still be refined
}

/** Names of screens to take alone; none means all. */
const wanted = process.argv.slice(2);
const temporary = makeHome();
const server = await startServer(temporary);
const browser = await launchChromium();
try {
  if (wanted.length === 0) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const seeded = await seed(server);
  await shoot(browser, server, seeded, wanted);
  await endSeeded(server, seeded);
} finally {
  await browser.close();
  await server.stop();
  await removeHome(temporary);
}
console.log(`Shots are in ${out}`);
