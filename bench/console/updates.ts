/** A run of a thousand nodes of which a hundred things a second change, watched on its page. */
import type { Browser } from "playwright";
import { executionUrl } from "../../e2e/support/console.ts";
import type { Server } from "../../e2e/support/server.ts";
import { figure } from "./figure.ts";
import { openPage } from "./observed-page.ts";
import { prepare, side } from "./workloads.ts";

const part = "100 updates/s";
const MB = 1e6;

/**
 * Each node is queued, runs and ends, which is three changes: 33 of them a second. A thousand last half a minute, so
 * that one run after the other is watched, on one page.
 */
export async function benchUpdates(browser: Browser, server: Server, minutes: number): Promise<void> {
  const start = await prepare(server, "busy", side("busy", 1000, 3));
  const { page, observed, metrics, heapBytes, close } = await openPage(browser);
  const runs = Math.max(2, Math.round(minutes * 2));
  await start("busy-0", 100);
  await page.goto(executionUrl(server.url, "busy-0"));
  await page.locator(".react-flow").waitFor();
  await page.waitForTimeout(2000);
  const heapBefore = await heapBytes();
  const before = await metrics();
  const shiftBefore = (await observed()).shift;
  await page.evaluate(countCommits);
  for (let run = 0; run < runs; run += 1) {
    await page.waitForFunction(() => /Succeeded/.test(document.title), undefined, { timeout: 120_000 });
    if (run + 1 < runs) {
      await start(`busy-${run + 1}`, 100);
      await page.evaluate(
        (next) => {
          history.pushState({}, "", location.pathname.replace(/busy-\d+/, next));
          dispatchEvent(new PopStateEvent("popstate", { state: {} }));
        },
        `busy-${run + 1}`,
      );
      await page.waitForFunction((next) => document.title.includes(next), `busy-${run + 1}`);
    }
  }
  const after = await metrics();
  const seconds = (after.get("Timestamp") ?? 0) - (before.get("Timestamp") ?? 0);
  const busy = (after.get("TaskDuration") ?? 0) - (before.get("TaskDuration") ?? 0);
  const most = await page.evaluate(() => Number(Reflect.get(globalThis, "mostCommits")));
  figure(part, "main thread busy", (busy / seconds) * 100, "%", 25);
  figure(part, "commits in the busiest second", most, "", 10);
  figure(part, "heap growth", ((await heapBytes()) - heapBefore) / MB, "MB", 10);
  figure(part, "layout shift", (await observed()).shift - shiftBefore, "", 0.001);
  await close();
}

/** Runs in the page: turns of the event loop in which anything of the page changed, by the second. */
function countCommits(): void {
  const bySecond = new Map<number, number>();
  let last = 0;
  new MutationObserver(() => {
    const now = performance.now();
    if (now - last < 4) return; // one commit, told in pieces
    last = now;
    const second = Math.floor(now / 1000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
    Reflect.set(globalThis, "mostCommits", Math.max(...bySecond.values()));
  }).observe(document.querySelector("#main") ?? document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}
