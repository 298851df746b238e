// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ExecutionRowSchema, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { emptyConsole, seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";
import { spokenCount } from "./screen.tsx";

const path = "/projects/flytesnacks/domains/development/executions";
const rows = seedExecutions(12);
const many = seedExecutions(60);

const delta = (sequence: bigint, ...executions: (typeof rows)[number][]) =>
  create(WatchMessageSchema, { sequence, kind: { case: "executions", value: { executions } } });

const freshRow = (name: string) =>
  create(ExecutionRowSchema, {
    id: { project: "flytesnacks", domain: "development", name },
    phase: Phase.QUEUED,
    createdAt: timestampFromMs(Date.now() + 60_000),
  });

test("the loading face holds the place of the rows", async () => {
  renderConsole(path, { ...seededConsole(rows), listExecutions: never });
  expect(await screen.findByRole("status", { name: "Loading executions" })).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1, name: "Executions" })).toBeTruthy();
});

test("an empty project shows its three doors", async () => {
  renderConsole(path, emptyConsole);
  expect(await screen.findByRole("heading", { name: "Drop a workflow" })).toBeTruthy();
  expect(await screen.findByRole("button", { name: /A diamond/ })).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Call the API" })).toBeTruthy();
});

test("an error says what failed in the server's words and can be tried again", async () => {
  let isDown = true;
  const impl = seededConsole(rows);
  renderConsole(path, {
    ...impl,
    listExecutions: (request, context) => {
      if (isDown) throw new ConnectError("The store is being migrated; try again in a minute", Code.FailedPrecondition);
      return impl.listExecutions?.(request, context) ?? {};
    },
  });
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The executions could not be read");
  expect(alert.textContent).toContain("The store is being migrated");
  isDown = false;
  fireEvent.click(within(alert).getByRole("button", { name: "Retry" }));
  expect(await screen.findByRole("table", { name: "Executions" })).toBeTruthy();
});

test("the full face lists a page of executions, each a link to its page", async () => {
  renderConsole(path, seededConsole(many));
  const table = await screen.findByRole("table", { name: "Executions" });
  expect(within(table).getAllByRole("row")).toHaveLength(51); // a head and fifty
  const [first] = many;
  expect(
    within(table)
      .getByRole("link", { name: first?.id?.name ?? "" })
      .getAttribute("href"),
  ).toBe(`/console${path}/${first?.id?.name}`);
  expect(screen.getByRole("link", { name: "Older" })).toBeTruthy();
  expect(document.title).toBe("Executions · flytesnacks · Skein");
});

test("what is written narrows the list, stands in the URL as a chip, and is taken away again", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const field = await screen.findByRole("combobox", { name: "Filter executions" });
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: "status:tim" } });
  expect(screen.getByRole("option", { name: /timed_out/ })).toBeTruthy();
  fireEvent.keyDown(field, { key: "Enter" });
  expect(router.state.location.search).toBe("?q=status%3Atimed_out");
  const table = await screen.findByRole("table", { name: "Executions" });
  await screen.findByText(/of 12 match/);
  expect(within(table).queryByText("Succeeded")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Remove status:timed_out" }));
  expect(router.state.location.search).toBe("");
});

test("what cannot be read is underlined and said, and narrows nothing", async () => {
  renderConsole(`${path}?q=duration:soon`, seededConsole(rows));
  expect(await screen.findByText(/“soon” is not/)).toBeTruthy();
  const table = await screen.findByRole("table", { name: "Executions" });
  expect(within(table).getAllByRole("row")).toHaveLength(13);
});

test("a column sorts, and another is shown on request; the URL says both", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Executions" });
  fireEvent.click(within(table).getByRole("button", { name: /^Duration/ }));
  expect(router.state.location.search).toBe("?sort=duration");
  fireEvent.click(screen.getByRole("button", { name: "Columns" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Labels" }));
  expect(router.state.location.search).toContain("labels");
  expect(await screen.findByRole("columnheader", { name: /^Labels/ })).toBeTruthy();
});

test("a pinned column stays at the left, and a press on any of its row still opens it", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  await screen.findByRole("table", { name: "Executions" });
  fireEvent.click(screen.getByRole("button", { name: "Columns" }));
  fireEvent.click(screen.getByRole("button", { name: "Pin Status to the left" }));
  fireEvent.click(screen.getByRole("button", { name: "Pin Name to the left" }));
  expect(new URLSearchParams(router.state.location.search).get("cols")).toMatch(/^status!,name!,workflow,/);
  expect(screen.getByRole("columnheader", { name: /^Name/ }).style.left).toBe("160px");
  expect(screen.getByRole("button", { name: "Let Name scroll" }).getAttribute("aria-pressed")).toBe("true");
  const name = rows[2]?.id?.name ?? "";
  const row = screen.getByRole("link", { name }).closest("tr");
  const covers = [...(row?.querySelectorAll("a[aria-hidden]") ?? [])];
  expect(covers.map((each) => each.getAttribute("href"))).toEqual(Array(2).fill(`/console${path}/${name}`));
});

test("a width is kept here, and in the address once columns are chosen", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const width = await screen.findByRole("separator", { name: "Width of Name" });
  fireEvent.keyDown(width, { key: "ArrowRight" });
  expect(router.state.location.search).toBe("");
  expect(width.getAttribute("aria-valuenow")).toBe("202");
  await act(() => router.navigate(`${path}?cols=status,name:220`));
  const other = await screen.findByRole("separator", { name: "Width of Name" });
  fireEvent.keyDown(other, { key: "ArrowLeft" });
  expect(new URLSearchParams(router.state.location.search).get("cols")).toBe("status,name:204");
});

