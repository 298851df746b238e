// @vitest-environment happy-dom
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import {
  type ExecutionView,
  ExecutionViewSchema,
  type RelatedExecutionSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, test, vi } from "vitest";
import { LiveProvider } from "../../live/live-context.ts";
import { createQueryClient } from "../../query-client.ts";
import { type ConsoleImpl, fakeTransport } from "../../testing/fake-console.ts";
import { FakeLive } from "../../testing/fake-live.ts";
import { replaceTransport } from "../../transport.ts";
import { AbortDialog } from "./abort-dialog.tsx";

const id = { project: "p", domain: "d", name: "a7" };
type Children = MessageInitShape<typeof RelatedExecutionSchema>[];
const viewIn = (phase: Phase, children: Children, total: number) =>
  create(ExecutionViewSchema, {
    execution: { id, phase },
    lineage: { children: { first: children, total } },
  });

/** The dialog over a run; `become` is the run going on. */
function open(
  terminate: NonNullable<ConsoleImpl["terminate"]>,
  live = new FakeLive(),
  children: Children = [],
  total = children.length,
) {
  cleanup();
  replaceTransport(fakeTransport({ terminate }));
  const queries = createQueryClient();
  const onClose = vi.fn();
  const dialog = (view: ExecutionView) => (
    <LiveProvider value={live}>
      <QueryClientProvider client={queries}>
        <MemoryRouter>
          <AbortDialog id={id} view={view} onClose={onClose} />
        </MemoryRouter>
      </QueryClientProvider>
    </LiveProvider>
  );
  const { rerender } = render(dialog(viewIn(Phase.RUNNING, children, total)));
  return { live, onClose, become: (phase: Phase) => rerender(dialog(viewIn(phase, children, total))) };
}

test("a run that ends meanwhile leaves nothing to abort, only to close", async () => {
  const { become, onClose } = open(() => ({}));
  expect(screen.getByRole("button", { name: "Abort" })).toBeTruthy();
  become(Phase.SUCCEEDED);
  expect(screen.getByText("It has ended: Succeeded.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Abort" })).toBeNull();
  const close = within(screen.getByRole("dialog")).getByText("Close");
  expect(document.activeElement).toBe(close);
  fireEvent.click(close);
  expect(onClose).toHaveBeenCalled();
});

test("children that go on are listed, as they end with it; those that have ended are not", () => {
  const child = (name: string, phase: Phase) => ({ id: { ...id, name }, phase, path: "n0" });
  const { become } = open(() => ({}), new FakeLive(), [
    child("runs", Phase.RUNNING),
    child("waits", Phase.QUEUED),
    child("done", Phase.SUCCEEDED),
  ]);
  expect(screen.getByText("Aborted too: 2 child executions")).toBeTruthy();
  const listed = within(screen.getByRole("list", { name: "Aborted too" })).getAllByRole("link");
  expect(listed.map((link) => link.getAttribute("href"))).toEqual([
    expect.stringContaining("/runs"),
    expect.stringContaining("/waits"),
  ]);
  become(Phase.ABORTED);
  expect(screen.queryByRole("list", { name: "Aborted too" })).toBeNull();
});

test("of more children than are listed it is said that those that run end too", () => {
  const done = { id: { ...id, name: "done" }, phase: Phase.SUCCEEDED, path: "n0" };
  open(() => ({}), new FakeLive(), [done], 21);
  expect(screen.getByText("Aborted too: child executions that still run")).toBeTruthy();
  open(() => ({}), new FakeLive(), [{ ...done, phase: Phase.RUNNING }], 21);
  expect(screen.getByText("Aborted too: 1 child execution, and those that run of the later ones")).toBeTruthy();
});

test("what it brought about itself is not told as news", async () => {
  const answer = Promise.withResolvers<object>();
  const { become, onClose } = open(() => answer.promise);
  fireEvent.click(screen.getByRole("button", { name: "Abort" }));
  await screen.findByRole("button", { name: "Aborting…" });
  become(Phase.ABORTED);
  expect(screen.queryByText(/It has ended/)).toBeNull();
  answer.resolve({});
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});

test("an error of the connection goes when the connection is back", async () => {
  const { live } = open(() => {
    throw new ConnectError("", Code.Unavailable);
  }, new FakeLive("offline"));
  fireEvent.click(screen.getByRole("button", { name: "Abort" }));
  expect(await screen.findByText(/It was not aborted: The server does not answer/)).toBeTruthy();
  act(() => live.become("live"));
  await waitFor(() => expect(screen.queryByText(/It was not aborted/)).toBeNull());
});
