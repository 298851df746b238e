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
const base = `/projects/flytesnacks/domains/development/executions/${rows[0]?.id?.name}`;
const path = `${base}?view=nodes`;
const words = (menu: HTMLElement) =>
  within(menu)
    .getAllByRole("menuitem")
    .map((each) => each.textContent);

async function openOn(name: RegExp): Promise<HTMLElement> {
  renderConsole(path, seededConsole(rows));
  fireEvent.contextMenu(await screen.findByRole("row", { name }));
  return screen.findByRole("menu");
}

test("the menu of a node says what can be done, and why not", async () => {
  const menu = await openOn(/^Task extract_events/);
  expect(menu.getAttribute("aria-label")).toBe("Node extract_events");
  expect(words(menu).slice(0, 4)).toEqual(["Open", "Logsl", "Inputs", "Outputs"]);
  const rerun = within(menu).getByRole("menuitem", { name: /Run from here/ });
  expect(rerun.getAttribute("aria-disabled")).toBe("true");
  expect(rerun.title).toBe("The execution has not ended");
  fireEvent.click(rerun);
  expect(screen.getByRole("menu")).toBeTruthy();
});

test("what a map and a container have besides", async () => {
  expect(words(await openOn(/^Map build_features/))).toContain("Elements");
  fireEvent.keyDown(screen.getByRole("menu"), { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  fireEvent.contextMenu(screen.getByRole("row", { name: /validate/ }));
  fireEvent.click(within(await screen.findByRole("menu")).getByRole("menuitem", { name: "Collapse" }));
  await waitFor(() => expect(screen.queryByRole("row", { name: /schema_check/ })).toBeNull());
});

test("by keys: . opens it, arrows and letters move, Enter does it", async () => {
  renderConsole(`${path}&node=n2`, seededConsole(rows));
  await screen.findByRole("row", { name: /^Task extract_events/ });
  fireEvent.keyDown(document.body, { key: "." });
  const menu = await screen.findByRole("menu");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Open"));
  fireEvent.keyDown(menu, { key: "ArrowDown" });
  expect(document.activeElement?.textContent).toBe("Logsl");
  fireEvent.keyDown(menu, { key: "o" });
  expect(document.activeElement?.textContent).toBe("Outputs");
  fireEvent.click(document.activeElement as HTMLElement);
  expect(await screen.findByRole("tab", { name: "Outputs", selected: true })).toBeTruthy();
  expect(screen.queryByRole("menu")).toBeNull();
});

test("a breakpoint is set from the menu, without a way over the panel", async () => {
  fireEvent.click(within(await openOn(/^Gate approve_schema/)).getByRole("menuitem", { name: /Breakpoint/ }));
  expect(await screen.findByRole("dialog")).toBeTruthy();
});
