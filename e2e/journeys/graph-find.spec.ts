import { expect } from "@playwright/test";
import { launch } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const text = `
tasks:
  nap: { type: core-sleep, inputs: { time: duration } }
workflows:
  rivers:
    nodes:
      spring: { task: nap, with: { time: 0s } }
${["left", "right"]
  .flatMap((side) =>
    [1, 2, 3, 4].map(
      (n) => `      ${side}${n}: { task: nap, with: { time: 0s }, after: [${n === 1 ? "spring" : `${side}${n - 1}`}] }`,
    ),
  )
  .join("\n")}
      mouth: { task: nap, with: { time: 0s }, after: [left4, right4] }
`;

test("a few words light nodes and what is before or after them, and lead from one to the next", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, text, "rivers");
  await page.goto(executionUrl(url, name));
  const box = (node: string) => page.getByRole("button", { name: new RegExp(`^${node}, `) }).locator("xpath=..");
  await expect(box("spring")).toBeVisible();
  await page.keyboard.press("q");
  const field = page.getByRole("searchbox", { name: "Find nodes in the graph" });
  await expect(field).toBeFocused();
  await page.keyboard.type("left3+1");
  await expect(page.getByText("2 nodes", { exact: true })).toBeVisible();
  await expect(box("left4")).not.toHaveClass(/opacity-35/);
  await expect(box("right4")).toHaveClass(/opacity-35/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(box("right4")).not.toHaveClass(/opacity-35/);

  // All before the node in focus, and back.
  await page.getByRole("button", { name: /^right2, / }).focus();
  await page.keyboard.press("a");
  await expect(field).toHaveValue("+right2");
  await expect(page.getByText("3 nodes", { exact: true })).toBeVisible();
  await expect(box("left1")).toHaveClass(/opacity-35/);
  await page.keyboard.press("a");
  await expect(box("left1")).not.toHaveClass(/opacity-35/);
});