test("a version is short, whole on hover, and can be copied", async () => {
  renderConsole(`${path}?cols=name,version`, seededConsole(rows));
  const [version] = await screen.findAllByTitle("3f9c1e20a7b44c10");
  expect(version?.textContent).toBe("3f9c1e2");
  const row = version?.closest("tr");
  if (!row) throw new TypeError("it stands in a row");
  expect(within(row).getByRole("button", { name: "Copy version" })).toBeTruthy();
});

test("Space peeks at the row that has the focus, and Escape ends it", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Executions" });
  const name = rows[2]?.id?.name ?? "";
  within(table).getByRole("link", { name }).focus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: " " });
  expect(await screen.findByRole("complementary", { name: `Peek at ${name}` })).toBeTruthy();
  expect(router.state.location.search).toBe(`?peek=${name}`);
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(screen.queryByRole("complementary", { name: `Peek at ${name}` })).toBeNull();
});

test("the peek draws the graph, and is asked for anew when something happens in its execution", async () => {
  const impl = seededConsole(rows);
  const name = rows[1]?.id?.name ?? "";
  let asked = 0;
  const { live } = renderConsole(`${path}?peek=${name}`, {
    ...impl,
    getExecution: (request, context) => {
      asked += 1;
      return impl.getExecution?.(request, context) ?? {};
    },
  });
  const peek = await screen.findByRole("complementary", { name: `Peek at ${name}` });
  const graph = await within(peek).findByRole("img", { name: /^Graph: 9 of 18 nodes, 2 running/ });
  expect(within(graph).getByText(/: Running$/)).toBeTruthy();
  const happened = create(WatchMessageSchema, { sequence: 7n, kind: { case: "execution", value: {} } });
  act(() => {
    live.send("execution", happened);
    live.send("execution", happened);
  });
  await waitFor(() => expect(asked).toBe(2));
});

test("Space and arrows are the rows' own: a button keeps them, the heading of a new page leads to the first row", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Executions" });
  const links = within(table).getAllByRole("link", { name: /^a[a-z0-9]{9}$/ });
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  const columns = screen.getByRole("button", { name: "Columns" });
  columns.focus();
  for (const key of [" ", "ArrowDown", "ArrowUp"]) {
    expect(press(key)).toBe(true); // left to the button
    expect(document.activeElement).toBe(columns);
  }
  expect(router.state.location.search).toBe("");
  screen.getByRole("heading", { level: 1 }).focus();
  press("ArrowDown");
  expect(document.activeElement).toBe(links[0]);
  press("ArrowDown");
  expect(document.activeElement).toBe(links[1]);
  fireEvent.click(columns);
  screen.getByRole("checkbox", { name: "Labels" }).focus();
  press("ArrowDown");
  expect(document.activeElement).toBe(screen.getByRole("checkbox", { name: "Labels" }));
});

test("with a peek open, j and k take it along", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  await screen.findByRole("table", { name: "Executions" });
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  press("j");
  press(" ");
  const first = rows[0]?.id?.name;
  expect(router.state.location.search).toBe(`?peek=${first}`);
  press("j");
  expect(router.state.location.search).toBe(`?peek=${rows[1]?.id?.name}`);
  press("k");
  press("k");
  expect(router.state.location.search).toBe(`?peek=${first}`);
});

test("the bars over the list choose a range by keys", async () => {
  const { router } = renderConsole(path, seededConsole(rows));
  const from = await screen.findByRole("slider", { name: "Started from" });
  fireEvent.keyDown(from, { key: "PageDown" });
  expect(router.state.location.search).toMatch(/^\?q=started%3A%3E%3D/);
});

