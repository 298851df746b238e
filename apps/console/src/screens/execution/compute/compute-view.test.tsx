// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { type ExecutionView, ExecutionViewSchema, GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
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
const path = `/projects/flytesnacks/domains/development/executions/${row.id?.name}`;
const impl = seededConsole([row, ...others]);
const render = (change: (view: ExecutionView) => void = () => undefined) =>
  renderConsole(`${path}?view=compute`, {
    ...impl,
    getExecution: () => {
      const view = seedView(row);
      change(view);
      return view;
    },
  });
const open = async (change?: (view: ExecutionView) => void) => {
  const shown = render(change);
  return { ...shown, table: await screen.findByRole("table", { name: "Compute" }) };
};
const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole("row")
    .slice(1)
    .map((each) => each.textContent ?? "");

test("every attempt has a row with what it used of what it was given", async () => {
  const { table } = await open();
  const trained = rowsOf(table).filter((text) => text.startsWith("train_model"));
  expect(trained).toHaveLength(3);
  expect(trained[0]).toMatch(/^train_model1Failed.*0\.8\d of 4.*2 GiB24 % of 8 GiB limit$/);
  expect(rowsOf(table).find((text) => text.startsWith("extract_orders"))).toContain("of 3 GiB request");
  expect(rowsOf(table).find((text) => text.startsWith("users_snapshot"))).toContain("no limit");
  expect(rowsOf(table).find((text) => text.startsWith("build_features"))).toContain("not yet");
});

test("the sums are above, and say what they leave out", async () => {
  await open((view) => {
    const attempt = view.nodes.find(({ path: at }) => at === "n1")?.attempts[0];
    if (attempt?.usage) attempt.usage.measured = false;
  });
  expect(screen.getByText("CPU time", { selector: "dt" }).nextSibling?.textContent).toMatch(/core-min/);
  expect(screen.getByText(/1 not measured and left out of the sums/)).toBeTruthy();
});

test("where nothing was measured no zero is shown", async () => {
  await open((view) => {
    for (const { attempts } of view.nodes) for (const { usage } of attempts) if (usage) usage.measured = false;
  });
  expect(screen.getByText("CPU time", { selector: "dt" }).nextSibling?.textContent).toBe("not measured");
});

test("a head sorts: the most first, then the least, then as before", async () => {
  const { table } = await open();
  const before = rowsOf(table);
  const head = within(table).getByRole("columnheader", { name: "CPU time" });
  const press = () => fireEvent.click(within(head).getByRole("button"));
  press();
  expect(head.getAttribute("aria-sort")).toBe("descending");
  expect(rowsOf(table)[0]).toMatch(/^geo_lookup|^extract_events|^users_snapshot/);
  expect(rowsOf(table).at(-1)).toContain("not yet");
  press();
  expect(head.getAttribute("aria-sort")).toBe("ascending");
  press();
  expect(head.getAttribute("aria-sort")).toBe("none");
  expect(rowsOf(table).map((text) => text.slice(0, 12))).toEqual(before.map((text) => text.slice(0, 12)));
});

test("a node's name chooses it", async () => {
  const { table, router } = await open();
  fireEvent.click(within(table).getAllByRole("button", { name: "geo_lookup" })[0] ?? table);
  await waitFor(() => expect(router.state.location.search).toContain("node=n4"));
});

test("of ten thousand attempts only those in sight are drawn", async () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `n${n}`);
  const at = timestampFromMs(Date.now() - 5000);
  const { table } = await open((view) => {
    view.graph = create(GraphSchema, { nodes: names.map((name) => ({ path: name, id: name, name })) });
    view.nodes = create(ExecutionViewSchema, {
      nodes: names.map((name) => ({ path: name, id: name, attempts: [{ createdAt: at, startedAt: at }] })),
    }).nodes;
  });
  expect(table.getAttribute("aria-rowcount")).toBe("10001");
  expect(within(table).getAllByRole("row").length).toBeLessThan(80);
});

test("before the first attempt it says what will be here", async () => {
  render((view) => {
    view.nodes = [];
  });
  expect(await screen.findByText("No attempt has begun yet")).toBeTruthy();
});
