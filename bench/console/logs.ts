/** A log of 100 MB, and one that grows by 5,000 lines a second, of real containers. */
import type { Browser } from "playwright";
import { consoleApi, launch, outcome, scope, until } from "../../e2e/support/api.ts";
import { executionUrl } from "../../e2e/support/console.ts";
import type { Server } from "../../e2e/support/server.ts";
import { figure } from "./figure.ts";
import { openPage } from "./observed-page.ts";

const MB = 1e6;

const writes = (name: string, script: string) => `
tasks:
  write: { image: "busybox:1.36", script: ${JSON.stringify(script)} }
workflows:
  ${name}: { nodes: { write: { task: write } } }
`;

/** A million lines of a hundred bytes. */
const large = `yes "$(printf 'a line of a hundred bytes, with words to look for in it: batch loss metric epoch sample step value %03d' 7)" | head -n 1000000; echo the very end`;

export async function benchLog(browser: Browser, server: Server): Promise<void> {
  const part = "log 100 MB";
  const name = await launch(server.url, writes("large", large), "large");
  await outcome(server.url, name, 300_000);
  const { page, heapBytes, close } = await openPage(browser);
  await page.goto(executionUrl(server.url, name));
  await page.getByRole("tab", { name: /^Graph/ }).waitFor();
  const before = await heapBytes();
  const began = await page.evaluate(() => performance.now());
  await page.locator('[data-path="write"]').first().click({ force: true });
  await page.getByRole("tab", { name: /^Logs/ }).last().click();
  await page.getByText("the very end").first().waitFor();
  figure(part, "tail visible, from two presses", (await page.evaluate(() => performance.now())) - began, "ms", 500);
  figure(part, "heap for logs", ((await heapBytes()) - before) / MB, "MB", 60);
  figure(part, "lines in the page", await page.getByRole("button", { name: /^Link to line/ }).count(), "", 400);
  await close();
}

export async function benchFollow(browser: Browser, server: Server): Promise<void> {
  const part = "follow 5,000 lines/s";
  const script = "n=0; while [ $n -lt 400 ]; do n=$((n+1)); seq 500; usleep 100000; done";
  const name = await launch(server.url, writes("chatty", script), "chatty");
  await until(server.url, name, ({ execution }) => (execution?.nodes?.running ?? 0) > 0);
  const { page, observed, forget, metrics, close } = await openPage(browser);
  await page.goto(`${executionUrl(server.url, name)}?node=write&tab=logs`);
  await page
    .getByRole("button", { name: /^Link to line/ })
    .first()
    .waitFor();
  await page.waitForTimeout(2000);
  await forget();
  const before = await metrics();
  await page.waitForTimeout(15_000);
  const after = await metrics();
  const { longTasks } = await observed();
  const seconds = (after.get("Timestamp") ?? 0) - (before.get("Timestamp") ?? 0);
  const busy = (after.get("TaskDuration") ?? 0) - (before.get("TaskDuration") ?? 0);
  figure(part, "longest task", Math.max(0, ...longTasks), "ms", 50);
  figure(part, "main thread busy", (busy / seconds) * 100, "%", 50);
  await consoleApi(server.url).terminate({ id: { ...scope, name }, cause: "The figures are taken" });
  await outcome(server.url, name);
  await close();
}
