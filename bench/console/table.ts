/** The list of ten thousand executions. */
import type { Browser, Page } from "playwright";
import { executionsUrl } from "../../e2e/support/console.ts";
import type { Server } from "../../e2e/support/server.ts";
import { percentile } from "../report.ts";
import { figure } from "./figure.ts";
import { openPage } from "./observed-page.ts";
import { layered, runMany } from "./workloads.ts";

const part = "table 10,000";
const FILTERS = 12;

export async function benchTable(browser: Browser, server: Server): Promise<void> {
  await runMany(server, "many", layered("many", 1), 10_000);
  const { page, framesDuring, close } = await openPage(browser);
  await page.addInitScript(noteRow);
  await page.goto(executionsUrl(server.url));
  await page
    .getByRole("link", { name: /^many-/ })
    .first()
    .waitFor();
  const first = await page.evaluate(() => {
    const list = performance
      .getEntriesByType("resource")
      .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
      .find(({ name }) => /\/(List|Search|Query)\w*Executions/.test(name));
    return Number(Reflect.get(globalThis, "rowAt")) - (list?.startTime ?? Number.NaN);
  });
  figure(part, "from the question to the first rows", first, "ms", 300);
  const rows = page.getByRole("row");
  const row = await rows.nth(2).boundingBox();
  if (!row) throw new Error("No row has a place");
  await page.mouse.move(row.x + row.width / 2, row.y + row.height / 2);
  const rate = await framesDuring(async () => {
    for (let step = 0; step < 90; step += 1) await page.mouse.wheel(0, 240);
  });
  figure(part, "frames a second in scrolling, p95", rate, "fps", 58, "at least");
  figure(part, "row elements after scrolling", await rows.count(), "", 80);
  const took: number[] = [];
  for (let filter = 0; filter < FILTERS; filter += 1) {
    const name = `many-${1000 + filter * 37}`;
    await page.goto(`${executionsUrl(server.url)}?q=${name}`);
    took.push(await roundTrip(page, name));
  }
  figure(part, "a filter's round trip, p95", percentile(took, 95), "ms", 200);
  await close();
}

/** Of the call that listed, once its row is in the page. */
async function roundTrip(page: Page, name: string): Promise<number> {
  await page.getByRole("link", { name, exact: true }).first().waitFor();
  return page.evaluate(() =>
    Math.max(
      ...performance
        .getEntriesByType("resource")
        .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
        .filter(({ name: url }) => /Executions$/.test(url))
        .map(({ duration }) => duration),
    ),
  );
}

/** Runs in the page: when the first row of the list was painted. */
function noteRow(): void {
  const look = () => {
    if (document.querySelector('a[href*="/executions/many-"]')) Reflect.set(globalThis, "rowAt", performance.now());
    else requestAnimationFrame(look);
  };
  look();
}
