import { expect } from "@playwright/test";
import { WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { summarizeLiteral } from "@skein/spec/literal";
import { outcome, register } from "../support/api.ts";
import { executionUrl, expectNode, graphNode, launchUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const doubling = `
version: v1
tasks:
  double:
    image: busybox:1.36
    inputs: { n: int }
    outputs: { n: int }
    script: echo $(( $(cat "$INPUTS/n") * 2 )) > "$OUTPUTS/n"
workflows:
  doubling:
    inputs: { n: { type: int, default: 3 } }
    nodes:
      first: { task: double, with: { n: "\${inputs.n}" } }
      second: { task: double, with: { n: "\${first.n}" } }
      sure: { approve: "Publish it?", after: [second] }
      third: { task: double, with: { n: "\${second.n}" }, after: [sure] }
    outputs: { n: "\${third.n}" }
`;

test("a run is held from its launch, a node gets other inputs, and a gate its approval", async ({ page, skein }) => {
  await register(skein.url, doubling);
  await page.goto(launchUrl(skein.url, "doubling"));
  await page.getByText("Advanced").click();
  await page.getByLabel("Hold before these nodes").fill("second");
  await page.getByRole("button", { name: /^Launch/ }).click();
  await expectNode(page, "second", "Held");
  await expect(graphNode(page, "second")).toHaveAccessibleName(/breakpoint before/);

  await graphNode(page, "second").click();
  const panel = page.getByRole("complementary", { name: "Node second" });
  await expect(panel).toContainText("Held at a breakpoint before it.");
  await panel.getByRole("button", { name: "Edit inputs" }).click();
  const dialog = page.getByRole("dialog", { name: "Inputs of second" });
  await expect(dialog.getByLabel("n", { exact: true })).toHaveValue("6");
  await dialog.getByLabel("n", { exact: true }).fill("100");
  await dialog.getByRole("button", { name: "Use these" }).click();
  await expect(dialog).toBeHidden();
  await panel.getByRole("button", { name: "Continue" }).click();
  await expectNode(page, "second", "Succeeded");

  const name = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.getByRole("link", { name: /Inbox/ }).click();
  await expect(page.getByRole("link", { name: "Publish it?" })).toBeVisible();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("Nothing waits for you")).toBeVisible();

  await page.goto(executionUrl(skein.url, name));
  await expectNode(page, "third", "Succeeded");
  const { execution, outputs } = await outcome(skein.url, name);
  expect(execution?.phase).toBe(WorkflowExecution_Phase.SUCCEEDED);
  expect(summarizeLiteral(outputs?.literals.n)).toBe("400"); // of 100, and not of the 6 that first had given
});
