import { expect, type Locator } from "@playwright/test";
import { launch, outcome, until } from "../support/api.ts";
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

const parents = `${talker}
  parent:
    nodes:
      child: { launchPlan: talker }
`;

test("the failing example leads from the red node to its error and the very log line", async ({ page, skein }) => {
  const name = await launch(skein.url, example("failing.yaml").content, "failing");
  await page.goto(executionUrl(skein.url, name));
  await expectNode(page, "check", "Failed");
  const failure = page.getByRole("region", { name: "Failure" });
  await expect(failure).toContainText("Exit code 3: Order 3 has no items");
  await expect(failure.getByRole("button", { name: "Fold the failure" })).toBeVisible(); // so short it stands open
  await expect(failure).toContainText("Order 3 has no items; remove it, or give it at least one");
  await failure.getByRole("button", { name: "Logs" }).click();
  await expect(page.getByRole("log")).toContainText("Order 3 has no items");
  await page.getByRole("button", { name: "Close (Esc)" }).click();
  await page.getByRole("button", { name: "Fit (f)" }).click();
  await expect(graphNode(page, "report")).toHaveAccessibleName(/Blocked: check failed/);
  await page.goto(executionsUrl(skein.url));
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Failed");
});

test("from the list it is two presses to the line of the log that says why", async ({ page, skein }) => {
  const name = await launch(skein.url, example("failing.yaml").content, "failing");
  await outcome(skein.url, name);
  await page.goto(executionsUrl(skein.url));
  let presses = 0;
  const press = async (target: Locator) => {
    presses += 1;
    await target.click();
  };
  await press(page.getByRole("link", { name, exact: true }));
  const failure = page.getByRole("region", { name: "Failure" });
  await expect(failure).toContainText("check"); // the node that failed
  await press(failure.getByRole("button", { name: "Logs" }));
  await expect(page.getByRole("log")).toContainText("Order 3 has no items; remove it, or give it at least one");
  expect(presses).toBeLessThanOrEqual(3);
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

test("aborting says which child executions end with it, and they do", async ({ page, skein }) => {
  const name = await launch(skein.url, parents, "parent");
  await until(skein.url, name, ({ lineage }) => lineage?.children?.total === 1);
  await page.goto(executionUrl(skein.url, name));
  await page.getByRole("button", { name: "Abort" }).click();
  const dialog = page.getByRole("dialog", { name: `Abort ${name}?` });
  await expect(dialog.getByText("Aborted too: 1 child execution")).toBeVisible();
  const child = await dialog.getByRole("list", { name: "Aborted too" }).getByRole("link").getAttribute("href");
  await dialog.getByRole("button", { name: "Abort" }).click();
  await expect(dialog).toBeHidden();
  await page.goto(new URL(child ?? "", skein.url).href);
  await expectNode(page, "talking", "Aborted");
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

/** Its first attempt fails after a moment; the second one waits to be seen. */
const stumbler = `
tasks:
  stumble:
    image: busybox:1.36
    retries: 1
    script: |
      sleep 1
      if [ "$FLYTE_ATTEMPT_NUMBER" = 0 ]; then echo "not this time" >&2; exit 4; fi
      sleep 20
  rest: { image: "busybox:1.36", script: "true" }
workflows:
  stumbler:
    nodes:
      stumbling: { task: stumble }
      resting: { task: rest, after: [stumbling] }
`;

test("a retry is seen as it happens: bars, beside the graph, then what led to it and what it used", async ({
  page,
  skein,
}) => {
  const name = await launch(skein.url, stumbler, "stumbler");
  await page.goto(`${executionUrl(skein.url, name)}?view=timeline`);
  const timeline = page.getByRole("treegrid", { name: "Timeline" });
  const row = timeline.getByRole("row", { name: /stumbling/ });
  await expect(row).toContainText(/Attempt 1: .*Failed\. Attempt 2: .*so far/, { timeout: 60_000 });
  await expect(row.locator("[data-bar=ran]")).toHaveCount(2);

  await page.keyboard.press("\\");
  await expect(page).toHaveURL(/beside=graph/);
  await expectNode(page, "stumbling", "Running");
  await row.click();
  await expect(page.getByRole("complementary", { name: "Node stumbling" })).toBeVisible();
  await expect(graphNode(page, "stumbling")).toHaveAttribute("aria-pressed", "true");
  await page.reload(); // the URL is the state
  await expect(timeline).toBeVisible();
  await expect(graphNode(page, "stumbling")).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("\\");

  await page.keyboard.press("5");
  const events = page.getByRole("table", { name: "Events" });
  await page.getByRole("button", { name: "Attempt", exact: true }).click();
  await expect(events.getByRole("row", { name: /Failed stumbling attempt 1 .*not this time/ })).toBeVisible();
  // The end comes by itself.
  await page.getByRole("button", { name: "All", exact: true }).click();
  await expect(events.getByRole("row", { name: /Succeeded Execution/ })).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or run a command" }).fill("compute");
  await page.keyboard.press("Enter");
  const compute = page.getByRole("table", { name: "Compute" });
  await expect(compute.getByRole("row")).toHaveCount(4); // head, two attempts, and the node after
});

/** How many Watch streams the server saw the end of. */
const streamsEnded = (output: string): number => output.match(/ConsoleService\/Watch/g)?.length ?? 0;
