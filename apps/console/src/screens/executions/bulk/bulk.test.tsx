// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  BulkAction as Action,
  type BulkJob,
  BulkJobSchema,
  type StartBulkRequest,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";

const path = "/projects/flytesnacks/domains/development/executions";
const rows = seedExecutions(60);
beforeEach(() => sessionStorage.clear());

/** Its list, and a job that is as it is told to be; `asked` gathers what was started. */
function withJob(job: Omit<Partial<BulkJob>, "$typeName" | "$unknown">) {
  const asked: StartBulkRequest[] = [];
  const view = (id: string, action: Action) =>
    create(BulkJobSchema, { total: 2, ...job, id, action, reason: asked[0]?.reason ?? "" });
  const impl: ConsoleImpl = {
    ...seededConsole(rows),
    startBulk(request) {
      asked.push(request);
      return view(`job-${asked.length}`, request.action);
    },
    getBulk: ({ id }) => view(id, asked[Number(id.slice(4)) - 1]?.action ?? Action.ABORT),
  };
  return { asked, impl };
}
const boxes = () => screen.findAllByRole("checkbox", { name: /^Select (?!all)/ });
const bar = () => screen.findByRole("region", { name: "Selection" });

test("rows are chosen one by one, by a range, by the page, and all that match", async () => {
  renderConsole(path, withJob({}).impl);
  const all = await boxes();
  fireEvent.click(all[2] as HTMLElement);
  expect((await bar()).textContent).toContain("1 execution");
  fireEvent.click(all[5] as HTMLElement, { shiftKey: true });
  expect((await bar()).textContent).toContain("4 executions");
  fireEvent.click(screen.getByRole("checkbox", { name: "Select all on this page" }));
  expect((await bar()).textContent).toContain("50 executions");
  fireEvent.click(screen.getByRole("button", { name: "Select all 60 that match" }));
  expect((await bar()).textContent).toContain("60 executions");
  fireEvent.click(screen.getByRole("button", { name: "Clear" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: "Selection" })).toBeNull());
});

test("by keys: x chooses the row in focus, X up to it, Esc nothing", async () => {
  renderConsole(path, withJob({}).impl);
  await boxes();
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  press("j");
  press("x");
  expect((await bar()).textContent).toContain("1 execution");
  press("j");
  press("j");
  press("X");
  expect((await bar()).textContent).toContain("3 executions");
  press("Escape");
  await waitFor(() => expect(screen.queryByRole("region", { name: "Selection" })).toBeNull());
});

test("an abort asks why, and tells how far it is and what could not be done", async () => {
  const failures = [
    { $typeName: "skein.console.v1.BulkFailure", name: "a1", message: "It has ended already" } as const,
  ];
  const { asked, impl } = withJob({ done: 1, failed: 1, finished: true, failures });
  renderConsole(path, impl);
  for (const box of (await boxes()).slice(0, 2)) fireEvent.click(box);
  fireEvent.click(within(await bar()).getByRole("button", { name: "Abort…" }));
  const dialog = await screen.findByRole("dialog", { name: "Abort 2 executions?" });
  fireEvent.change(within(dialog).getByRole("textbox", { name: "Reason" }), { target: { value: "too slow" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "Abort 2 executions" }));
  const job = await screen.findByRole("region", { name: "Bulk job" });
  expect(job.textContent).toContain("1 execution aborted");
  expect(asked[0]).toMatchObject({ action: Action.ABORT, reason: "too slow", targets: { case: "names" } });
  fireEvent.click(within(job).getByRole("button", { name: "1 not done" }));
  expect(within(job).getByRole("list", { name: "Not done" }).textContent).toContain("It has ended already");
  fireEvent.click(within(job).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(asked[1]?.targets).toEqual({ case: "failedOf", value: "job-1" }));
  expect(asked[1]?.reason).toBe("too slow");
});

test("what was archived is taken back by one press", async () => {
  const { asked, impl } = withJob({ done: 1, total: 1, finished: true });
  renderConsole(path, impl);
  fireEvent.click((await boxes())[0] as HTMLElement);
  fireEvent.click(within(await bar()).getByRole("button", { name: "Archive" }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(asked[1]?.targets).toEqual({ case: "doneOf", value: "job-1" }));
  expect(asked[1]?.action).toBe(Action.UNARCHIVE);
});

test("a refusal stands where it was asked for, and nothing is lost", async () => {
  renderConsole(path, {
    ...withJob({}).impl,
    startBulk() {
      throw new ConnectError("More than 10,000 executions match; narrow the filter", Code.InvalidArgument);
    },
  });
  fireEvent.click((await boxes())[0] as HTMLElement);
  fireEvent.click(within(await bar()).getByRole("button", { name: "Relaunch…" }));
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(within(dialog).getByRole("button", { name: "Relaunch 1 execution" }));
  expect(await within(dialog).findByText(/More than 10,000 executions match/)).toBeTruthy();
});

test("a job that a restart has forgotten says so", async () => {
  renderConsole(path, {
    ...withJob({}).impl,
    getBulk() {
      throw new ConnectError("There is no bulk job job-1; a restart forgets them", Code.NotFound);
    },
    startBulk: () => create(BulkJobSchema, { id: "job-1", total: 2, action: Action.ARCHIVE }),
  });
  fireEvent.click((await boxes())[0] as HTMLElement);
  fireEvent.click(within(await bar()).getByRole("button", { name: "Archive" }));
  expect(await screen.findByText(/How far it came is not known any more/)).toBeTruthy();
});

test("a job goes on while the list is left, and is there again until it is dismissed", async () => {
  const { impl } = withJob({ done: 1, total: 1, finished: true });
  const first = renderConsole(path, impl);
  fireEvent.click((await boxes())[0] as HTMLElement);
  fireEvent.click(within(await bar()).getByRole("button", { name: "Archive" }));
  await screen.findByRole("region", { name: "Bulk job" });
  first.unmount();
  renderConsole(path.replace("development", "staging"), impl);
  await boxes();
  expect(screen.queryByRole("region", { name: "Bulk job" })).toBeNull(); // it is of the other domain
  renderConsole(path, impl);
  const job = await screen.findByRole("region", { name: "Bulk job" });
  expect(job.textContent).toContain("1 execution archived");
  fireEvent.click(within(job).getByRole("button", { name: "Dismiss" }));
  renderConsole(path, impl);
  await boxes();
  expect(screen.queryByRole("region", { name: "Bulk job" })).toBeNull();
});

test("what is pressed again because no answer came is the same job; another one has another key", async () => {
  const { asked, impl } = withJob({ done: 1, finished: true });
  let isLost = true;
  renderConsole(path, {
    ...impl,
    startBulk: (request, context) => {
      const job = impl.startBulk?.(request, context) ?? {};
      if (isLost) throw new ConnectError("the answer was lost", Code.Unavailable);
      return job;
    },
  });
  const all = await boxes();
  const archive = async () => fireEvent.click(within(await bar()).getByRole("button", { name: "Archive" }));
  fireEvent.click(all[0] as HTMLElement);
  await archive();
  await screen.findByText(/Nothing was done: the answer was lost/);
  isLost = false;
  await archive();
  await screen.findByRole("region", { name: "Bulk job" });
  fireEvent.click(all[0] as HTMLElement);
  await archive();
  await waitFor(() => expect(asked).toHaveLength(3));
  const [first, second, third] = asked.map(({ idempotencyKey }) => idempotencyKey);
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});
