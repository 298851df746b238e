// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  BulkAction as Action,
  BulkJobSchema,
  type LaunchRequest,
  type StartBulkRequest,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedView } from "../../../testing/seed-run.ts";

const rows = seedExecutions(8);
const [row] = rows;
const name = row?.id?.name ?? "";
const path = `/projects/flytesnacks/domains/development/executions/${name}`;
const impl: ConsoleImpl = seededConsole(rows);

const ours = navigator;
const copied = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
vi.stubGlobal("navigator", { ...navigator, platform: "Linux", clipboard: { writeText: copied } });
afterEach(() => {
  copied.mockClear();
});
// unstubbing all would take the worker of the screens with it
afterAll(() => void vi.stubGlobal("navigator", ours));

const more = () => screen.findByRole("button", { name: "More" });
async function choose(text: string): Promise<void> {
  fireEvent.click(await more());
  fireEvent.click(within(await screen.findByRole("menu", { name: "More" })).getByRole("menuitem", { name: text }));
}
const said = (text: string | RegExp) => screen.findByText(text);

test("share copies the address of what is seen and says so, by its button and by its key", async () => {
  renderConsole(`${path}?view=nodes&node=n7&tab=inputs`, impl);
  fireEvent.click(await screen.findByRole("button", { name: "Share" }));
  await said("Copied the address of what you see");
  const address = `${location.origin}/console${path}?view=nodes&node=n7&tab=inputs`;
  expect(copied).toHaveBeenLastCalledWith(address);
  fireEvent.keyDown(document.body, { key: "s" });
  expect(copied).toHaveBeenCalledTimes(2);
});

test("the menu is opened and gone through by keys, and gives the focus back", async () => {
  renderConsole(path, impl);
  const button = await more();
  expect(button.getAttribute("aria-haspopup")).toBe("menu");
  button.focus();
  fireEvent.keyDown(button, { key: "ArrowDown" });
  const menu = await screen.findByRole("menu", { name: "More" });
  expect(button.getAttribute("aria-expanded")).toBe("true");
  const items = within(menu).getAllByRole("menuitem");
  expect(items.map(({ textContent }) => textContent)).toEqual([
    "Launch again at once…",
    "Copy flytectl command",
    "Copy Python",
    "Copy curl",
    "Download bundle",
    "Archive",
  ]);
  await waitFor(() => expect(document.activeElement).toBe(items[0]));
  fireEvent.keyDown(menu, { key: "ArrowDown" });
  fireEvent.click(document.activeElement as HTMLElement);
  expect(copied.mock.calls[0]?.[0]).toBe(`flytectl get execution -p flytesnacks -d development ${name} -o yaml`);
  await waitFor(() => expect(document.activeElement).toBe(button));
  fireEvent.click(button);
  fireEvent.pointerDown(button);
  fireEvent.click(button); // another press closes it
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
});

test("on a phone what a triage needs stands out, and the rest is in the menu with its obstacles", async () => {
  vi.spyOn(globalThis, "matchMedia").mockImplementation((query) =>
    Object.assign(new EventTarget() as MediaQueryList, { matches: query === "(width < 48rem)" }),
  );
  renderConsole(path, impl);
  const button = await more();
  const names = [...(button.parentElement?.parentElement?.querySelectorAll("a, button") ?? [])];
  expect(names.map((each) => each.textContent || each.getAttribute("aria-label"))).toEqual([
    "Abort",
    "Relaunch",
    "More",
  ]);
  fireEvent.click(button);
  const menu = within(await screen.findByRole("menu"));
  const recover = menu.getByRole("menuitem", { name: /^Recover/ });
  expect(recover.title).toContain("It has not ended");
  fireEvent.click(recover);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(menu.getByRole("menuitem", { name: /^Share/ })).toBeTruthy();
  vi.mocked(globalThis.matchMedia).mockRestore();
});

test("what cannot be done stays, with the reason", async () => {
  renderConsole(path, {
    ...impl,
    getExecution: () => {
      if (!row) throw new TypeError("no row");
      const view = seedView(row);
      if (view.execution) view.execution.phase = Phase.SUCCEEDED;
      delete view.previous;
      delete view.lastSuccess;
      return view;
    },
  });
  const button = async (text: string) => (await screen.findByRole("button", { name: text })) as HTMLButtonElement;
  for (const [text, reason] of [
    ["Abort", "ended"],
    ["Recover", "All of it has succeeded"],
    ["Compare", "nothing to compare it with"],
  ] as const) {
    const found = await button(text);
    expect(found.disabled).toBe(true);
    expect(found.title).toContain(reason);
  }
});

