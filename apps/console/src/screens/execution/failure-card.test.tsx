// @vitest-environment happy-dom
import {
  WorkflowExecution_Phase as ExecutionPhase,
  ExecutionError_ErrorKind as Kind,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import type { ExecutionView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";
import { seedNode, seedView } from "../../testing/seed-run.ts";

const rows = seedExecutions(8);
const [row = expect.fail("no row")] = rows;
const name = row.id?.name ?? "";
const path = `/projects/flytesnacks/domains/development/executions/${name}`;

/** A console whose execution and failed node are changed. */
function failing(change: { message?: string; code?: string; view?: (view: ExecutionView) => void }): ConsoleImpl {
  return {
    ...seededConsole(rows),
    getExecution: () => {
      const view = seedView(row);
      change.view?.(view);
      return view;
    },
    getNode: ({ path: asked }) => {
      const node = seedNode(asked);
      if (node.error && change.message !== undefined) node.error.message = change.message;
      if (node.error && change.code !== undefined) node.error.code = change.code;
      return node;
    },
  };
}

const card = () => screen.findByRole("region", { name: "Failure" });

const deep = `Container c terminated with exit code 1. The last lines of its log:
Traceback (most recent call last):
  File "/usr/lib/python3.12/runpy.py", line 198, in _run_module_as_main
    return _run_code(code)
  File "/usr/lib/python3.12/runpy.py", line 88, in _run_code
    exec(code)
  File "/root/train.py", line 3, in main
    import pandas
ModuleNotFoundError: No module named '<b>pandas</b>'`;

test("the headline is the exception; own frames stand open, library frames fold, and nothing is HTML", async () => {
  renderConsole(path, failing({ message: deep.replace("'<b>pandas</b>'", "'pandas'\n<img src=x>"), code: "Error" }));
  const failure = await card();
  await within(failure).findByText("ModuleNotFoundError");
  expect(within(failure).getByText(/The image has no Python module pandas:/)).toBeTruthy();
  // It is longer than what opens by itself.
  fireEvent.click(within(failure).getByRole("button", { name: "Open the failure" }));
  const stack = within(failure).getByRole("list", { name: "Stack of ModuleNotFoundError" });
  expect(within(stack).getByText("/root/train.py:3")).toBeTruthy();
  expect(within(stack).getByText("import pandas")).toBeTruthy();
  expect(within(stack).queryByText("/usr/lib/python3.12/runpy.py:198")).toBeNull();
  const folded = within(stack).getByRole("button", { name: "2 library frames" });
  expect(folded.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(folded);
  expect(folded.getAttribute("aria-expanded")).toBe("true");
  expect(within(stack).getByText("/usr/lib/python3.12/runpy.py:198")).toBeTruthy();
  expect(within(failure).getByText(/<img src=x>/)).toBeTruthy();
  expect(failure.querySelector("img")).toBeNull();
  expect(await within(failure).findByRole("region", { name: "Last log lines" })).toBeTruthy();
});

test("a short message stands open by itself, and says whether it could be tried again", async () => {
  renderConsole(path, failing({ code: "RetriesExhausted|OOMKilled" }));
  const failure = await card();
  await within(failure).findByRole("button", { name: "Fold the failure" });
  expect(within(failure).getByText("retryable, no attempts left")).toBeTruthy();
  expect(within(failure).getByText("OOMKilled")).toBeTruthy();
  expect(within(failure).getByText(/raise the task's memory limit/)).toBeTruthy();
});

test("a message of a megabyte is cut until all of it is asked for", async () => {
  renderConsole(path, failing({ message: `first words\n${"x".repeat(1_000_000)}\nlast words` }));
  const failure = await card();
  fireEvent.click(await within(failure).findByRole("button", { name: "Open the failure" }));
  await within(failure).findByText(/last words$/);
  expect(failure.textContent.length).toBeLessThan(60_000);
  fireEvent.click(within(failure).getByRole("button", { name: "Show all" }));
  expect(failure.textContent.length).toBeGreaterThan(1_000_000);
});

test("what else failed is a press away; more than five lead to the nodes", async () => {
  const { router } = renderConsole(path, failing({}));
  const failure = await card();
  expect(within(failure).getByText("Failed because of it:").nextSibling?.textContent).toBe("retrain");
  fireEvent.click(within(failure).getByRole("button", { name: "geo_lookup" }));
  await waitFor(() => expect(router.state.location.search).toBe("?node=n4"));

  const again = renderConsole(
    path,
    failing({
      view: (view) => {
        for (const node of view.nodes) if (!node.path.startsWith("n10")) node.phase = Phase.FAILED;
      },
    }),
  );
  fireEvent.click(within(await card()).getByRole("button", { name: /^and \d+ more$/ }));
  await waitFor(() => expect(again.router.state.location.search).toBe("?view=nodes"));
});

test("it is rerun from where it failed, once it has ended", async () => {
  renderConsole(path, failing({}));
  const going = within(await card()).getByRole("button", { name: "Rerun from here" });
  expect([going.hasAttribute("disabled"), going.title]).toEqual([true, expect.stringContaining("goes on")]);

  renderConsole(
    path,
    failing({
      view: (view) => {
        if (view.execution) view.execution.phase = ExecutionPhase.FAILED;
      },
    }),
  );
  fireEvent.click(within(await card()).getByRole("button", { name: "Rerun from here" }));
  expect(await screen.findByRole("dialog", { name: "Rerun train_model?" })).toBeTruthy();
});

test("where the execution has not failed of it, a failed node is a quiet line", async () => {
  renderConsole(
    path,
    failing({
      view: (view) => {
        if (view.execution) view.execution.phase = ExecutionPhase.ABORTED;
        view.errorPath = "";
      },
    }),
  );
  expect(await screen.findByText(/timed out: Timed out at 5m 00s/)).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Failure" })).toBeNull();
  expect(screen.getByRole("button", { name: "and 1 more" })).toBeTruthy();
});

test("an execution that failed by itself says so without a node", async () => {
  renderConsole(
    path,
    failing({
      view: (view) => {
        view.nodes = [];
        view.errorPath = "";
        view.error = {
          $typeName: "flyteidl.core.ExecutionError",
          code: "ExecutionNotRun",
          message: "The workflow is gone",
          errorUri: "",
          kind: Kind.SYSTEM,
          worker: "",
        };
      },
    }),
  );
  const failure = await card();
  expect(within(failure).getByText("ExecutionNotRun")).toBeTruthy();
  expect(within(failure).queryByRole("button", { name: "Rerun from here" })).toBeNull();
});
