// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  LogLineSchema,
  LogPageSchema,
  LogMatch_Mode as Mode,
  WatchMessageSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
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

test("only the lines that match, as the server finds them, with some around them; patterns too", async () => {
  const asked: { only: string; mode: number; context: number }[] = [];
  show({
    readLog: ({ scope }) => {
      if (scope?.only) asked.push({ only: scope.only.text, mode: scope.only.mode, context: scope.context });
      return page(scope?.only ? ["took 12 ms"] : ["started", "took 12 ms"]);
    },
    searchLog: ({ match }) => ({ rows: match?.mode === Mode.REGEX ? [0] : [], next: 2n, isEnd: true, order: "one" }),
  });
  const field = await screen.findByRole("searchbox", { name: "Search the log" });
  fireEvent.change(field, { target: { value: "took \\d+" } });
  fireEvent.click(screen.getByRole("button", { name: "Regular expression" }));
  fireEvent.click(screen.getByRole("button", { name: "Only lines that match" }));
  await waitFor(() => expect(asked).toEqual([{ only: "took \\d+", mode: Mode.REGEX, context: 0 }]));
  await waitFor(() => expect(screen.getByRole("log").textContent).not.toContain("started"));
  fireEvent.change(screen.getByRole("combobox", { name: "Lines around each" }), { target: { value: "3" } });
  await waitFor(() => expect(asked.at(-1)?.context).toBe(3));
});

test("a pattern that is none is said to be", async () => {
  show({
    readLog: () => page(["a"]),
    searchLog() {
      throw new ConnectError("( is no regular expression", Code.InvalidArgument);
    },
  });
  fireEvent.change(await screen.findByRole("searchbox", { name: "Search the log" }), { target: { value: "(" } });
  expect(await screen.findByText("not understood")).toBeTruthy();
});

test("fields of lines of JSON stand in columns, and a line opens as the object it is", async () => {
  show({ readLog: () => page(['{"msg":"ready","port":8080,"host":"a"}', "plain"]) });
  fireEvent.click(await screen.findByRole("button", { name: "Fields as columns" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "port" }));
  const line = await screen.findByRole("button", { name: "ready" });
  expect(screen.getByTitle("port").textContent).toBe("8080");
  fireEvent.click(line);
  expect(screen.getByText(/"host": "a"/)).toBeTruthy();
  expect(await shownLines()).toContain("plain");
});

test("t goes through the ways to tell the time, Shift+F gives the log all of the window", async () => {
  show({ readLog: () => page(["a"]) });
  await screen.findByRole("log");
  fireEvent.keyDown(document.body, { key: "t" });
  expect(await screen.findByRole("button", { name: /^Times: since the first line held/ })).toBeTruthy();
  fireEvent.keyDown(document.body, { key: "F" });
  expect(screen.getByRole("region", { name: "Logs" }).className).toContain("fixed");
});
