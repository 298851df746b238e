import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionUrl, graphNode } from "../support/console.ts";
import { test } from "../support/test.ts";

const nested = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  inside:
    nodes:
      first: { task: nap, with: { time: 0s } }
      second: { task: nap, with: { time: 0s }, after: [first] }
  around:
    nodes:
      before: { task: nap, with: { time: 1s } }
      part: { workflow: inside, after: [before] }
      other: { workflow: inside, after: [before] }
`;

test("containers open and close together, one can be gone into, and the address keeps where one is", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, nested, "around");
  await outcome(url, name);
  await page.goto(executionUrl(url, name));
  const inner = graphNode(page, "second");
  await expect(inner).toHaveCount(2);
  await page.getByRole("button", { name: "Collapse all" }).click();
  await expect(inner).toHaveCount(0);
  await page.reload();
  await expect(graphNode(page, "before")).toBeVisible();
  await expect(inner).toHaveCount(0); // what was closed stays closed
  await page.getByRole("button", { name: "Expand all" }).click();
  await expect(inner).toHaveCount(2);

  // Where one was stays where one was, whatever is looked at in between.
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  const zoom = page.getByText(/^\d+ %$/);
  await page.waitForTimeout(400);
  const before = await zoom.textContent();
  await page.keyboard.press("5");
  await expect(graphNode(page, "before")).toBeHidden();
  await page.keyboard.press("1");
  await expect(graphNode(page, "before")).toBeVisible();
  await expect(zoom).toHaveText(before ?? "");

  await graphNode(page, "part").click({ button: "right", position: { x: 20, y: 10 } });
  await page.getByRole("menuitem", { name: "Go into" }).click();
  await expect(page).toHaveURL(/scope=part/);
  await expect(inner).toHaveCount(1);
  await expect(graphNode(page, "before")).toHaveCount(0);
  await page.reload();
  const trail = page.getByRole("navigation", { name: "Containers gone into" });
  await expect(trail.getByText("part", { exact: true })).toHaveAttribute("aria-current", "location");
  await trail.getByRole("button", { name: "Whole graph" }).click();
  await expect(graphNode(page, "before")).toBeVisible();
  await expect(page).not.toHaveURL(/scope=/);
});

test("nodes show how long they took, and how that is against their usual time", async ({ page, skein: { url } }) => {
  const names = [await launch(url, nested, "around"), await launch(url, nested, "around")] as const;
  for (const name of names) await outcome(url, name);
  await page.goto(executionUrl(url, names[1]));
  const shows = page.getByRole("combobox", { name: "What nodes show" });
  await shows.selectOption("Against usual");
  await expect(graphNode(page, "before")).toHaveAccessibleName(/ × its usual /);
  await shows.selectOption("Time in queue");
  await expect(graphNode(page, "before")).toHaveAccessibleName(/ in queue/);
  await shows.selectOption("Status");
  await expect(graphNode(page, "before")).not.toHaveAccessibleName(/ in queue/);
});

/** Layers of sixteen; no two nodes are alike. */
const crowd = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  crowd:
    nodes:
${Array.from({ length: 480 }, (_, n) => {
  const [layer, at] = [Math.floor(n / 16), n % 16];
  const after = [at, (at + 1) % 16].map((each) => `n${layer - 1}_${each}`).join(", ");
  return `      n${layer}_${at}: { task: nap, with: { time: 0s }${layer === 0 ? "" : `, after: [${after}]`} }`;
}).join("\n")}
`;

test("of a large graph what is painted answers pointer and keys as if it were elements", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, crowd, "crowd");
  await outcome(url, name);
  await page.goto(executionUrl(url, name));
  const graph = page.getByRole("group", { name: /^Graph of / });
  await expect(graph.locator("canvas").first()).toBeVisible();
  expect(await graph.locator("[data-path]").count()).toBeLessThan(20);
  // A node is somewhere along the middle of the first layers: the pointer finds it and says its name.
  const box = await graph.boundingBox();
  if (!box) throw new TypeError("The graph has no place");
  const label = graph.getByText(/^n\d+_\d+$/);
  // Beside the middle: an even number of boxes leaves a gap there.
  for (let y = 60; y < box.height / 2 && (await label.count()) === 0; y += 7)
    await page.mouse.move(box.x + box.width / 2 + 25, box.y + y);
  const found = await label.first().textContent();
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByRole("complementary", { name: `Node ${found}` })).toBeVisible();

  // By keys: from the selected node along its edges.
  await page.locator(`[data-path="${found}"]`).focus();
  await page.keyboard.press("ArrowDown");
  const next = graph.locator("[data-path]:focus");
  await expect(next).not.toHaveAttribute("data-path", found ?? "");
  await page.keyboard.press("z");
  await expect(graph.getByText("100 %")).toBeVisible();
  await expect(graphNode(page, found ?? "")).toBeVisible();
  expect(await graph.locator("[data-path]").count()).toBeLessThanOrEqual(400);
});
