// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { never, renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const path = `/projects/flytesnacks/domains/development/executions/${rows[0]?.id?.name}?view=nodes&node=n7&tab=items`;
const impl: ConsoleImpl = seededConsole(rows);
const list = () => screen.findByRole("list", { name: "Elements" });
const first = async () => within(await list()).getAllByRole("button")[0]?.textContent ?? "";

test("shows how many stand where, how long they took, and a part of the list", async () => {
  renderConsole(path, impl);
  expect(await screen.findByRole("tab", { name: /^Elements 1,200/ })).toBeTruthy();
  expect(await screen.findByRole("button", { name: /^62\s*failed/ })).toBeTruthy();
  expect(
    await screen.findByRole("img", { name: /^Durations by index: the longest took 1m 37s; failures in/ }),
  ).toBeTruthy();
  expect(await first()).toContain("shard-0");
  expect(within(await list()).getAllByRole("button").length).toBeLessThan(80);
});

test("lists only what is wanted: of a phase, of a text, from an index on", async () => {
  renderConsole(path, impl);
  fireEvent.click(await screen.findByRole("button", { name: /^62\s*failed/ }));
  await waitFor(async () => expect(await first()).toContain("shard 5 has no rows"));
  fireEvent.change(screen.getByRole("spinbutton", { name: "From index" }), { target: { value: "100" } });
  await waitFor(async () => expect(await first()).toContain("shard 107 has no rows"));
  fireEvent.change(screen.getByRole("searchbox", { name: "Find elements by their inputs" }), {
    target: { value: "shard-nowhere" },
  });
  expect(await screen.findByText("No element from 100 on is failed and reads “shard-nowhere”")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Show all elements" }));
  await waitFor(async () => expect(await first()).toContain("shard-100"));
});

test("opens an element: what went wrong, what it read, and on to the next one", async () => {
  renderConsole(path, impl);
  fireEvent.click(await screen.findByRole("button", { name: /^62\s*failed/ }));
  await waitFor(async () => expect(await first()).toContain("shard 5 has no rows"));
  fireEvent.click((within(await list()).getAllByRole("button") as [HTMLElement])[0]);
  const element = await screen.findByRole("region", { name: "Element 5" });
  expect(await within(element).findByText(/Traceback/)).toBeTruthy();
  expect(within(element).getByText("shard")).toBeTruthy();
  fireEvent.click(within(element).getByRole("button", { name: "Next element" }));
  expect(await screen.findByRole("region", { name: "Element 6" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "All elements" }));
  expect(await list()).toBeTruthy();
});

test("loading has the list's shape; an error keeps the server's words and can be tried again", async () => {
  const { unmount } = renderConsole(path, { ...impl, listMapItems: never });
  expect(await screen.findByRole("status", { name: "Loading the elements" })).toBeTruthy();
  unmount();
  renderConsole(path, {
    ...impl,
    listMapItems: () => {
      throw new ConnectError("The store is being migrated", Code.FailedPrecondition);
    },
  });
  expect(await screen.findByText(/The store is being migrated/)).toBeTruthy();
});

test("of a node that is no map, the tab is the summary", async () => {
  renderConsole(path.replace("n7", "n8"), impl);
  expect(await screen.findByRole("tab", { name: "Summary", selected: true })).toBeTruthy();
  expect(screen.queryByRole("tab", { name: /^Elements/ })).toBeNull();
});
