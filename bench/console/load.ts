/** How soon a page is there, and how soon it answers: on a processor four times slower. */
import type { Browser, Page } from "playwright";
import { executionsUrl, executionUrl } from "../../e2e/support/console.ts";
import type { Server } from "../../e2e/support/server.ts";
import { percentile } from "../report.ts";
import { figure } from "./figure.ts";
import { openPage } from "./observed-page.ts";
import { layered, runMany } from "./workloads.ts";

const ROUNDS = 5;

export async function benchLoad(browser: Browser, server: Server): Promise<void> {
  await runMany(server, "loaded", layered("loaded", 40), 60);
  const cold: number[] = [];
  const warm: number[] = [];
  const shifts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { page, observed, close } = await openPage(browser, 4);
    for (const into of [cold, warm]) {
      await page.goto(executionsUrl(server.url));
      await page
        .getByRole("link", { name: /^loaded-/ })
        .first()
        .waitFor();
      await page.waitForTimeout(500); // what would still shift
      const { paintedMs, shift } = await observed();
      into.push(paintedMs);
      shifts.push(shift);
    }
    await close();
  }
  figure("load", "LCP of the executions list, cold, p75", percentile(cold, 75), "ms", 1500);
  figure("load", "LCP of the executions list, warm, p75", percentile(warm, 75), "ms", 1200);
  figure("load", "layout shift", Math.max(...shifts), "", 0.02);
  await benchInteractions(browser, server);
  await benchRequests(browser, server);
}

/** A round through list, execution, views, nodes and filter, as a person would; each press and key counts. */
async function benchInteractions(browser: Browser, server: Server): Promise<void> {
  const { page, observed, forget, close } = await openPage(browser, 4);
  const changes: number[] = [];
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(executionsUrl(server.url));
    const link = page.getByRole("link", { name: /^loaded-/ }).nth(round);
    await link.waitFor();
    await forget();
    await link.click(); // the first time, its code is loaded
    await page.locator("[data-path]").first().waitFor();
    await page.goBack();
    await link.waitFor();
    changes.push(await timed(page, () => link.click(), "h1"));
    await page.locator("[data-path]").first().waitFor();
    for (const view of ["Timeline", "Nodes", "Events", "Graph"]) {
      await page.getByRole("tab", { name: new RegExp(`^${view}`) }).click();
      await page.waitForTimeout(200);
    }
    for (const node of ["n1", "n12", "n23"]) {
      await page.locator(`[data-path="${node}"]`).first().click({ force: true });
      await page.waitForTimeout(200);
    }
    for (const key of ["]", "]", "[", "Escape", "f", "Control+k", "l", "o", "a", "d", "Escape"]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(120);
    }
    const { interactions } = await observed();
    // What took less than 16 ms is not named: a round has 18 interactions.
    all.push(...interactions, ...Array.from({ length: Math.max(0, 18 - interactions.length) }, () => 16));
  }
  figure("load", "route change from list to execution, p75", percentile(changes, 75), "ms", 150);
  figure("load", "INP, p75", percentile(all, 75), "ms", 100);
  figure("load", "INP, p99", percentile(all, 99), "ms", 200);
  await close();
}

/** From the press to the next page's heading being painted, by the page's own clock. */
async function timed(page: Page, act: () => Promise<void>, wanted: string): Promise<number> {
  const seen = page.evaluate(
    ({ wanted, before }) =>
      new Promise<number>((resolve) => {
        let pressed = 0;
        addEventListener("pointerup", () => (pressed = performance.now()), { capture: true, once: true });
        const look = () => {
          const there = document.querySelector(wanted);
          if (pressed > 0 && there && there.textContent !== before) resolve(performance.now() - pressed);
          else requestAnimationFrame(look);
        };
        look();
      }),
    { wanted, before: await page.locator(wanted).first().textContent() },
  );
  await act();
  return seen;
}

/** What an open execution asks for, counted from the list on. */
async function benchRequests(browser: Browser, server: Server): Promise<void> {
  const { page, close } = await openPage(browser);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("skein.console.v1") || request.url().includes("flyteidl")) asked.push(request.url());
  });
  await page.goto(executionUrl(server.url, "loaded-3"));
  await page.locator("[data-path]").first().waitFor();
  await page.waitForTimeout(1500);
  figure("requests", "calls until an execution is whole", asked.length, "", 6);
  const whole = asked.length;
  await page.waitForTimeout(10_000);
  figure("requests", "calls in 10 s of an open execution afterwards", asked.length - whole, "", 1);
  await close();
}
