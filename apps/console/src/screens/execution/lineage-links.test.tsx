// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionView,
  LaunchingNodeSchema,
  LineageSchema,
  RunnerStatus_State,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { renderConsole } from "../../testing/render.tsx";
import { domain, project, seedExecutions } from "../../testing/seed-executions.ts";
import { seedView } from "../../testing/seed-run.ts";

const rows = seedExecutions(8);
const [row = expect.fail("no row")] = rows;
const name = row.id?.name ?? "";
const path = `/projects/flytesnacks/domains/development/executions/${name}`;

const seen = (change: (view: ExecutionView) => void): ConsoleImpl => ({
  ...seededConsole(rows),
  getExecution: () => {
    const view = seedView(row);
    change(view);
    return view;
  },
});

const related = (count: number, fields: object = {}) => ({
  total: count,
  first: Array.from({ length: Math.min(20, count) }, (_, at) => ({
    id: { project, domain, name: `other-${at}` },
    phase: at === 0 ? Phase.FAILED : Phase.SUCCEEDED,
    ...fields,
  })),
});

test("a child leads back to the node that launched it", async () => {
  renderConsole(
    path,
    seen(({ execution }) => {
      if (!execution) return;
      execution.trigger = "child workflow";
      delete execution.reference;
      execution.parent = create(LaunchingNodeSchema, { execution: { project, domain, name: "above" }, path: "sub/n1" });
    }),
  );
  const link = await screen.findByRole("link", { name: "above" });
  expect(link.getAttribute("href")).toMatch(/executions\/above\?node=sub%2Fn1$/);
  expect(link.parentElement?.textContent).toBe("child of above, node sub/n1");
});

test("children and reruns are counted, and a list of them leads to each; more come with a delta", async () => {
  const { live, router } = renderConsole(
    path,
    seen((view) => {
      view.lineage = create(LineageSchema, { children: related(1, { path: "n3" }), reruns: related(1000) });
    }),
  );
  fireEvent.click(await screen.findByRole("button", { name: "1 child" }));
  const child = within(screen.getByRole("list", { name: "Children" })).getByRole("link");
  expect(child.textContent).toContain("other-0n3");
  expect(within(child).getByRole("img", { name: "Failed" })).toBeTruthy();
  fireEvent.keyDown(child, { key: "Escape" });
  expect(screen.queryByRole("list", { name: "Children" })).toBeNull();

  fireEvent.click(screen.getByRole("button", { name: "rerun 1,000+×" }));
  expect(screen.getByText("and 980 or more")).toBeTruthy();
  expect(within(screen.getByRole("list", { name: "Launched again as" })).getAllByRole("link")).toHaveLength(20);

  const lineage = create(LineageSchema, { children: related(2) });
  act(() =>
    live.send(
      "execution",
      create(WatchMessageSchema, { sequence: 5n, kind: { case: "execution", value: { lineage } } }),
    ),
  );
  fireEvent.click(await screen.findByRole("button", { name: "2 children" }));
  fireEvent.click(screen.getByRole("link", { name: /other-1/ }));
  await waitFor(() => expect(router.state.location.pathname).toMatch(/executions\/other-1$/));
});

test("while nothing runs the header says why", async () => {
  renderConsole(path, {
    ...seen((view) => {
      view.nodes = [];
      view.errorPath = "";
      if (view.execution) view.execution.phase = Phase.QUEUED;
    }),
    getStatus: () => ({ runner: { state: RunnerStatus_State.UNAVAILABLE, message: "Docker does not answer" } }),
  });
  expect((await screen.findAllByText(/^The runner is unavailable: Docker does not answer$/)).length).toBeGreaterThan(0);
});
