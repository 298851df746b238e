import { expect } from "@playwright/test";
import { launch } from "../support/api.ts";
import { example, executionsUrl, executionUrl, expectNode, graphNode } from "../support/console.ts";
import { test } from "../support/test.ts";

/** Writes a line every half second for a minute. */
const talker = `
tasks:
  talk:
    image: busybox:1.36
    script: |
      n=0
      while [ $n -lt 120 ]; do n=$((n + 1)); echo "line number $n"; sleep 0.5; done
workflows:
  talker:
    nodes:
      talking: { task: talk }
`;

test("the failing example leads from the red node to its error and the very log line", async ({ page, skein }) => {
  const name = await launch(skein.url, example("failing.yaml").content, "failing");
  await page.goto(executionUrl(skein.url, name));
  await expectNode(page, "check", "Failed");
  const failure = page.getByRole("region", { name: "Failure" });
  await expect(failure).toContainText("Exit code 3: Order 3 has no items");
  await failure.getByRole("button", { name: "Open the failure" }).click();
  await expect(failure).toContainText("Order 3 has no items; remove it, or give it at least one");
  await failure.getByRole("button", { name: "Logs" }).click();
  await expect(page.getByRole("log")).toContainText("Order 3 has no items");
  await page.getByRole("button", { name: "Close (Esc)" }).click();
  await page.getByRole("button", { name: "Fit (f)" }).click();
  await expect(graphNode(page, "report")).toHaveAccessibleName(/Blocked: check failed/);
  await page.goto(executionsUrl(skein.url));
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Failed");
});

test("a running task's log is followed, and the execution is aborted from the page", async ({ page, skein }) => {
  const name = await launch(skein.url, talker, "talker");
  await page.goto(`${executionUrl(skein.url, name)}?node=talking&tab=logs`);
  const log = page.getByRole("log");
  await expect(log).toContainText("line number 3");
  await expect(log).toContainText("line number 6"); // it goes on by itself

  await page.getByRole("button", { name: "Abort" }).click();
  const dialog = page.getByRole("dialog", { name: `Abort ${name}?` });
  await dialog.getByLabel("Reason").fill("seen enough");
  await dialog.getByRole("button", { name: "Abort" }).click();
  await expect(dialog).toBeHidden();
  await expectNode(page, "talking", "Aborted");
  await expect(page.getByText(/aborted.*: seen enough/)).toBeVisible();
});

test("ten tabs on one run are all live, over one stream", async ({ context, skein }) => {
  const name = await launch(skein.url, talker, "talker");
  const before = streamsEnded(skein.output());
  const pages = await Promise.all(Array.from({ length: 10 }, () => context.newPage()));
  // Six connections are all a browser has: with a stream per tab, the seventh would wait for ever.
  for (const page of pages) await page.goto(executionUrl(skein.url, name), { waitUntil: "commit" });
  for (const page of pages) await expectNode(page, "talking", "Running");
  const [first] = pages;
  await first?.bringToFront();
  await first?.getByRole("button", { name: "Abort" }).click();
  await first?.getByRole("dialog").getByRole("button", { name: "Abort" }).click();
  for (const page of pages) await expectNode(page, "talking", "Aborted");
  await Promise.all(pages.map((page) => page.close()));
  await expect.poll(() => streamsEnded(skein.output()) - before).toBe(1);
});

/** How many Watch streams the server saw the end of. */
const streamsEnded = (output: string): number => output.match(/ConsoleService\/Watch/g)?.length ?? 0;
