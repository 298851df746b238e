// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { NodeSummarySchema, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";
import { seedLog, seedNode, seedView } from "../../testing/seed-run.ts";

// The test's DOM has no sizes; what is virtual shows as much as fits.
vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const [row] = rows;
const name = row?.id?.name ?? "";
const path = `/projects/flytesnacks/domains/development/executions/${name}`;
const impl: ConsoleImpl = seededConsole(rows);

test("the loading face holds the page's shape and name", async () => {
  renderConsole(path, { ...impl, getExecution: never });
  expect(await screen.findByRole("status", { name: `Loading the execution ${name}` })).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(name);
});

test("an execution that does not exist says so and offers similar names", async () => {
  renderConsole(path.replace(name, "absent"), impl);
  expect(await screen.findByText(/There is no execution absent in flytesnacks/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Look for similar names" }).getAttribute("href")).toContain("q=abse");
});

test("names near it are a press away, with where they are when it is elsewhere", async () => {
  const [, ...others] = seedExecutions(2);
  for (const { id } of others) if (id) [id.project, id.name] = ["ranking", "absent"];
  const { router } = renderConsole(path.replace(name, "absent"), {
    ...impl,
    findNearExecutions: ({ id }) => ({ executions: id?.name === "absent" && row ? [...others, row] : [] }),
  });
  const near = within(await screen.findByRole("list", { name: "Did you mean" })).getAllByRole("link");
  expect(near.map((each) => each.textContent.includes("in ranking, development"))).toEqual([true, false]);
  expect(near[0]?.getAttribute("href")).toMatch(/ranking.*\/executions\/absent$/);
  fireEvent.click(near[1] ?? expect.fail("one is missing"));
  await waitFor(() => expect(router.state.location.pathname).toContain(`/executions/${name}`));
});

test("an error keeps the server's words and can be tried again", async () => {
  renderConsole(path, {
    ...impl,
    getExecution: () => {
      throw new ConnectError("The store is being migrated", Code.FailedPrecondition);
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("The store is being migrated");
});

test("the full face answers first: status, progress, root cause; the tab's title says it too", async () => {
  renderConsole(path, impl);
  const failure = await screen.findByRole("region", { name: "Failure" });
  expect(within(failure).getByRole("button", { name: "train_model" })).toBeTruthy();
  expect(await within(failure).findByText("attempt 3 of 3")).toBeTruthy();
  await within(failure).findByText("OutOfMemory");
  expect(screen.getByText(/9 of 18 nodes, 2 running/)).toBeTruthy();
  await waitFor(() => expect(document.title).toBe(`Failing · ${name} · flytesnacks · Skein`));
});

test("on a narrow screen nothing of the head stands alone: the name keeps its button, the failure its controls", async () => {
  renderConsole(path, impl);
  const copy = await screen.findByRole("button", { name: "Copy name" });
  expect(copy.parentElement).toBe(screen.getByRole("heading", { level: 1 }).parentElement);
  const failure = await screen.findByRole("region", { name: "Failure" });
  const fold = await within(failure).findByRole("button", { name: "Fold the failure" });
  expect(fold.parentElement).toBe(within(failure).getByRole("button", { name: "Logs" }).parentElement);
});

test("on a phone the nodes are cards: which attempt it is is said in words", async () => {
  vi.spyOn(globalThis, "matchMedia").mockImplementation((query) =>
    Object.assign(new EventTarget() as MediaQueryList, { matches: query === "(width < 48rem)" }),
  );
  renderConsole(`${path}?view=nodes`, impl);
  const grid = await screen.findByRole("treegrid", { name: "Nodes" });
  const second = within(grid).getByText("extract_orders").closest("tr");
  expect(second?.style.transform).toBe("translateY(52px)");
  expect(second?.textContent).toContain("attempt 1 of 1");
  vi.mocked(globalThis.matchMedia).mockRestore();
});

test("nodes of the graph are named for screen readers, and choosing one opens its panel and the URL", async () => {
  const { router } = renderConsole(path, impl);
  const node = await screen.findByRole("button", {
    name: /^extract_events, Task, Succeeded, 4m 12s, attempt 2\/3, after resolve_window/,
  });
  fireEvent.click(node);
  expect(await screen.findByRole("complementary", { name: "Node extract_events" })).toBeTruthy();
  expect(router.state.location.search).toBe("?node=n2");
});

test("a delta changes the node and the header, and asks only for the selected node again", async () => {
  const getNode = vi.fn(({ path: asked }: { path: string }) => seedNode(asked));
  const { live } = renderConsole(`${path}?view=nodes&node=n7`, { ...impl, getNode });
  await screen.findByRole("complementary", { name: "Node build_features" });
  await waitFor(() => expect(getNode.mock.calls.filter(([{ path: asked }]) => asked === "n7")).toHaveLength(1));
  const send = (at: string, phase: Phase, sequence: bigint) =>
    act(() =>
      live.send(
        "execution",
        create(WatchMessageSchema, {
          sequence,
          kind: {
            case: "execution",
            value: { nodes: [create(NodeSummarySchema, { id: at, path: at, phase })] },
          },
        }),
      ),
    );
  const grid = screen.getByRole("treegrid", { name: "Nodes" });
  const rowOf = (node: string) => within(grid).getByText(node).closest("tr")?.textContent;
  send("n8", Phase.RUNNING, 5n);
  await waitFor(() => expect(rowOf("drift_check")).toContain("Running"));
  expect(getNode.mock.calls.filter(([{ path: asked }]) => asked === "n7")).toHaveLength(1);
  send("n7", Phase.SUCCEEDED, 6n);
  await waitFor(() => expect(rowOf("build_features")).toContain("Succeeded"));
  await waitFor(() => expect(getNode.mock.calls.filter(([{ path: asked }]) => asked === "n7")).toHaveLength(2));
});

test("the nodes view filters and keeps what holds a match", async () => {
  renderConsole(`${path}?view=nodes`, impl);
  const grid = await screen.findByRole("treegrid", { name: "Nodes" });
  fireEvent.change(screen.getByRole("textbox", { name: "Filter nodes" }), { target: { value: "range" } });
  await waitFor(() => expect(within(grid).getAllByRole("row")).toHaveLength(3)); // head, parent, match
  fireEvent.change(screen.getByRole("textbox", { name: "Filter nodes" }), { target: { value: "zzz" } });
  expect(await screen.findByText("No node matches “zzz”")).toBeTruthy();
});

test("views answer to their numbers", async () => {
  const { router } = renderConsole(path, impl);
  await screen.findByRole("region", { name: "Failure" });
  fireEvent.keyDown(document.body, { key: "6" });
  expect(await screen.findByRole("heading", { name: "Outputs" })).toBeTruthy();
  expect(router.state.location.search).toBe("?view=io");
  fireEvent.keyDown(document.body, { key: "1" });
  await waitFor(() => expect(router.state.location.search).toBe(""));
});

test("abort asks why and sends the reason; what has ended cannot be aborted", async () => {
  const terminate = vi.fn((_: { cause: string }) => ({}));
  renderConsole(path, { ...impl, terminate });
  fireEvent.click(await screen.findByRole("button", { name: "Abort" }));
  const dialog = await screen.findByRole("dialog", { name: `Abort ${name}?` });
  fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: "wrong day" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "Abort" }));
  await waitFor(() => expect(terminate.mock.calls[0]?.[0].cause).toBe("wrong day"));

  renderConsole(path, {
    ...impl,
    getExecution: () => {
      if (!row) throw new Error("no row");
      const view = seedView(row);
      if (view.execution) view.execution.phase = ExecutionPhase.FAILED;
      return view;
    },
  });
  const button = await screen.findByRole("button", { name: "Abort" });
  expect(button.hasAttribute("disabled")).toBe(true);
  expect(button.title).toContain("ended");
});

test("the help names the keys as the buttons do, and those of the graph and the log", async () => {
  renderConsole(`${path}?node=n10/then&tab=logs`, impl);
  await screen.findByRole("log");
  await screen.findByRole("button", { name: /^resolve_window, Task/ });
  fireEvent.keyDown(document.body, { key: "?" });
  const help = within(await screen.findByRole("dialog", { name: "Keyboard shortcuts" }));
  const keysOf = (does: string) => help.getByText(does).nextElementSibling?.textContent;
  expect(keysOf("Abort")).toBe("ShiftA");
  expect(screen.getByRole("button", { name: "Abort" }).title).toBe("Abort (Shift+A)");
  expect(keysOf("In the graph: follow the edges")).toBe("Arrows");
  expect(keysOf("Follow the log")).toBe("ShiftGorEnd");
});

test("relaunch leads to the form with this execution's inputs", async () => {
  renderConsole(path, impl);
  const href = (await screen.findByRole("link", { name: "Relaunch" })).getAttribute("href") ?? "";
  expect(href).toContain("/launch?");
  expect(href).toContain(`from=${name}`);
});

test("the log shows its end and says what part of it is held", async () => {
  renderConsole(`${path}?node=n10/then&tab=logs`, impl);
  expect(await screen.findByText(/Loaded lines 17,220 to 18,219 of 18,219/)).toBeTruthy();
  expect(screen.getByRole("log").getAttribute("aria-label")).toBe("Lines 17220 to 18219 of 18219");
  fireEvent.change(screen.getByRole("searchbox", { name: "Search the log" }), { target: { value: "memory" } });
  expect(await screen.findByText(/Searched in lines 17,220 to 18,219/)).toBeTruthy();
});

test("new lines of a running attempt arrive by the stream", async () => {
  const { live } = renderConsole(`${path}?node=n7&tab=logs`, {
    ...impl,
    getLogRange: () => ({ lines: seedLog(0, 3), total: 3n, complete: false }),
  });
  const log = await screen.findByRole("log");
  expect(log.getAttribute("aria-label")).toBe("Lines 1 to 3 of 3");
  await waitFor(() => expect([...live.followed].some(({ topic }) => topic.kind.case === "log")).toBe(true));
  act(() =>
    live.send(
      "log",
      create(WatchMessageSchema, {
        kind: { case: "log", value: { lines: seedLog(3, 2), total: 5n, complete: false } },
      }),
    ),
  );
  await waitFor(() => expect(log.getAttribute("aria-label")).toBe("Lines 1 to 5 of 5"));
});

test.each([["an empty log", { lines: [], total: 0n, complete: true }, /The task wrote nothing in 1m 02s/]])(
  "%s says so",
  async (_, range, words) => {
    renderConsole(`${path}?node=n10/then&tab=logs`, { ...impl, getLogRange: () => range });
    expect(await screen.findByText(words)).toBeTruthy();
  },
);

test("a node that has not started says what its log waits for", async () => {
  renderConsole(`${path}?node=n9&tab=logs`, {
    ...impl,
    getNode: () => {
      const node = seedNode("n9");
      node.attempts = [];
      return node;
    },
  });
  expect(await screen.findByText("The log has not started")).toBeTruthy();
  expect(screen.getByText("Waits for approval.")).toBeTruthy();
});

test("a link of old that names a node by its id opens that node", async () => {
  renderConsole(`${path}/nodeId/n5-0-a/taskId/t/attempt/0/view/logs`, impl);
  expect(await screen.findByRole("complementary", { name: "Node schema_check" })).toBeTruthy();
  expect(screen.getByRole("tab", { name: "Logs", selected: true })).toBeTruthy();
});
