// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { RunnerStatus_State, WatchMessageSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { emptyConsole, seededConsole } from "../testing/fake-console.ts";
import { FakeLive } from "../testing/fake-live.ts";
import { renderConsole } from "../testing/render.tsx";
import { seedExecutions } from "../testing/seed-executions.ts";
import { setPreferences } from "./preferences.ts";

const rows = seedExecutions(8);
const seeded = seededConsole(rows);
const overview = "/projects/flytesnacks/domains/development";
const executions = `${overview}/executions`;

test("the start leads to the first project's overview", async () => {
  const { router } = renderConsole("/", seeded);
  await screen.findByRole("heading", { level: 1, name: "Overview" });
  expect(router.state.location.pathname).toBe(`/console${overview}`);
});

test("an empty project's home shows the three doors", async () => {
  renderConsole("/", emptyConsole);
  expect(await screen.findByRole("heading", { level: 1, name: "Welcome to flytesnacks" })).toBeTruthy();
});

test("an unknown address says so and leads back", async () => {
  renderConsole("/no/such/page", seeded);
  expect(await screen.findByRole("heading", { level: 1, name: "No such page" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Go to the start" }).getAttribute("href")).toBe("/console");
  const main = within(screen.getByRole("main"));
  expect((await main.findByRole("link", { name: "Executions" })).getAttribute("href")).toBe(`/console${executions}`);
});

test("keys lead where they say; in a field they are text", async () => {
  const { router } = renderConsole(executions, seeded);
  const filter = await screen.findByLabelText("Filter executions");
  fireEvent.keyDown(filter, { key: "g" });
  fireEvent.keyDown(filter, { key: "w" });
  expect(router.state.location.pathname).toContain("/executions");
  fireEvent.keyDown(document.body, { key: "g" });
  fireEvent.keyDown(document.body, { key: "w" });
  await waitFor(() => expect(router.state.location.pathname).toContain("/workflows"));
});

test("where a screen has a key of the frame's, it is the screen's, though both came at once", async () => {
  renderConsole(executions, seeded);
  const filter = await screen.findByLabelText("Filter executions");
  fireEvent.keyDown(document.body, { key: "/" });
  expect(document.activeElement).toBe(filter);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the help lists the keys of this screen and no others", async () => {
  renderConsole("/settings/appearance", seeded);
  await screen.findByRole("heading", { level: 1, name: "Settings" });
  fireEvent.keyDown(document.body, { key: "?" });
  const help = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(help).getByText("Go to executions")).toBeTruthy();
  expect(within(help).queryByText("Next execution")).toBeNull();
});

test("switching the project keeps the section", async () => {
  const { router } = renderConsole(`${executions}?status=failed`, seeded);
  fireEvent.click(await screen.findByRole("button", { name: /Switch$/ }));
  fireEvent.click(await screen.findByRole("link", { name: "staging" }));
  await waitFor(() =>
    expect(router.state.location.pathname).toBe("/console/projects/flytesnacks/domains/staging/executions"),
  );
});

test("an unavailable runner is said across the page with what to do", async () => {
  renderConsole(executions, {
    ...seeded,
    getStatus: () => ({
      runner: { state: RunnerStatus_State.UNAVAILABLE, message: "Docker does not answer; start it." },
    }),
  });
  expect(await screen.findByText("Docker does not answer; start it.")).toBeTruthy();
});

test("the theme goes round and is kept", async () => {
  renderConsole(executions, seeded);
  fireEvent.click(await screen.findByRole("button", { name: /^Theme: system/ }));
  expect(document.documentElement.dataset.theme).toBe("light");
  fireEvent.click(await screen.findByRole("button", { name: /^Theme: light/ }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(localStorage.getItem("skein.preferences")).toContain('"theme":"dark"');
  fireEvent.click(await screen.findByRole("button", { name: /^Theme: dark/ }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test.each([
  ["live", "Live"],
  ["polling", "Polling every 5 s"],
  ["offline", /^Offline for/],
] as const)("the dot says %s in words", async (state, text) => {
  renderConsole("/settings/about", seeded, new FakeLive(state));
  expect(await screen.findByText(text)).toBeTruthy();
});

test("what could not be read is asked for again when the server is back", async () => {
  let isDown = true;
  const { live } = renderConsole(
    executions,
    {
      ...seeded,
      listExecutions: (request, context) => {
        if (isDown) throw new ConnectError("", Code.Unavailable);
        return seeded.listExecutions?.(request, context) ?? {};
      },
    },
    new FakeLive("offline"),
  );
  expect((await screen.findByRole("alert")).textContent).toContain("The server does not answer");
  isDown = false;
  act(() => live.become("live"));
  expect(await screen.findByRole("table", { name: "Executions" })).toBeTruthy();
});

test("a remembered project that is gone gives way to one that is there", async () => {
  const { router } = renderConsole("/settings/about", seeded);
  setPreferences({ project: "gone", domain: "production" });
  await act(() => router.navigate("/"));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/console${overview}`));
});

test("the runner's topic keeps its word fresh", async () => {
  const { live } = renderConsole(executions, seeded);
  expect(await screen.findByText("3 attempts running, 2 waiting")).toBeTruthy();
  const kind = { case: "runner", value: { state: RunnerStatus_State.READY, running: 1 } } as const;
  act(() => live.send("runner", create(WatchMessageSchema, { sequence: 2n, kind })));
  expect(await screen.findByText("1 attempt running")).toBeTruthy();
});

test("a server that does not answer is said across the page, and what is old is dimmed", async () => {
  const { live } = renderConsole(executions, seeded);
  await screen.findByRole("table");
  act(() => live.become("offline"));
  expect(await screen.findByText(/The server does not answer since/)).toBeTruthy();
  expect(screen.getByRole("main").className).not.toContain("grayscale");
  act(() => live.become("offline", Date.now() - 60_000));
  expect(screen.getByRole("main").className).toContain("grayscale");
  act(() => live.become("live"));
  expect(screen.queryByText(/The server does not answer since/)).toBeNull();
});

test("keys belong to what has the focus: letters work beside a ticked box, not in a field", async () => {
  renderConsole(executions, seeded);
  const [, box] = await screen.findAllByRole("checkbox");
  if (!box) throw new TypeError("There is nothing to tick");
  box.focus();
  fireEvent.keyDown(screen.getByRole("combobox", { name: "Filter executions" }), { key: "?" });
  expect(screen.queryByRole("dialog", { name: /Shortcuts/ })).toBeNull();
  fireEvent.keyDown(box, { key: "?" });
  expect(await screen.findByRole("dialog", { name: /Shortcuts/i })).toBeTruthy();
});

test("another key can be chosen for what a usual one does, unless it is taken", async () => {
  const { router } = renderConsole(executions, seeded);
  await screen.findByRole("table");
  fireEvent.keyDown(document.body, { key: "?" });
  const choice = await screen.findByRole("button", { name: "Choose another key for: Show the shortcuts" });
  choice.focus();
  fireEvent.click(choice);
  fireEvent.keyDown(choice, { key: "/" });
  expect(screen.getByText(/^\/ is taken/)).toBeTruthy();
  fireEvent.keyDown(choice, { key: "!" });
  expect(localStorage.getItem("skein.preferences")).toContain('"keys":{"?":"!"}');
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Keyboard shortcuts" })).toBeNull());
  fireEvent.keyDown(document.body, { key: "?" });
  expect(screen.queryByRole("dialog", { name: "Keyboard shortcuts" })).toBeNull();
  fireEvent.keyDown(document.body, { key: "!" });
  fireEvent.click(await screen.findByRole("button", { name: "Back to ? for: Show the shortcuts" }));
  expect(localStorage.getItem("skein.preferences")).toContain('"keys":{}');
  expect(router.state.location.pathname).toContain("/executions");
});