test("archiving shows, can be undone at once, and tells what went wrong", async () => {
  const asked: StartBulkRequest[] = [];
  let failures: { name: string; message: string }[] = [];
  const job = (finished: boolean) =>
    create(BulkJobSchema, { id: "j", total: 1, finished, done: failures.length === 0 ? 1 : 0, failures });
  renderConsole(path, {
    ...impl,
    startBulk(request) {
      asked.push(request);
      return job(false);
    },
    getBulk: () => job(true),
  });
  await choose("Archive");
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await said(`Took ${name} out of the archive`);
  expect(asked.map(({ action, targets }) => [action, targets.value])).toEqual([
    [Action.ARCHIVE, expect.objectContaining({ names: [name] })],
    [Action.UNARCHIVE, expect.objectContaining({ names: [name] })],
  ]);
  expect(screen.queryByText("archived")).toBeNull();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();

  await choose("Archive");
  expect(await screen.findByText("archived")).toBeTruthy();
  failures = [{ name, message: "The store is read-only" }];
  await choose("Take out of the archive");
  expect((await said(/The store is read-only/)).textContent).toContain(`${name} was not taken out of the archive`);
  expect(screen.getByText("archived")).toBeTruthy();
});

test("the bundle holds what is shown and all events, as protobuf's JSON", async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    if (blob instanceof Blob) saved.push(blob);
    return "blob:bundle";
  });
  const files: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    files.push(this.download);
  });
  renderConsole(path, {
    ...impl,
    listEvents: ({ since }) => ({ events: [{ number: since, reason: "r" }], upTo: since + 1n, more: since < 2n }),
  });
  await choose("Download bundle");
  await said(`${name}.skein.json was given to the browser: the execution and its 3 events`);
  expect(files).toEqual([`${name}.skein.json`]);
  const bundle = JSON.parse((await saved[0]?.text()) ?? "");
  expect(bundle.format).toBe("skein.execution.v1");
  expect(bundle.execution.execution.id).toEqual({ project: "flytesnacks", domain: "development", name });
  expect(bundle.execution.inputs.literals).toBeDefined();
  expect(bundle.events).toEqual([{ reason: "r" }, { number: "1", reason: "r" }, { number: "2", reason: "r" }]);
  vi.restoreAllMocks();
});

test("launching again at once asks first, sends what it had, and goes to the new one", async () => {
  const launches: LaunchRequest[] = [];
  const { router } = renderConsole(path, {
    ...impl,
    launch(request) {
      launches.push(request);
      if (launches.length === 1) throw new TypeError("lost");
      return { id: { project: "flytesnacks", domain: "development", name: "a2" } };
    },
  });
  await choose("Launch again at once…");
  const dialog = await screen.findByRole("dialog", { name: `Launch ${name} again?` });
  fireEvent.click(within(dialog).getByRole("button", { name: "Launch" }));
  expect(await within(dialog).findByText(/It was not launched/)).toBeTruthy();
  fireEvent.click(within(dialog).getByRole("button", { name: "Launch" }));
  await waitFor(() => expect(router.state.location.pathname).toContain("/executions/a2"));
  expect(launches).toHaveLength(2);
  expect(launches[0]?.idempotencyKey).toBe(launches[1]?.idempotencyKey);
  expect(launches[0]?.idempotencyKey).not.toBe("");
  expect(launches[1]?.reference?.name).toBe(name);
  expect(Object.keys(launches[1]?.inputs?.literals ?? {}).length).toBeGreaterThan(0);
});

test("a bad value in the address is said and left out, and the page shows the rest", async () => {
  const { router } = renderConsole(`${path}?view=grpah&node=n7&tab=inputs&keep=this`, impl);
  expect(await screen.findByRole("complementary", { name: "Node build_features" })).toBeTruthy();
  await said("view=grpah is not known and was left out");
  expect(router.state.location.search).toBe("?node=n7&tab=inputs&keep=this");
  expect(router.state.historyAction).toBe("REPLACE");
  expect(screen.getAllByText(/is not known/)).toHaveLength(1);
});
