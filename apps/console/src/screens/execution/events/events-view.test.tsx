// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { NodeExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionEvent,
  ExecutionEventSchema,
  type ExecutionEvent_Notice as Notice,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../../testing/fake-console.ts";
import { never, renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { addEvents } from "./queries.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const path = `/projects/flytesnacks/domains/development/executions/${rows[0]?.id?.name}`;
const impl = seededConsole(rows);
const open = async (search = "", given = impl) => {
  const shown = renderConsole(`${path}?view=events${search}`, given);
  return { ...shown, table: await screen.findByRole("table", { name: "Events" }) };
};
const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent ?? "");
const nodeEvent = (number: bigint, node: string, phase: Phase) =>
  create(ExecutionEventSchema, {
    number,
    at: timestampFromMs(Date.UTC(2026, 10, 23, 6, 45)),
    path: node,
    change: { case: "node", value: phase },
  });
const send = (events: ExecutionEvent[], sequence: bigint) =>
  create(WatchMessageSchema, { sequence, kind: { case: "events", value: { events } } });

test("loading and error have faces of their own; the error can be tried again", async () => {
  renderConsole(`${path}?view=events`, { ...impl, listEvents: never });
  expect(await screen.findByRole("status", { name: "Loading the events" })).toBeTruthy();
  renderConsole(`${path}?view=events`, {
    ...impl,
    listEvents: () => {
      throw new ConnectError("The journal is locked", Code.FailedPrecondition);
    },
  });
  const alert = await screen.findByText(/The journal is locked/);
  expect(within(alert.parentElement ?? alert).getByRole("button", { name: "Retry" })).toBeTruthy();
});

test("an execution to which nothing has happened says so", async () => {
  renderConsole(`${path}?view=events`, { ...impl, listEvents: () => ({}) });
  expect(await screen.findByText("Nothing has happened yet")).toBeTruthy();
});

test("events stand in order, from the launch on, with node, attempt and reason", async () => {
  const { table } = await open();
  const [first] = rowsOf(table);
  expect(first).toMatch(/Launched.*Execution.*mara/);
  const failed = rowsOf(table).find((text) => text.includes("extract_events") && text.includes("attempt 1"));
  expect(failed).toMatch(/\d\d:\d\d:\d\d\.\d{3}.*attempt 1/);
});

test("an answer of several pages is read to its end", async () => {
  const pages = [
    { events: [nodeEvent(0n, "n1", Phase.QUEUED)], upTo: 1n, more: true },
    { events: [nodeEvent(1n, "n1", Phase.RUNNING)], upTo: 2n, more: false },
  ];
  const { table } = await open("", { ...impl, listEvents: ({ since }) => pages[Number(since)] ?? {} });
  expect(rowsOf(table)).toHaveLength(2);
});

test("the filter looks at names, phases and reasons; kinds narrow it; nothing found offers all again", async () => {
  const { table } = await open();
  const all = rowsOf(table).length;
  fireEvent.change(screen.getByRole("textbox", { name: "Filter events" }), { target: { value: "users_snap" } });
  await waitFor(() => expect(rowsOf(table).length).toBeLessThan(all));
  expect(rowsOf(table).every((text) => text.includes("users_snapshot"))).toBe(true);
  fireEvent.click(screen.getByRole("button", { name: "Attempt" }));
  expect(rowsOf(table).every((text) => text.includes("attempt 1"))).toBe(true);
  fireEvent.change(screen.getByRole("textbox", { name: "Filter events" }), { target: { value: "zzz" } });
  fireEvent.click(await screen.findByRole("button", { name: /^Show all/ }));
  expect(rowsOf(table)).toHaveLength(all);
});

test("a node's name chooses it; then only its own can be shown", async () => {
  const { table, router } = await open();
  fireEvent.click(within(table).getAllByRole("button", { name: "geo_lookup" })[0] ?? table);
  await waitFor(() => expect(router.state.location.search).toContain("node=n4"));
  fireEvent.click(screen.getByRole("checkbox", { name: "only geo_lookup" }));
  expect(rowsOf(table).every((text) => text.includes("geo_lookup"))).toBe(true);
});

test("what happens comes by the stream, once, and is counted while the end is out of sight", async () => {
  const { table, live } = await open();
  const before = Number(table.getAttribute("aria-rowcount")) - 1;
  const upTo = BigInt(before);
  const scroller = table.parentElement ?? table;
  Object.defineProperty(scroller, "scrollHeight", { value: 5000, configurable: true });
  fireEvent.scroll(scroller, { target: { scrollTop: 0 } });
  const fresh = [nodeEvent(upTo - 1n, "n11", Phase.QUEUED), nodeEvent(upTo, "n11", Phase.QUEUED)];
  act(() => live.send("events", send(fresh, upTo + 1n)));
  const button = await screen.findByRole("button", { name: "1 new" });
  expect(table.getAttribute("aria-rowcount")).toBe(String(before + 2));
  fireEvent.click(button);
  await waitFor(() => expect(screen.queryByRole("button", { name: /new$/ })).toBeNull());
});

test("of a hundred thousand events only those in sight are drawn", async () => {
  const events = Array.from({ length: 100_000 }, (_, n) => nodeEvent(BigInt(n), `n${n % 9}`, Phase.RUNNING));
  const { table } = await open("", { ...impl, listEvents: () => ({ events, upTo: 100_000n }) });
  expect(table.getAttribute("aria-rowcount")).toBe("100001");
  expect(within(table).getAllByRole("row").length).toBeLessThan(80);
});

test("events that are held already are not added again, and a kind we do not know is shown as unknown", async () => {
  const held = { events: [nodeEvent(0n, "n1", Phase.QUEUED)], upTo: 1n };
  expect(addEvents(held, [nodeEvent(0n, "n1", Phase.QUEUED)], 1n)).toBe(held);
  expect(addEvents(held, [nodeEvent(1n, "n1", Phase.RUNNING)], 2n)).toMatchObject({ upTo: 2n, events: { length: 2 } });
  const odd = [{ number: 0n }, { number: 1n, change: { case: "notice", value: 99 as Notice } as const }]; // newer than ours
  const { table } = await open("", { ...impl, listEvents: () => ({ events: odd, upTo: 2n }) });
  expect(rowsOf(table).every((text) => text.includes("Unknown"))).toBe(true);
});
