import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { limited } from "../support/limited.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

test("a failure is compared with the last success: the node, its cause, the input that changed", async ({
  page,
  skein,
}) => {
  const run = async (n: number) => {
    const name = await launch(skein.url, limited, "limited", { inputs: { n: int(n) } });
    await outcome(skein.url, name);
    return name;
  };
  const good = await run(7);
  const bad = await run(11);
  await page.goto(executionUrl(skein.url, bad));
  await page.getByRole("link", { name: "Compare with last success" }).click();
  await expect(page.getByRole("region", { name: `L: ${good}` })).toContainText("Succeeded");
  await expect(page.getByRole("region", { name: `R: ${bad}` })).toContainText("Failed");
  const cause = page.getByText("Look first at").locator("..");
  await expect(cause).toContainText("above the limit of 10");
  await expect(cause).toContainText("Its inputs differ, its spec does not.");

  await cause.getByRole("button", { name: "limit" }).click();
  const node = page.getByRole("region", { name: "limit, compared" });
  await expect(node.getByRole("table", { name: "Inputs" }).getByRole("row", { name: /Differs n/ })).toContainText(
    "711",
  );

  await page.getByRole("tab", { name: /Inputs/ }).click();
  await expect(page.getByRole("tabpanel").getByRole("table", { name: "Inputs" }).first()).toContainText("n");
  await page.reload();
  await expect(page.getByRole("tab", { name: /Inputs/ })).toHaveAttribute("aria-selected", "true");
  await expect(node).toBeVisible();
});

/** v1 reads, keeps and counts; v2 checks in place of keeping, and counts longer. */
const counting = (version: "v1" | "v2") => `
version: ${version}
tasks:
  read:
    image: busybox:1.36
    outputs: { n: int }
    script: echo 7 > "$OUTPUTS/n"
  keep:
    image: busybox:1.36
    inputs: { n: int }
    script: echo kept
  count:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { m: int }
    script: |
      sleep ${version === "v1" ? "0" : "4"}
      cat "$INPUTS/n" > "$OUTPUTS/m"
workflows:
  counting:
    nodes:
      read: { task: read }
      ${version === "v1" ? "keep" : "check"}: { task: keep, with: { n: "\${read.n}" } }
      count: { task: count, with: { n: "\${read.n}" } }
    outputs: { m: "\${count.m}" }
`;

test("two versions: their specs first, one graph of both, the largest change in time on top", async ({
  page,
  skein,
}) => {
  const run = async (version: "v1" | "v2") => {
    const name = await launch(skein.url, counting(version), "counting");
    await outcome(skein.url, name);
    return name;
  };
  const before = await run("v1");
  const after = await run("v2");
  await page.goto(`${executionUrl(skein.url, after)}/compare?with=${before}`);

  await expect(page.getByRole("tab", { name: /Spec/ })).toHaveAttribute("aria-selected", "true");
  const specs = page.getByRole("table", { name: "Specs" });
  await expect(specs.getByRole("row").nth(1)).toContainText("count");
  await expect(specs.getByRole("row", { name: /keep/ })).toContainText("only in L");
  await expect(specs.getByRole("row", { name: /check/ })).toContainText("only in R");
  await specs.getByRole("button", { name: "Show diff of count" }).click();
  const diff = page.getByRole("group", { name: "From L to R" });
  await expect(diff.getByRole("deletion").filter({ hasText: "sleep 0" })).toBeVisible();
  await expect(diff.getByRole("insertion").filter({ hasText: "sleep 4" })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();

  const graph = page.getByRole("region", { name: "Graph" });
  await expect(graph.getByRole("button", { name: /keep.*Only in L/ })).toBeVisible();
  await expect(graph.getByRole("button", { name: /check.*Only in R/ })).toBeVisible();
  const legend = graph.getByRole("list", { name: "Legend" });
  await expect(legend).toContainText("Only in L 1");
  await expect(legend).toContainText("Only in R 1");

  await page.getByRole("tab", { name: /Timing/ }).click();
  const first = page.getByRole("table", { name: "Timing" }).getByRole("row").nth(1);
  await expect(first).toContainText("count");
  await expect(first).toContainText("longer");

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(first).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("tab", { name: /Attempts/ }).click();
  await expect(page.getByRole("table", { name: "Attempts" })).toBeVisible();
});
