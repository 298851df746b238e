// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { timestampNow } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { GateSchema, ListWaitingGatesResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { seededConsole } from "../../testing/fake-console.ts";
import { renderConsole } from "../../testing/render.tsx";
import { domain, project } from "../../testing/seed-executions.ts";

afterEach(() => cleanup());

const execution = { project, domain, name: "a7x2k9mq4b" };
const waiting = create(ListWaitingGatesResponseSchema, {
  gates: [
    {
      execution,
      workflow: { name: "etl" },
      path: "check/sure",
      nodeId: "n0-0-sure",
      gate: create(GateSchema, { signalId: "sure", isApproval: true }),
      since: timestampNow(),
    },
  ],
  sequence: 1n,
});

test("gates that wait are listed, counted beside the section, and answered in place", async () => {
  let answered = false;
  renderConsole("/inbox", {
    ...seededConsole(),
    listWaitingGates: () => (answered ? { gates: [], sequence: 2n } : waiting),
    setSignal: () => {
      answered = true;
      return {};
    },
  });
  const link = await screen.findByRole("link", { name: "check/sure" });
  expect(link.getAttribute("href")).toContain(`/executions/${execution.name}?node=check`);
  expect(within(screen.getAllByRole("navigation", { name: "Main" })[0] ?? document.body).getByText("1")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Approve" }));
  await screen.findByText("Nothing waits for you");
});

test("what cannot be read says so, and can be tried again", async () => {
  renderConsole("/inbox", {
    ...seededConsole(),
    listWaitingGates: () => {
      throw new ConnectError("the store is away", Code.Unavailable);
    },
  });
  await screen.findByText("The inbox could not be read", {}, { timeout: 10_000 });
  expect(screen.getByRole("button", { name: "Retry" })).toBeTruthy();
});
