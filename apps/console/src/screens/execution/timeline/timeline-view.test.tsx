// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  ExecutionViewSchema,
  GraphSchema,
  NodeSummarySchema,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedView } from "../../../testing/seed-run.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const [row] = rows;
const path = `/projects/flytesnacks/domains/development/executions/${row?.id?.name}`;
const impl = seededConsole(rows);
const open = async (search = "", given = impl) => {
  const shown = renderConsole(`${path}?view=timeline${search}`, given);
  return { ...shown, grid: await screen.findByRole("treegrid", { name: "Timeline" }) };
};
const rowOf = (grid: HTMLElement, name: string) => {
  const found = within(grid).getByTitle(name).closest("tr");
  if (!found) throw new Error(`no row ${name}`);
  return found;
};
const barsIn = (element: HTMLElement) =>
  [...element.querySelectorAll("[data-bar]")].map((bar) => bar.getAttribute("data-bar"));

test("every node has a row; its bars are phases, and the words say the same", async () => {
  const { grid } = await open();
  const retried = rowOf(grid, "extract_events");
  expect(barsIn(retried).filter((kind) => kind === "ran")).toHaveLength(2);
  expect(retried.textContent).toMatch(/Attempt 1: .*Failed\. Attempt 2: .*Succeeded\./);
  expect(rowOf(grid, "pull_embeddings_of_a_rather_long_name").textContent).toContain("Pulling embed:2026.11, 38 %");
  expect(rowOf(grid, "reuse_champion").textContent).toContain("Not taken: 0.31 > 0.2");
  expect(barsIn(rowOf(grid, "publish_features"))).toEqual([]);
});

test("parents close and open by key, and the selection is the page's", async () => {
  const { grid, router } = await open("&node=n5");
  expect(within(grid).getByTitle("schema_check")).toBeTruthy();
  fireEvent.keyDown(grid, { key: "ArrowLeft" });
  expect(within(grid).queryByTitle("schema_check")).toBeNull();
  fireEvent.keyDown(grid, { key: "ArrowRight" });
  fireEvent.keyDown(grid, { key: "ArrowDown" });
  await waitFor(() => expect(router.state.location.search).toContain("node=n5%2Fa"));
  expect(rowOf(grid, "schema_check").getAttribute("aria-selected")).toBe("true");
  expect(document.getElementById(grid.getAttribute("aria-activedescendant") ?? "")).toBe(rowOf(grid, "schema_check"));
});

test("keys zoom in and back to the whole; a view that is left keeps its stretch", async () => {
  const { grid } = await open();
  const whole = screen.getByRole("button", { name: "Show the whole time (f)" });
  expect(whole.hasAttribute("disabled")).toBe(true);
  const before = within(grid).getByRole("columnheader", { name: /Time/ }).textContent;
  fireEvent.keyDown(grid, { key: "+" });
  fireEvent.keyDown(grid, { key: "ArrowRight", shiftKey: true });
  const near = within(grid).getByRole("columnheader", { name: /Time/ }).textContent;
  expect(near).not.toBe(before);
  fireEvent.keyDown(document.body, { key: "3" });
  await screen.findByRole("treegrid", { name: "Nodes" });
  fireEvent.keyDown(document.body, { key: "2" });
  const again = await screen.findByRole("treegrid", { name: "Timeline" });
  expect(within(again).getByRole("columnheader", { name: /Time/ }).textContent).toBe(near);
  fireEvent.keyDown(again, { key: "f" });
  expect(screen.getByRole("button", { name: "Show the whole time (f)" }).hasAttribute("disabled")).toBe(true);
});

test("drawing over the tracks looks into that stretch, and chooses no row", async () => {
  const { grid, router } = await open();
  const host = grid.parentElement?.parentElement;
  if (!host) throw new Error("no host");
  host.setPointerCapture = () => undefined;
  const drag = (type: string, clientX: number) =>
    fireEvent(host, new PointerEvent(type, { clientX, button: 0, pointerId: 1, bubbles: true }));
  drag("pointerdown", 100);
  drag("pointermove", 300);
  drag("pointerup", 300);
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Show the whole time (f)" }).hasAttribute("disabled")).toBe(false),
  );
  expect(router.state.location.search).not.toContain("node=");
});

test("in start order what began first stands first, and what has not begun is left out", async () => {
  const { grid } = await open();
  fireEvent.click(screen.getByRole("button", { name: "Start order" }));
  expect(within(grid).queryByTitle("publish_features")).toBeNull();
  expect(within(grid).getAllByRole("row")[1]?.textContent).toContain("resolve_window");
  fireEvent.click(screen.getByRole("button", { name: "Elapsed" }));
  expect(within(grid).getByRole("columnheader", { name: /Time/ }).textContent).toMatch(/\+\d+:\d\d/);
});

test("a delta moves the node's bars", async () => {
  const { grid, live } = await open();
  expect(barsIn(rowOf(grid, "write_online_store"))).toEqual([]);
  const begun = timestampFromMs(Date.now() - 20_000);
  const node = create(NodeSummarySchema, {
    id: "n11",
    path: "n11",
    phase: Phase.RUNNING,
    startedAt: begun,
    attempts: [{ phase: TaskPhase.RUNNING, createdAt: begun, history: [{ phase: TaskPhase.RUNNING, at: begun }] }],
  });
  act(() =>
    live.send(
      "execution",
      create(WatchMessageSchema, { sequence: 5n, kind: { case: "execution", value: { nodes: [node] } } }),
    ),
  );
  await waitFor(() => expect(barsIn(rowOf(grid, "write_online_store"))).toEqual(["ran"]));
});

