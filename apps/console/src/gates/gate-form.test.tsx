// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { GateSchema, type SetSignalRequest } from "@skein/spec/gen/skein/console/v1/console_pb";
import { summarizeLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { createQueryClient } from "../query-client.ts";
import { fakeTransport } from "../testing/fake-console.ts";
import { replaceTransport } from "../transport.ts";
import { GateForm } from "./gate-form.tsx";

const execution = { project: "p", domain: "d", name: "a7" };

function open(type: string, isApproval: boolean, refuse?: string): SetSignalRequest[] {
  cleanup();
  const said: SetSignalRequest[] = [];
  replaceTransport(
    fakeTransport({
      setSignal: (request) => {
        if (refuse) throw new ConnectError(refuse, Code.InvalidArgument);
        said.push(request);
        return {};
      },
    }),
  );
  const wanted = parseLiteralType(type).type;
  const gate = create(GateSchema, { signalId: "sure", isApproval, ...(wanted && { type: wanted }) });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <GateForm execution={execution} gate={gate} />
    </QueryClientProvider>,
  );
  return said;
}

test("an approval is one press, and says so", async () => {
  const said = open("bool", true);
  fireEvent.click(screen.getByRole("button", { name: "Approve" }));
  await screen.findByText("Said. The execution goes on.");
  expect(said).toMatchObject([{ id: execution, signalId: "sure" }]);
  expect(summarizeLiteral(said[0]?.value)).toBe("true");
});

test("a no tells what it does, and is asked for twice", async () => {
  const said = open("bool", true);
  fireEvent.click(screen.getByRole("button", { name: "Reject" }));
  expect(screen.getByText(/the gate fails, and the execution with it/)).toBeTruthy();
  expect(said).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Reject for good" }));
  await screen.findByText("Rejected. The gate fails, and what waits for it.");
  expect(summarizeLiteral(said[0]?.value)).toBe("false");
});

test("a value is read by its type: what does not fit is said, and not sent", async () => {
  const said = open("int", false);
  const field = screen.getByLabelText("sure");
  fireEvent.change(field, { target: { value: "many" } });
  fireEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(said).toEqual([]);
  fireEvent.change(field, { target: { value: "7" } });
  fireEvent.click(screen.getByRole("button", { name: "Send" }));
  await screen.findByText("Said. The execution goes on.");
  expect(summarizeLiteral(said[0]?.value)).toBe("7");
});

test("a refusal stands beside the form, which stays", async () => {
  open("bool", true, "the signal is gone");
  fireEvent.click(screen.getByRole("button", { name: "Approve" }));
  await screen.findByText(/It was not taken: the signal is gone/);
  expect(screen.getByRole("button", { name: "Approve" })).toBeTruthy();
});
