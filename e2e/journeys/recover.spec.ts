import { expect } from "@playwright/test";
import { NodeExecution_Phase as Phase, WorkflowExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { RerunRequest_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { consoleApi, launch, nodeOf, outcome, scope } from "../support/api.ts";
import { executionUrl, expectNode } from "../support/console.ts";
import { int } from "../support/specs.ts";
import { test } from "../support/test.ts";

/** `check` fails below ten. */
const workflow = `
tasks:
  make:
    image: busybox:1.36
    outputs: { n: int }
    script: echo 4 > "$OUTPUTS/n"
  check:
    image: busybox:1.36
    inputs: { n: int, add: int }
    outputs: { sum: int }
    script: |
      sum=$(( $(cat "$INPUTS/n") + $(cat "$INPUTS/add") ))
      [ "$sum" -ge 10 ] || { echo "only $sum" >&2; exit 1; }
      echo "$sum" > "$OUTPUTS/sum"
  tell:
    image: busybox:1.36
    inputs: { sum: int }
    outputs: { text: string }
    script: echo "it is $(cat "$INPUTS/sum")" > "$OUTPUTS/text"
workflows:
  recovered:
    inputs: { add: { type: int, default: 1 } }
    nodes:
      make: { task: make }
      check: { task: check, with: { n: "\${make.n}", add: "\${inputs.add}" } }
      tell: { task: tell, with: { sum: "\${check.sum}" } }
    outputs: { text: "\${tell.text}" }
`;

test("what had finished is reused: the preview says so, only the rest makes containers, the outputs are whole", async ({
  page,
  skein: { url },
}) => {
  const first = await launch(url, workflow, "recovered");
  expect((await outcome(url, first)).execution?.phase).toBe(WorkflowExecution_Phase.FAILED);

  // Nothing has changed: what failed runs again, and fails again.
  await page.goto(executionUrl(url, first));
  await page.getByRole("button", { name: "Recover" }).click();
  const dialog = page.getByRole("dialog", { name: /^Recover / });
  await expect(dialog.getByRole("region", { name: "Reused" })).toContainText(`make`);
  await expect(dialog.getByRole("region", { name: "Runs" })).toContainText(`failed in ${first}`);
  await dialog.getByRole("button", { name: "Recover" }).click();
  await expect(page).not.toHaveURL(new RegExp(`/executions/${first}`));
  await expectNode(page, "make", "Recovered");
  await expectNode(page, "check", "Failed");

  // With another input it succeeds: only what reads it runs, and what comes after.
  await page.goto(executionUrl(url, first));
  await page.getByRole("button", { name: "Recover" }).click();
  await dialog.getByText("nothing changed").click();
  await dialog.getByLabel("add", { exact: true }).fill("6");
  await expect(dialog.getByRole("region", { name: "Runs" })).toContainText("reads add, which changes");
  await dialog.getByRole("button", { name: "Recover" }).click();
  await expect(page).not.toHaveURL(new RegExp(`/executions/${first}`));
  const second = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const source = { ...scope, name: first };
  const api = consoleApi(url);
  const view = await outcome(url, second);
  expect(view.execution).toMatchObject({ phase: WorkflowExecution_Phase.SUCCEEDED, reference: source });
  expect(view.outputs?.literals.text?.value).toMatchObject({
    value: { value: { value: { value: { case: "stringValue", value: "it is 10" } } } },
  });
  const made = ["make", "check", "tell"].map((node) => nodeOf(view, node));
  expect(made.map((node) => node?.attempts.length)).toEqual([0, 1, 1]);
  expect(made[0]).toMatchObject({ phase: Phase.RECOVERED, recoveredFrom: first });

  // One node alone, with the inputs it had.
  const alone = await api.rerun({ source: { ...scope, name: second }, mode: Mode.ONE_NODE, path: "check" });
  const node = await outcome(url, alone.id?.name ?? "");
  expect(node.execution?.phase).toBe(WorkflowExecution_Phase.SUCCEEDED);
  expect(node.inputs?.literals).toEqual({ n: int(4), add: int(6) });
});
