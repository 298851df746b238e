// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { LogLineSchema, LogPageSchema, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { FakeLive } from "../../../testing/fake-live.ts";
import { never, renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";

vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const path = `/projects/flytesnacks/domains/development/executions/${rows[0]?.id?.name}`;
const impl = seededConsole(rows);
const origin = { number: 0, nodeId: "n1", path: "n1", attempt: 0 };
const lineOf = (row: number, text: string) =>
  create(LogLineSchema, { row: BigInt(row), number: BigInt(row), text, origin: 0 });
const page = (texts: readonly string[], start = 0, complete = true) =>
  create(LogPageSchema, {
    lines: texts.map((text, at) => lineOf(start + at, text)),
    total: BigInt(start + texts.length),
    complete,
    origins: [origin],
    order: "one",
    attempts: 1,
  });
const show = (over: ConsoleImpl, search = "", live = new FakeLive()) =>
  renderConsole(`${path}?view=logs${search}`, { ...impl, ...over }, live);
const shownLines = async () => (await screen.findByRole("log")).textContent ?? "";

test("the end of the whole run, each line with its node and level", async () => {
  renderConsole(`${path}?view=logs`, impl);
  expect((await screen.findByRole("log")).getAttribute("aria-label")).toBe("Lines 17220 to 18219 of 18219");
  expect((await screen.findAllByRole("button", { name: "train_model" })).length).toBeGreaterThan(0);
  expect(screen.getAllByText("WARN").length).toBeGreaterThan(0);
});

test("key 4 leads there", async () => {
  const { router } = renderConsole(path, impl);
  await screen.findByRole("tab", { name: /^Logs/ });
  fireEvent.keyDown(document.body, { key: "4" });
  await waitFor(() => expect(router.state.location.search).toBe("?view=logs"));
});

test("control sequences and HTML are shown as text", async () => {
  show({ readLog: () => page(["\u001b[2J\u001b[31mred\u001b[0m <img src=x onerror=alert(1)>\u0007"]) });
  expect(await shownLines()).toContain("red <img src=x onerror=alert(1)>");
  expect(document.querySelector("img[src=x]")).toBeNull();
});

test("a line of ten megabytes is folded", async () => {
  show({ readLog: () => page(["x".repeat(10_000_000)]) });
  expect((await shownLines()).length).toBeLessThan(20_000);
  expect(await screen.findByRole("button", { name: "all 10,000,000 characters" })).toBeTruthy();
});

test("the server searches; the URL keeps what for; n and N go around", async () => {
  const { router } = show({
    readLog: () => page(["a memory", "b", "c memory"]),
    searchLog: () => ({ rows: [0, 2], next: 3n, isEnd: true, order: "one" }),
  });
  fireEvent.change(await screen.findByRole("searchbox", { name: "Search the log" }), { target: { value: "memory" } });
  await screen.findByText("2 lines");
  await waitFor(() => expect(router.state.location.search).toContain("q=memory"));
  fireEvent.click(screen.getByRole("button", { name: "Next match (n)" }));
  const first = await screen.findByText(/^[12] of 2$/);
  const before = first.textContent;
  fireEvent.click(screen.getByRole("button", { name: "Next match (n)" }));
  await waitFor(() => expect(first.textContent).not.toBe(before));
});

test("a line's link is in the URL, and leads to it", async () => {
  const readLog = vi.fn<NonNullable<ConsoleImpl["readLog"]>>(() => page(["one", "two"]));
  const { router } = show({ readLog });
  fireEvent.click(await screen.findByRole("button", { name: "Link to line 2" }));
  await waitFor(() => expect(router.state.location.search).toContain("logline=n1%3A0%3A1"));
  show({ readLog }, "&logline=n1:0:1");
  await screen.findByRole("log");
  expect(readLog.mock.lastCall?.[0].from).toMatchObject({
    case: "place",
    value: { nodeId: "n1", attempt: 0, number: 1n },
  });
});

test("the lines of the selected node alone, and of a level", async () => {
  const readLog = vi.fn<NonNullable<ConsoleImpl["readLog"]>>(() => page(["one"]));
  show({ readLog }, "&node=n5");
  fireEvent.click(await screen.findByRole("button", { name: "validate" }));
  await waitFor(() => expect(readLog.mock.lastCall?.[0].scope?.path).toBe("n5"));
  fireEvent.change(await screen.findByRole("combobox", { name: "Level" }), { target: { value: "5" } });
  await waitFor(() => expect(readLog.mock.lastCall?.[0].scope?.level).toBe(5));
});

test("new lines come by themselves; of another order they take the place of all", async () => {
  const { live } = show({ readLog: () => page(["one"], 0, false) });
  await shownLines();
  await waitFor(() => expect([...live.followed].some(({ topic }) => topic.kind.case === "lines")).toBe(true));
  live.send("lines", create(WatchMessageSchema, { kind: { case: "lines", value: page(["two"], 1, false) } }));
  await waitFor(async () => expect(await shownLines()).toContain("two"));
  const anew = { ...page(["anew"], 0, false), order: "another" };
  live.send("lines", create(WatchMessageSchema, { kind: { case: "lines", value: anew } }));
  await waitFor(async () => expect(await shownLines()).not.toContain("two"));
});

test.each<[string, ConsoleImpl, RegExp]>([
  [
    "nothing ran",
    { readLog: () => ({ attempts: 0, complete: true, order: "one" }) },
    /No (task was run|attempt has begun yet)/,
  ],
  [
    "nothing was written",
    { readLog: () => ({ attempts: 2, complete: true, order: "one" }) },
    /Nothing has been written yet|wrote nothing/,
  ],
  ["some attempts are left out", { readLog: () => ({ ...page(["one"]), leftOut: 50 }) }, /50 older ones are left out/],
  [
    "the server refuses",
    {
      readLog: () => {
        throw new ConnectError("the disk is gone", Code.Unavailable);
      },
    },
    /the disk is gone/,
  ],
])("says when %s", async (_, over, words) => {
  show(over);
  expect(await screen.findByText(words)).toBeTruthy();
});

test("says that it loads", async () => {
  show({ readLog: never });
  expect(await screen.findByRole("status", { name: "Loading the log" })).toBeTruthy();
});