test("a filter that leaves nothing says so and offers the way back", async () => {
  renderConsole(`${path}?q=nothing-is-called-this`, seededConsole(rows));
  expect(await screen.findByText("No execution matches all of this")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Show all executions" }).getAttribute("href")).toBe(`/console${path}`);
});

test("a delta changes its row in place", async () => {
  const { live } = renderConsole(path, seededConsole(rows));
  await screen.findByRole("table", { name: "Executions" });
  const running = rows.find((row) => row.phase === Phase.RUNNING);
  if (!running) throw new TypeError("the seed has a running execution");
  const row = () => screen.getByRole("link", { name: running.id?.name ?? "" }).closest("tr");
  expect(row()?.textContent).toContain("Running");
  act(() => live.send("executions", delta(5n, create(ExecutionRowSchema, { ...running, phase: Phase.ABORTED }))));
  expect(row()?.textContent).toContain("Aborted");
});

test("new rows wait behind their number while somebody reads a row", async () => {
  const { live } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Executions" });
  within(table)
    .getByRole("link", { name: rows[3]?.id?.name ?? "" })
    .focus();
  const fresh = freshRow("fresh1");
  act(() => live.send("executions", delta(6n, fresh)));
  expect(within(table).queryByText(fresh.id?.name ?? "")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "1 new" }));
  expect(within(table).getAllByRole("row")[1]?.textContent).toContain(fresh.id?.name);
});

test("new rows wait while the pointer is over the rows, and come in soon after it has left", async () => {
  const { live } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Executions" });
  fireEvent.pointerEnter(table);
  act(() => live.send("executions", delta(6n, freshRow("fresh3"))));
  expect(screen.getByRole("button", { name: "1 new" })).toBeTruthy();
  fireEvent.pointerLeave(table);
  expect(await within(table).findByRole("link", { name: "fresh3" })).toBeTruthy();
});

test("a row that left the filter makes room for the next one", async () => {
  const impl = seededConsole(rows);
  const running = rows.filter((row) => row.phase === Phase.RUNNING);
  let asked = 0;
  const { live } = renderConsole(`${path}?q=status:running`, {
    ...impl,
    listExecutions: (request) => {
      if (request.limit !== 1) asked += 1;
      return { executions: asked > 1 ? running.slice(1) : running, sequence: asked > 1 ? 9n : 1n, total: 1n };
    },
  });
  const [gone] = running;
  const link = await screen.findByRole("link", { name: gone?.id?.name ?? "" });
  if (!gone) throw new TypeError("the seed has a running execution");
  act(() => live.send("executions", delta(8n, create(ExecutionRowSchema, { ...gone, phase: Phase.ABORTED }))));
  expect(link.closest("tr")?.className).toContain("opacity-40");
  await waitFor(() => expect(screen.queryByRole("link", { name: gone.id?.name ?? "" })).toBeNull());
  expect(asked).toBe(2);
});

test("new rows come in by themselves while nobody is further down", async () => {
  const { live } = renderConsole(path, seededConsole(rows));
  const table = await screen.findByRole("table", { name: "Executions" });
  const fresh = freshRow("fresh2");
  act(() => live.send("executions", delta(6n, fresh)));
  expect(within(table).getAllByRole("row")[1]?.textContent).toContain(fresh.id?.name);
});

test("from a page in the middle, newer leads to the page before and newest to the first", async () => {
  const { router } = renderConsole(`${path}?token=t2`, {
    ...seededConsole(rows),
    listExecutions: () => ({ executions: rows, total: 99n, token: "t3", newer: "t1", sequence: 1n }),
  });
  const pages = within(await screen.findByRole("navigation", { name: "Pages" }));
  expect(pages.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Newest", "Newer", "Older"]);
  fireEvent.click(pages.getByRole("link", { name: "Newer" }));
  expect(router.state.location.search).toBe("?token=t1");
});

test("the bar of a duration moves with its number", async () => {
  const running = create(ExecutionRowSchema, {
    id: { project: "flytesnacks", domain: "development", name: "going" },
    phase: Phase.RUNNING,
    workflow: { name: "slow" },
    startedAt: timestampFromMs(Date.now() - 500),
  });
  renderConsole(`${path}?cols=name,duration`, {
    ...seededConsole(rows),
    listExecutions: () => ({ executions: [running], medians: [{ workflow: "slow", durationMs: 10_000n }], total: 1n }),
  });
  const bar = (await screen.findByTitle("Usually 10 s")).firstElementChild;
  const width = () => (bar instanceof HTMLElement ? Number.parseFloat(bar.style.width) : 0);
  const first = width();
  await waitFor(() => expect(width()).toBeGreaterThan(first + 3));
});

test.each([
  [0n, 0, "0 executions"],
  [1n, 0, "1 execution"],
  [1n, 1, "1 execution, going on"],
  [1200n, 2, "1,200 executions, 2 of them going on"],
])("%i executions with %i going on are spoken of as they are", (total, ongoing, words) => {
  expect(spokenCount(total, ongoing)).toBe(words);
});
