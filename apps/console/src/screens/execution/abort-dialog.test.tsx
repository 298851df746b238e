// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type ExecutionView, ExecutionViewSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { LiveProvider } from "../../live/live-context.ts";
import { createQueryClient } from "../../query-client.ts";
import { type ConsoleImpl, fakeTransport } from "../../testing/fake-console.ts";
import { FakeLive } from "../../testing/fake-live.ts";
import { replaceTransport } from "../../transport.ts";
import { AbortDialog } from "./abort-dialog.tsx";

const id = { project: "p", domain: "d", name: "a7" };
const viewIn = (phase: Phase) => create(ExecutionViewSchema, { execution: { id, phase } });

/** The dialog over a run; `become` is the run going on. */
function open(terminate: NonNullable<ConsoleImpl["terminate"]>, live = new FakeLive()) {
  cleanup();
  replaceTransport(fakeTransport({ terminate }));
  const queries = createQueryClient();
  const onClose = vi.fn();
  const dialog = (view: ExecutionView) => (
    <LiveProvider value={live}>
      <QueryClientProvider client={queries}>
        <AbortDialog id={id} view={view} onClose={onClose} />
      </QueryClientProvider>
    </LiveProvider>
  );
  const { rerender } = render(dialog(viewIn(Phase.RUNNING)));
  return { live, onClose, become: (phase: Phase) => rerender(dialog(viewIn(phase))) };
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
