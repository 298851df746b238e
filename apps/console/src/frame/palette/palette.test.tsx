// @vitest-environment happy-dom
import { Code, ConnectError } from "@connectrpc/connect";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { seededConsole } from "../../testing/fake-console.ts";
import { never, renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";
import { setPreferences } from "../preferences.ts";

const rows = seedExecutions(8);
const seeded = seededConsole(rows);
const executions = "/projects/flytesnacks/domains/development/executions";
const name = rows[0]?.id?.name ?? "";

async function open(path: string, impl = seeded) {
  const shown = renderConsole(path, impl);
  await (path === executions ? screen.findByRole("table") : screen.findByRole("region", { name: "Failure" }));
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  const box = await screen.findByRole("combobox", { name: "Search or run a command" });
  return { ...shown, box, type: (value: string) => fireEvent.change(box, { target: { value } }) };
}
const options = () =>
  within(screen.getByRole("listbox", { name: "Found" }))
    .getAllByRole("option")
    .map((each) => each.getAttribute("aria-label"));
const press = (box: HTMLElement, ...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(box, { key });
};

test("it jumps to an execution by a piece of its name, below what it finds by itself", async () => {
  const { box, type, router } = await open(executions);
  type(name);
  expect((await screen.findByRole("option", { name: new RegExp(`^${name}`) })).getAttribute("aria-selected")).toBe(
    "true",
  );
  press(box, "Enter");
  await waitFor(() => expect(router.state.location.pathname).toBe(`/console${executions}/${name}`));
  expect(screen.queryByRole("combobox", { name: /command/ })).toBeNull();
});

test("screens, settings, themes and projects are a few letters away", async () => {
  const { box, type, router } = await open(executions);
  expect(options()).toEqual(
    expect.arrayContaining(["Workflows", "Settings: about", "Theme: dark", "ranking / production"]),
  );
  type("themedark");
  press(box, "Enter");
  await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  fireEvent.click(screen.getByRole("button", { name: "Search or run a command" }));
  const again = await screen.findByRole("combobox", { name: "Search or run a command" });
  fireEvent.change(again, { target: { value: "workflows" } });
  press(again, "Enter");
  await waitFor(() => expect(router.state.location.pathname).toContain("/workflows"));
});

test("of an execution it knows the commands and the nodes", async () => {
  const copied = vi.fn(() => Promise.resolve());
  const ours = navigator;
  vi.stubGlobal("navigator", { ...navigator, platform: "Linux", clipboard: { writeText: copied } });
  const { box, type, router } = await open(`${executions}/${name}`);
  expect(options().slice(0, 4)).toEqual([
    "Abort",
    "Relaunch",
    "Copy the execution's name",
    "Copy a link to the execution",
  ]);
  expect(options()).toContain("Open logs of train_model");
  expect(options()).not.toContain("Logs of the node, or of what failed");
  type("copyname");
  press(box, "Enter");
  expect(copied).toHaveBeenCalledWith(name);
  fireEvent.keyDown(document.body, { key: "k", metaKey: true });
  const again = await screen.findByRole("combobox", { name: "Search or run a command" });
  fireEvent.change(again, { target: { value: "drift_check" } });
  press(again, "Enter");
  await waitFor(() => expect(router.state.location.search).toBe("?node=n8"));
  vi.stubGlobal("navigator", ours); // unstubbing all would take the worker of the screens with it
});

test("a command may open a dialog of its own", async () => {
  const { box, type } = await open(`${executions}/${name}`);
  type(">abort");
  press(box, "Enter");
  expect(await screen.findByRole("dialog", { name: `Abort ${name}?` })).toBeTruthy();
});

test("arrows go round, and the field says which one is chosen", async () => {
  const { box } = await open(executions);
  const all = screen.getAllByRole("option");
  press(box, "ArrowUp");
  expect(all.at(-1)?.getAttribute("aria-selected")).toBe("true");
  press(box, "ArrowDown", "ArrowDown");
  expect(box.getAttribute("aria-activedescendant")).toBe(all[1]?.id);
});

test("while the server is asked, and when it fails, that is said and the rest works", async () => {
  const { type } = await open(executions, { ...seeded, listWorkflows: never });
  type("workf");
  expect(await screen.findByText("Searching executions and workflows…")).toBeTruthy();
  expect(options()).toContain("Workflows");
  const failing = () => {
    throw new ConnectError("no", Code.Internal);
  };
  const other = await open(executions, { ...seeded, listWorkflows: failing });
  other.type("workf");
  expect(await screen.findByText(/did not work/)).toBeTruthy();
  other.type("zzzz");
  expect(within(screen.getByRole("listbox")).queryAllByRole("option")).toEqual([]);
});

test("nothing found says where it looked", async () => {
  const { type } = await open(executions);
  type("zzqq");
  expect(await screen.findByText("Nothing here, nor in flytesnacks / development, is called “zzqq”.")).toBeTruthy();
});

test("Ctrl+K works in a field and with single keys switched off; the help lists it", async () => {
  renderConsole(executions, seeded);
  setPreferences({ shortcuts: false });
  const filter = await screen.findByLabelText("Filter executions");
  fireEvent.keyDown(filter, { key: "k", ctrlKey: true });
  const box = await screen.findByRole("combobox", { name: "Search or run a command" });
  fireEvent.keyDown(box, { key: "k", ctrlKey: true });
  await waitFor(() => expect(screen.queryByRole("combobox", { name: /command/ })).toBeNull());
  setPreferences({ shortcuts: true });
  fireEvent.keyDown(document.body, { key: "?" });
  const help = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(help).getAllByText("Search or run a command").length).toBeGreaterThan(0);
  expect(within(help).getByText("Ctrl")).toBeTruthy();
});

test("# finds by label, @ by person, and / looks in the logs of the execution that is shown", async () => {
  const values = { label: ["team=ml"], by: ["ada"] };
  const impl = {
    ...seeded,
    completeFilter: ({ key }: { key: string }) => ({ values: key === "label" ? values.label : values.by }),
  };
  const { box, type, router } = await open(`${executions}/${name}`, impl);
  type("#te");
  expect(await screen.findByRole("option", { name: "team=ml" })).toBeTruthy();
  expect(options()).toHaveLength(1);
  type("@");
  expect(await screen.findByRole("option", { name: "ada" })).toBeTruthy();
  type("/out of memory");
  press(box, "Enter");
  await waitFor(() => expect(router.state.location.search).toContain("view=logs"));
  expect(new URLSearchParams(router.state.location.search).get("q")).toBe("out of memory");
});

test("logs are not looked for where there are none", async () => {
  const { type } = await open(executions);
  type("/memory");
  expect(await screen.findByText(/open one first/)).toBeTruthy();
});
