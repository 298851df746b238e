// @vitest-environment happy-dom
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedView } from "../../../testing/seed-run.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const [row, ...others] = seedExecutions(8);
if (!row) throw new Error("no row");
const path = `/projects/flytesnacks/domains/development/executions/${row.id?.name}?view=nodes`;
const impl = seededConsole([row, ...others]);

const open = async (given = impl) => {
  const shown = renderConsole(path, given);
  const grid = await screen.findByRole("treegrid", { name: "Nodes" });
  const rows = () => within(grid).getAllByRole("row").slice(1);
  const paths = () => rows().map((each) => each.getAttribute("data-path"));
  return { ...shown, grid, rows, paths, rowOf: (name: string) => within(grid).getByText(name).closest("tr") };
};
const filter = (typed: string) =>
  fireEvent.change(screen.getByRole("textbox", { name: "Filter nodes" }), { target: { value: typed } });

test("a head sorts one way, the other way, and back to the tree; sorted, rows say where they are", async () => {
  const { grid, paths, rowOf } = await open();
  const tree = paths();
  const head = () => within(grid).getByRole("columnheader", { name: "Ran" });
  const press = () => fireEvent.click(within(head()).getByRole("button"));
  fireEvent.click(within(grid).getByRole("button", { name: "Close validate" }));
  expect(head().getAttribute("aria-sort")).toBe("none");
  press();
  expect(head().getAttribute("aria-sort")).toBe("ascending");
  expect(paths()[0]).toBe("n0");
  // A list: nothing is folded away in it, nor indented.
  expect(rowOf("schema_check")?.getAttribute("aria-level")).toBe("1");
  expect(rowOf("schema_check")?.textContent).toContain("n5/a");
  press();
  expect(head().getAttribute("aria-sort")).toBe("descending");
  expect(paths()[0]).toBe("n7");
  press();
  fireEvent.click(within(grid).getByRole("button", { name: "Open validate" }));
  expect(paths()).toEqual(tree);
});

test("the filter finds by status too, and greys what holds a match", async () => {
  const { rows, paths } = await open();
  filter("status:failed model");
  await waitFor(() => expect(paths()).toEqual(["n10", "n10/then"]));
  expect(rows()[0]?.className).toContain("text-faint");
  filter("status:timed-out,aborted");
  await waitFor(() => expect(paths()).toEqual(["n4", "n6"]));
});

test("a row says its kind, what the cache came to, and what it depends on", async () => {
  const { rowOf } = await open({
    ...impl,
    getExecution: () => {
      const view = seedView(row);
      const node = view.nodes.find(({ path: at }) => at === "n1");
      if (node) node.cacheStatus = CatalogCacheStatus.CACHE_POPULATED;
      return view;
    },
  });
  const extract = rowOf("extract_orders");
  if (!extract) throw new Error("no row");
  expect(within(extract).getByRole("img", { name: "Task" })).toBeTruthy();
  expect(within(extract).getByText("Written")).toBeTruthy();
  const described = (each: Element | null) =>
    document.getElementById(each?.getAttribute("aria-describedby") ?? "")?.textContent;
  expect(described(extract)).toBe("after resolve_window, before validate");
  expect(described(rowOf("publish_features"))).toMatch(/after write_online_store, evaluate, \w+ and 2 more/);
});

test("the rows as they are shown are copied, and saved as CSV", async () => {
  const writeText = vi.fn((_: string) => Promise.resolve());
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(writeText);
  const saved: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    if (blob instanceof Blob) saved.push(blob);
    return "blob:x";
  });
  await open();
  filter("check");
  fireEvent.click(screen.getByRole("button", { name: "Copy" }));
  await screen.findByText("Copied the nodes");
  const lines = writeText.mock.calls[0]?.[0].split("\n") ?? [];
  expect(lines.map((line) => line.split("\t")[0])).toEqual(["path", "n5/a", "n5/b", "n8"]);
  fireEvent.click(screen.getByRole("button", { name: "CSV" }));
  expect(saved[0]?.type).toBe("text/csv");
  expect(await saved[0]?.text()).toMatch(/^path,id,name,.*\r\nn5\/a,a,schema_check,Task,Succeeded,1,,/);
});

test("a card on a phone has the error, the duration and the compute, and is sorted without heads", async () => {
  vi.spyOn(globalThis, "matchMedia").mockImplementation((query) =>
    Object.assign(new EventTarget() as MediaQueryList, { matches: query === "(width < 48rem)" }),
  );
  const { paths, rowOf } = await open();
  const failed = rowOf("train_model");
  expect(failed?.style.height).toBe("72px");
  expect(within(failed ?? document.body).getByText(/^OutOfMemory/).className).not.toContain("max-md:hidden");
  expect(failed?.textContent).toMatch(/5m 40s.*core-min/);
  expect(rowOf("extract_orders")?.style.height).toBe("52px");
  fireEvent.change(screen.getByRole("combobox", { name: "Order of nodes" }), { target: { value: "ran" } });
  expect(paths()[0]).toBe("n7");
  vi.mocked(globalThis.matchMedia).mockRestore();
});
