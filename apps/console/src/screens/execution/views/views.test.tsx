// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const path = `/projects/flytesnacks/domains/development/executions/${rows[0]?.id?.name}`;
const impl = seededConsole(rows);
const grid = (name: string) => screen.findByRole("treegrid", { name });
const rowIn = async (name: string, node: string) =>
  within(await grid(name))
    .getByText(node)
    .closest("tr");
const selectedTabs = () =>
  screen
    .getAllByRole("tab", { selected: true })
    .map((tab) => tab.getAttribute("data-tab"))
    .filter((id) => id !== "summary");

test("the URL shows two views, which share the selection and what is folded away", async () => {
  const { router } = renderConsole(`${path}?view=timeline&beside=nodes&split=columns`, impl);
  fireEvent.click((await rowIn("Timeline", "schema_check")) ?? document.body);
  await waitFor(() => expect(router.state.location.search).toContain("node=n5%2Fa"));
  expect((await rowIn("Nodes", "schema_check"))?.getAttribute("aria-selected")).toBe("true");
  expect(selectedTabs()).toEqual(["timeline", "nodes"]);
  fireEvent.click(within(await grid("Nodes")).getByRole("button", { name: "Close validate" }));
  expect(within(await grid("Timeline")).queryByText("schema_check")).toBeNull();
  expect(screen.getByRole("separator", { name: "Share of the two views" }).getAttribute("aria-orientation")).toBe(
    "vertical",
  );
});

test("what the pointer is on in one is lit in the other", async () => {
  renderConsole(`${path}?view=timeline&beside=nodes`, impl);
  const row = await rowIn("Timeline", "drift_check");
  fireEvent.mouseEnter(row ?? document.body);
  expect((await rowIn("Nodes", "drift_check"))?.className).toContain("bg-hover");
  fireEvent.mouseLeave(row ?? document.body);
  expect((await rowIn("Nodes", "drift_check"))?.className).not.toContain("bg-hover");
});

test("a row under the pointer lights its relatives in the graph", async () => {
  renderConsole(`${path}?view=nodes&beside=graph`, impl);
  const node = await screen.findByRole("button", { name: /^geo_lookup, Task/ });
  fireEvent.mouseEnter((await rowIn("Nodes", "drift_check")) ?? document.body);
  expect(node.parentElement?.className).toContain("opacity-35");
  fireEvent.mouseLeave((await rowIn("Nodes", "drift_check")) ?? document.body);
  expect(node.parentElement?.className).not.toContain("opacity-35");
});

test("split, change of the pane in use, and back to one view, by keys", async () => {
  const { router } = renderConsole(`${path}?view=nodes`, impl);
  await grid("Nodes");
  fireEvent.keyDown(document.body, { key: "\\" });
  await waitFor(() => expect(router.state.location.search).toBe("?view=nodes&beside=graph"));
  fireEvent.keyDown(document.body, { key: "2" });
  await waitFor(() => expect(router.state.location.search).toBe("?view=nodes&beside=timeline"));
  fireEvent.keyDown(document.body, { key: "3" });
  await waitFor(() => expect(document.activeElement?.closest('[role="tabpanel"]')?.id).toBe("panel-nodes"));
  fireEvent.keyDown(document.body, { key: "\\" });
  await waitFor(() => expect(router.state.location.search).toBe("?view=nodes"));
});

test("the edge between two views moves by arrow keys and is remembered", async () => {
  renderConsole(`${path}?view=timeline&beside=nodes`, impl);
  const edge = await screen.findByRole("separator", { name: "Share of the two views" });
  fireEvent.keyDown(edge, { key: "ArrowDown" });
  expect(edge.getAttribute("aria-valuenow")).toBe("54");
  expect(localStorage.getItem("skein.split")).toBe("0.540");
  for (let n = 0; n < 20; n += 1) fireEvent.keyDown(edge, { key: "ArrowUp" });
  expect(edge.getAttribute("aria-valuenow")).toBe("20");
  fireEvent.doubleClick(edge);
  expect(edge.getAttribute("aria-valuenow")).toBe("50");
});

test("the outline of the graph is a key away", async () => {
  const { router } = renderConsole(path, impl);
  await screen.findByRole("tab", { name: /^Graph/ });
  fireEvent.keyDown(document.body, { key: "o" });
  expect(await grid("Nodes")).toBeTruthy();
  expect(router.state.location.search).toBe("?view=nodes");
});
