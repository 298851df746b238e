// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  BulkAction as Action,
  BulkJobSchema,
  ExecutionViewSchema,
  type StartBulkRequest,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../testing/fake-console.ts";
import { renderConsole } from "../../testing/render.tsx";
import { seedExecutions } from "../../testing/seed-executions.ts";

const path = "/projects/flytesnacks/domains/development/executions";
const rows = seedExecutions(13);
const nameOf = (phase: Phase) => rows.find((row) => row.phase === phase)?.id?.name ?? "";
const running = nameOf(Phase.RUNNING);
const succeeded = nameOf(Phase.SUCCEEDED);
const failed = nameOf(Phase.FAILED);
beforeEach(() => sessionStorage.clear());

/** The list with the row of one in focus. */
async function list(name: string, impl: ConsoleImpl = seededConsole(rows)) {
  const view = renderConsole(path, impl);
  (await screen.findByRole("link", { name })).focus();
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  const place = () => `${view.router.state.location.pathname}${view.router.state.location.search}`;
  return { ...view, press, place };
}

test.each([
  ["l", failed, `${path}/${failed}?node=n10%2Fthen&tab=logs`],
  ["=", succeeded, `${path}/${succeeded}/compare?with=a6p0r5kd2z`],
  ["r", running, `launch?kind=`],
])("%s leads from the row of %s to %s", async (key, name, to) => {
  const { press, place } = await list(name);
  press(key);
  await waitFor(() => expect(place()).toContain(to));
});

test("Shift+A asks before it aborts this one, and says of one that has ended that it has", async () => {
  const asked: StartBulkRequest[] = [];
  const { press } = await list(running, {
    ...seededConsole(rows),
    startBulk(request) {
      asked.push(request);
      return create(BulkJobSchema, { id: "job", action: request.action, total: 1, done: 1, finished: true });
    },
    getBulk: () => create(BulkJobSchema, { id: "job", action: Action.ABORT, total: 1, done: 1, finished: true }),
  });
  press("A");
  const dialog = await screen.findByRole("dialog", { name: `Abort ${running}?` });
  fireEvent.click(within(dialog).getByRole("button", { name: `Abort ${running}` }));
  await screen.findByRole("region", { name: "Bulk job" });
  expect(asked[0]).toMatchObject({ action: Action.ABORT, targets: { value: { names: [running] } } });
  screen.getByRole("link", { name: succeeded }).focus();
  press("A");
  expect(await screen.findByText("It has ended; there is nothing to abort")).toBeTruthy();
});

test("the menu opens by . and by the secondary button; what cannot be done is there and says why", async () => {
  const { press, router } = await list(succeeded, {
    ...seededConsole(rows),
    getExecution: () => create(ExecutionViewSchema, { execution: { phase: Phase.SUCCEEDED } }),
  });
  press(".");
  const menu = await screen.findByRole("menu", { name: `Execution ${succeeded}` });
  const texts = within(menu)
    .getAllByRole("menuitem")
    .map((each) => each.firstElementChild?.nextElementSibling?.textContent);
  expect(texts).toEqual([
    ...["Open", "Peek", "Logs", "Relaunch", "Recover…", "Abort…"],
    ...["Compare with last success", "Archive", "Copy name", "Copy link"],
  ]);
  const item = (name: RegExp) => within(menu).getByRole("menuitem", { name });
  expect(item(/^Recover/).title).toBe("All of it has succeeded; there is nothing to recover");
  expect(item(/^Abort/).getAttribute("aria-disabled")).toBe("true");
  await waitFor(() => expect(item(/^Compare/).title).toMatch(/^It is the first execution/));
  fireEvent.keyDown(document.activeElement ?? menu, { key: "j" }); // no row is gone to under it
  expect(menu.contains(document.activeElement)).toBe(true);
  fireEvent.keyDown(menu, { key: "Escape" });
  expect(screen.queryByRole("menu")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("link", { name: succeeded }));

  fireEvent.contextMenu(screen.getByRole("link", { name: running }));
  fireEvent.click(within(await screen.findByRole("menu")).getByRole("menuitem", { name: /^Peek/ }));
  expect(router.state.location.search).toBe(`?peek=${running}`);
});
