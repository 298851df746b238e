// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import {
  BreakpointSchema,
  type ClearBreakpointRequest,
  type EditInputsRequest,
  NodeViewSchema,
  type SetBreakpointRequest,
  Breakpoint_Side as Side,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { summarizeLiteral } from "@skein/spec/literal";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import { createQueryClient } from "../../../query-client.ts";
import { type ConsoleImpl, fakeTransport } from "../../../testing/fake-console.ts";
import { replaceTransport } from "../../../transport.ts";
import { BreakpointDialog } from "./breakpoint-dialog.tsx";
import { breakpointWords } from "./breakpoint-words.ts";
import { HeldBar } from "./held-bar.tsx";

const id = { project: "p", domain: "d", name: "a7" };

function show(impl: ConsoleImpl, what: ReactNode): void {
  cleanup();
  replaceTransport(fakeTransport(impl));
  render(<QueryClientProvider client={createQueryClient()}>{what}</QueryClientProvider>);
}

const before = (path: string, condition = "") =>
  create(BreakpointSchema, { place: { case: "path", value: path }, side: Side.BEFORE, condition });

test("breakpoints are set and cleared by side, each with its condition", async () => {
  const set: SetBreakpointRequest[] = [];
  const cleared: ClearBreakpointRequest[] = [];
  const onClose = vi.fn();
  const impl: ConsoleImpl = {
    setBreakpoint: (request) => {
      set.push(request);
      return {};
    },
    clearBreakpoint: (request) => {
      cleared.push(request);
      return {};
    },
  };
  show(impl, <BreakpointDialog id={id} path="a" name="a" breakpoints={[before("a")]} onClose={onClose} />);
  fireEvent.click(screen.getByRole("checkbox", { name: /Before it/ }));
  fireEvent.click(screen.getByRole("checkbox", { name: /After it/ }));
  fireEvent.change(screen.getByLabelText("Condition, after it"), { target: { value: "x > 5" } });
  fireEvent.click(screen.getByRole("button", { name: "Set" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(cleared).toMatchObject([{ execution: id, breakpoint: { side: Side.BEFORE, place: { value: "a" } } }]);
  expect(set).toMatchObject([{ execution: id, breakpoint: { side: Side.AFTER, condition: "x > 5" } }]);
});

test("a condition that is refused stays, with the reason", async () => {
  const impl: ConsoleImpl = {
    setBreakpoint: () => {
      throw new ConnectError("y is no input of this node; it has x.", Code.InvalidArgument);
    },
  };
  show(impl, <BreakpointDialog id={id} path="a" name="a" breakpoints={[]} onClose={() => {}} />);
  fireEvent.click(screen.getByRole("checkbox", { name: /Before it/ }));
  fireEvent.change(screen.getByLabelText("Condition, before it"), { target: { value: "y > 5" } });
  fireEvent.click(screen.getByRole("button", { name: "Set" }));
  await screen.findByText(/It was not set: y is no input of this node/);
});

const int = (value: bigint) =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "integer", value } } } },
    },
  });
const held = create(NodeViewSchema, {
  summary: { id: "n1", path: "a", held: Side.BEFORE },
  node: { path: "a", name: "a" },
  editable: [
    { name: "x", required: true, type: { type: { case: "simple", value: SimpleType.INTEGER } }, prefill: int(7n) },
  ],
});
const bar = (side: Side) => (
  <HeldBar id={id} view={held} name="a" side={side} reason="Held at a breakpoint before it." />
);

test("a held node is let go, or by one step", async () => {
  const acts: string[] = [];
  const impl: ConsoleImpl = {
    continue: ({ nodeId }) => {
      acts.push(`continue ${nodeId}`);
      return {};
    },
    step: ({ nodeId }) => {
      acts.push(`step ${nodeId}`);
      throw new ConnectError("n1 cannot be let go: it runs", Code.FailedPrecondition);
    },
  };
  show(impl, bar(Side.AFTER));
  expect(screen.getByText("Held at a breakpoint before it.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Edit inputs" })).toBeNull(); // after it, they have been read
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  await waitFor(() => expect(acts).toEqual(["continue n1"]));
  fireEvent.click(screen.getByRole("button", { name: "Step" }));
  await screen.findByText(/It was not let go: n1 cannot be let go/);
});

test("its inputs are a form; only what was changed is sent", async () => {
  const sent: EditInputsRequest[] = [];
  const impl: ConsoleImpl = {
    editInputs: (request) => {
      sent.push(request);
      return {};
    },
  };
  show(impl, bar(Side.BEFORE));
  fireEvent.click(screen.getByRole("button", { name: "Edit inputs" }));
  const use = screen.getByRole("button", { name: "Use these" });
  expect(use.hasAttribute("disabled")).toBe(true);
  fireEvent.change(screen.getByLabelText("x"), { target: { value: "12" } });
  fireEvent.click(use);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.nodeId).toBe("n1");
  expect(summarizeLiteral(sent[0]?.inputs?.literals.x)).toBe("12");
});

test("the graph says on which side a place is held", () => {
  const after = create(BreakpointSchema, { place: { case: "path", value: "a" }, side: Side.AFTER });
  expect(breakpointWords([after, before("a"), before("b/c")])).toEqual(
    new Map([
      ["a", "before and after"],
      ["b/c", "before"],
    ]),
  );
});
