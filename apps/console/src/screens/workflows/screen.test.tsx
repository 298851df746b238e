// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { emptyConsole, seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";

const base = "/projects/flytesnacks/domains/development";
const seeded = seededConsole(seedExecutions(30));

test("the list's loading face", async () => {
  renderConsole(`${base}/workflows`, { ...seeded, listWorkflows: never });
  expect(await screen.findByRole("status", { name: "Loading workflows" })).toBeTruthy();
});

test("an empty project shows its three doors", async () => {
  renderConsole(`${base}/workflows`, emptyConsole);
  expect(await screen.findByRole("heading", { name: "Try an example" })).toBeTruthy();
});

test("the list's error face", async () => {
  renderConsole(`${base}/workflows`, {
    ...seeded,
    listWorkflows: () => {
      throw new ConnectError("Project flytesnacks does not exist", Code.NotFound);
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("Project flytesnacks does not exist");
});

test("a row has its newest version, its last runs, and Launch", async () => {
  renderConsole(`${base}/workflows`, seeded);
  const link = await screen.findByRole("link", { name: "word_count" });
  expect(link.getAttribute("href")).toBe(`/console${base}/workflows/word_count`);
  const row = link.closest("tr");
  if (!row) throw new TypeError("the link stands in a row");
  const runs = within(row).getByRole("link", { name: /^Last 5 runs: \d .*/ });
  expect(runs.getAttribute("href")).toBe(`/console${base}/executions?q=workflow%3Aword_count`);
  expect(within(row).getByRole("link", { name: "Launch word_count" }).getAttribute("href")).toContain(
    "name=word_count",
  );
});

test("searching narrows the list and stands in the URL", async () => {
  const { router } = renderConsole(`${base}/workflows`, seeded);
  fireEvent.change(await screen.findByLabelText("Filter workflows by name"), { target: { value: "etl" } });
  await waitFor(() => expect(router.state.location.search).toBe("?q=etl"));
  await waitFor(() => expect(screen.queryByRole("link", { name: "word_count" })).toBeNull());
  expect(screen.getByRole("link", { name: "etl.daily_features" })).toBeTruthy();
});

test("a workflow's page names its version and keeps the tab in the URL", async () => {
  const { router } = renderConsole(`${base}/workflows/etl.daily_features?tab=versions`, seeded);
  expect(await screen.findByRole("heading", { level: 1, name: "etl.daily_features" })).toBeTruthy();
  const table = await screen.findByRole("table", { name: "Versions" });
  expect(within(table).getAllByRole("row")).toHaveLength(4);
  fireEvent.click(screen.getByRole("tab", { name: /Interface/ }));
  expect(router.state.location.search).toBe("?tab=interface");
  expect(screen.getByText("list[enum[eu, us, apac]]")).toBeTruthy();
  fireEvent.keyDown(screen.getByRole("tablist"), { key: "ArrowLeft" });
  expect(router.state.location.search).toBe("?tab=executions");
});

test("a workflow that is not there says so", async () => {
  renderConsole(`${base}/workflows/gone`, {
    ...seeded,
    getWorkflow: () => {
      throw new ConnectError("Workflow gone is not registered in flytesnacks / development", Code.NotFound);
    },
  });
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The workflow gone could not be read");
  expect(alert.textContent).toContain("is not registered");
});

test("a workflow that never ran offers to launch it", async () => {
  renderConsole(`${base}/workflows/etl.daily_features?tab=executions`, {
    ...seeded,
    getWorkflow: (request, context) => ({ ...seeded.getWorkflow?.(request, context), executions: [] }),
  });
  expect((await screen.findByRole("link", { name: "Launch it" })).getAttribute("href")).toContain("/launch?");
});

test("a workflow's runs are counted over all versions, not on the page that is shown", async () => {
  renderConsole(`${base}/workflows/etl.daily_features?tab=executions`, seeded);
  expect((await screen.findByRole("tab", { name: /Executions/ })).textContent).toBe("Executions45");
  expect(screen.getByText(/^The newest 5 of 45/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "All executions" }).getAttribute("href")).toBe(
    `/console${base}/executions?q=workflow%3Aetl.daily_features`,
  );
});
