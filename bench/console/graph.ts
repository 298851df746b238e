/** Graphs of a thousand nodes and more, each of a run that has ended. */
import type { Browser, Page } from "playwright";
import { executionUrl } from "../../e2e/support/console.ts";
import type { Server } from "../../e2e/support/server.ts";
import { median } from "../report.ts";
import { figure } from "./figure.ts";
import { openPage } from "./observed-page.ts";
import { layered, runOnce } from "./workloads.ts";

const MB = 1e6;
const ROUNDS = 3;
const sizes = {
  "1000": { openMs: 400, framesPerSecond: 55 },
  "5000": { openMs: 1000, framesPerSecond: 50 },
  "20000": { openMs: 2000, framesPerSecond: 50 },
} as const;

export async function benchGraphs(browser: Browser, server: Server, wanted: readonly string[]): Promise<void> {
  for (const [size, budget] of Object.entries(sizes)) {
    if (wanted.length > 0 && !wanted.includes(size)) continue;
    const name = `layered_${size}`;
    const execution = await runOnce(server, name, layered(name, Number(size)));
    await benchGraph(browser, executionUrl(server.url, execution), Number(size), budget);
  }
}

async function benchGraph(
  browser: Browser,
  url: string,
  size: number,
  { openMs, framesPerSecond }: { readonly openMs: number; readonly framesPerSecond: number },
): Promise<void> {
  const part = `graph ${size.toLocaleString("en")}`;
  const opened: number[] = [];
  for (let round = 1; round < ROUNDS; round += 1) {
    const { page, close } = await openPage(browser);
    opened.push(await openGraph(page, url));
    await close();
  }
  const { page, observed, forget, heapBytes, framesDuring, close } = await openPage(browser);
  opened.push(await openGraph(page, url));
  const blocked = (await observed()).longTasks;
  figure(part, "from the data to the placed paint, median", median(opened), "ms", openMs);
  if (size >= 20_000) figure(part, "longest block while it opens", Math.max(0, ...blocked), "ms", 100);
  const canvas = page.locator(".react-flow").first();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("The graph has no place");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const rate = await framesDuring(async () => {
    for (let step = 0; step < 40; step += 1) await page.mouse.wheel(0, step % 20 < 10 ? -60 : 60);
    await page.mouse.down();
    for (let step = 0; step < 60; step += 1) await page.mouse.move(box.x + 300 + step * 6, box.y + 200 + step * 3);
    await page.mouse.up();
  });
  figure(part, "frames a second in pan and zoom, p95", rate, "fps", framesPerSecond, "at least");
  await page.keyboard.press("f");
  await page.waitForTimeout(500);
  const elements = await canvas.evaluate((root) => root.querySelectorAll("[data-path], .react-flow__node").length);
  figure(part, "elements of nodes in the page", elements, "", 400);
  figure(part, "heap", (await heapBytes()) / MB, "MB", 250);
  await forget();
  await page.keyboard.press("0");
  await page.waitForTimeout(300);
  const node = page.locator(".react-flow [data-path]").first();
  if ((await node.count()) > 0) {
    await node.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: /^Node / }).waitFor();
    const { interactions } = await observed();
    figure(part, "selecting a node", Math.max(16, ...interactions), "ms", 50);
  }
  await close();
}

/** From the end of the answer with the graph to the frame that has its nodes, by the page's own clock. */
async function openGraph(page: Page, url: string): Promise<number> {
  await page.addInitScript(notePaint);
  await page.goto(url);
  await page.waitForFunction(() => Number(Reflect.get(globalThis, "graphPaintedAt")) > 0, undefined, {
    timeout: 120_000,
  });
  return page.evaluate(() => {
    const answer = performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .find(({ name }) => name.includes("/GetExecution"));
    return Number(Reflect.get(globalThis, "graphPaintedAt")) - (answer?.responseEnd ?? Number.NaN);
  });
}

/** Runs in the page: the first frame after which a node's box, or the canvas that draws them, is there. */
function notePaint(): void {
  const look = () => {
    if (document.querySelector(".react-flow [data-path], .react-flow canvas"))
      requestAnimationFrame(() => {
        Reflect.set(globalThis, "graphPaintedAt", performance.now());
      });
    else requestAnimationFrame(look);
  };
  look();
}