test("of ten thousand nodes only those in sight are drawn", async () => {
  const nodes = Array.from({ length: 10_000 }, (_, n) => ({ path: `n${n}`, id: `n${n}`, name: `node_${n}` }));
  const { grid } = await open("", {
    ...impl,
    getExecution: () =>
      create(ExecutionViewSchema, { ...(row ? { execution: row } : {}), graph: create(GraphSchema, { nodes }) }),
  });
  expect(grid.getAttribute("aria-rowcount")).toBe("10001");
  expect(within(grid).getAllByRole("row").length).toBeLessThan(80);
});

test.each([
  ["no nodes", [], "This workflow has no nodes"],
  ["nodes of which none has begun", [{ path: "a", id: "a", name: "a" }], "No node has begun yet"],
])("an execution with %s says so", async (_, nodes, words) => {
  await open("", {
    ...impl,
    getExecution: () => {
      if (!row) throw new Error("no row");
      const view = seedView(row);
      return create(ExecutionViewSchema, { ...view, nodes: [], graph: create(GraphSchema, { nodes }) });
    },
  });
  fireEvent.click(screen.getByRole("button", { name: "Start order" }));
  expect(await screen.findByText(words)).toBeTruthy();
});

const cursorOf = () => screen.getByRole<HTMLInputElement>("slider", { name: "Time cursor" });

test("a drag on the axis moves the time cursor, and draws no stretch", async () => {
  const { grid, router } = await open();
  const host = grid.parentElement?.parentElement;
  const axis = within(grid).getByRole("columnheader", { name: /Time/ });
  if (!host) throw new Error("no host");
  host.setPointerCapture = () => undefined;
  const at = Number(cursorOf().value);
  const send = (target: Element, type: string, clientX: number) =>
    fireEvent(target, new PointerEvent(type, { clientX, button: 0, pointerId: 1, bubbles: true }));
  send(axis, "pointerdown", 200);
  const first = Number(cursorOf().value);
  expect(first).toBeLessThan(at);
  send(host, "pointermove", 400);
  expect(Number(cursorOf().value)).toBeGreaterThan(first);
  send(host, "pointerup", 400);
  const rest = Number(cursorOf().value);
  send(host, "pointermove", 100);
  expect(Number(cursorOf().value)).toBe(rest);
  await waitFor(() => expect(router.state.location.search).toMatch(/t=\d+/));
  expect(screen.getByRole("button", { name: "Show the whole time (f)" }).hasAttribute("disabled")).toBe(true);
});

/** Two minutes of work with hours of nothing between. */
const pausedView = () => {
  if (!row) throw new Error("no row");
  const view = seedView(row);
  const noon = Date.UTC(2026, 10, 23, 12);
  const task = (path: string, begun: number) =>
    create(NodeSummarySchema, {
      path,
      phase: Phase.SUCCEEDED,
      startedAt: timestampFromMs(begun),
      endedAt: timestampFromMs(begun + 60_000),
    });
  const later = noon + 60_000 + 11_520_000;
  if (view.execution) {
    view.execution.phase = ExecutionPhase.SUCCEEDED;
    view.execution.createdAt = timestampFromMs(noon);
    view.execution.endedAt = timestampFromMs(later + 60_000);
  }
  const nodes = ["a", "b"].map((path) => ({ path, id: path, name: path }));
  return create(ExecutionViewSchema, {
    ...view,
    graph: create(GraphSchema, { nodes }),
    nodes: [task("a", noon), task("b", later)],
  });
};

test("hours of nothing are drawn short and say how long they were, until they are wanted in full", async () => {
  const { grid } = await open("", { ...impl, getExecution: pausedView });
  const widthOf = (name: string) =>
    Number.parseFloat(rowOf(grid, name).querySelector<HTMLElement>("[data-bar]")?.style.width ?? "");
  const axis = () => within(grid).getByRole("columnheader", { name: /Time/ }).textContent;
  const idle = screen.getByRole("button", { name: "Idle time" });
  expect(idle.getAttribute("aria-pressed")).toBe("false");
  expect(axis()).toContain("⋯ 3h 12m idle");
  expect(widthOf("a")).toBeGreaterThan(350);
  expect(widthOf("b")).toBeCloseTo(widthOf("a"), 3);
  fireEvent.click(idle);
  expect(idle.getAttribute("aria-pressed")).toBe("true");
  expect(axis()).not.toContain("idle");
  expect(widthOf("a")).toBeLessThan(10);
});

test("the legend names what there is and nothing else", async () => {
  await open();
  const words = within(screen.getByRole("list", { name: "Legend" }))
    .getAllByRole("listitem")
    .map((each) => each.textContent);
  expect(words).toEqual(
    expect.arrayContaining(["Queued", "Initialising", "Running", "Failed", "Timed out", "Skipped", "Recovered"]),
  );
  expect(words).not.toContain("Paused");
});

test("without a stretch of idle time there is nothing to draw in full", async () => {
  await open();
  expect(screen.queryByRole("button", { name: "Idle time" })).toBeNull();
});
