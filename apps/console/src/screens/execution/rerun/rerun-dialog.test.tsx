// @vitest-environment happy-dom
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { PlannedNode_Fate as Fate, RerunRequest_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { type ConsoleImpl, seededConsole } from "../../../testing/fake-console.ts";
import { never, renderConsole } from "../../../testing/render.tsx";
import { seedExecutions } from "../../../testing/seed-executions.ts";
import { seedView } from "../../../testing/seed-run.ts";

vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);

const rows = seedExecutions(8);
const [row] = rows;
const name = row?.id?.name ?? "";
const path = `/projects/flytesnacks/domains/development/executions/${name}`;
const seeded = seededConsole(rows);

/** The seeded run, ended. */
const ended: ConsoleImpl = {
  ...seeded,
  getExecution: () => {
    const view = row ? seedView(row) : undefined;
    if (!view?.execution) throw new ConnectError("no seed", Code.NotFound);
    view.execution.phase = Phase.FAILED;
    return view;
  },
};

const int = (value: number): Literal =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "integer", value: BigInt(value) } } } },
    },
  });

const dialog = async (title: RegExp) => within(await screen.findByRole("dialog", { name: title }));

test("recover shows what runs and what is reused, and why, then launches it once and goes there", async () => {
  const rerun = vi.fn<NonNullable<ConsoleImpl["rerun"]>>(() => ({
    id: { project: "flytesnacks", domain: "development", name: "again" },
  }));
  const { router } = renderConsole(path, { ...ended, rerun });
  fireEvent.click(await screen.findByRole("button", { name: "Recover" }));
  const asked = await dialog(/^Recover /);
  expect((await asked.findByRole("region", { name: "Runs" })).textContent).toContain("failed in f0");
  expect(asked.getByRole("region", { name: "Reused" }).textContent).toContain("succeeded in f0");
  expect(asked.getByRole("checkbox", { name: /Use cached outputs/ })).toHaveProperty("checked", true);
  fireEvent.click(asked.getByRole("button", { name: "Recover" }));
  await waitFor(() => expect(router.state.location.pathname).toMatch(/executions\/again$/));
  expect(rerun).toHaveBeenCalledTimes(1);
  const [request] = rerun.mock.calls[0] ?? [];
  expect(request).toMatchObject({ mode: Mode.RECOVER, path: "", overwriteCache: false });
  expect(request?.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
});

test("rerun from a node on can become the node alone; the plan follows", async () => {
  const planRerun = vi.fn<NonNullable<ConsoleImpl["planRerun"]>>(({ mode }) => ({
    nodes: [{ path: "n1", fate: Fate.RUNS, why: mode === Mode.ONE_NODE ? "by itself" : "chosen to run again" }],
  }));
  renderConsole(`${path}?node=n1`, { ...ended, planRerun });
  fireEvent.click(await screen.findByRole("button", { name: "Rerun" }));
  const asked = await dialog(/^Rerun /);
  await asked.findByText("chosen to run again");
  fireEvent.click(asked.getByRole("button", { name: "Only this node" }));
  await asked.findByText("by itself");
  expect(planRerun.mock.calls.map(([request]) => [request.mode, request.path])).toEqual([
    [Mode.FROM_NODE, "n1"],
    [Mode.ONE_NODE, "n1"],
  ]);
});

test("inputs can be changed first: the plan follows, and only what was changed is sent", async () => {
  const count = {
    name: "count",
    type: { type: { case: "simple", value: SimpleType.INTEGER } },
    prefill: int(3),
  } as const;
  const planRerun = vi.fn<NonNullable<ConsoleImpl["planRerun"]>>(({ inputs }) => ({
    nodes: [{ path: "n1", fate: Fate.RUNS, why: inputs?.literals.count ? "reads what was changed" : "failed in f0" }],
    inputs: [count, { ...count, name: "kept" }],
  }));
  const rerun = vi.fn<NonNullable<ConsoleImpl["rerun"]>>(() => ({ id: { name: "again" } }));
  renderConsole(path, { ...ended, planRerun, rerun });
  fireEvent.click(await screen.findByRole("button", { name: "Recover" }));
  const asked = await dialog(/^Recover /);
  await asked.findByText("failed in f0");
  fireEvent.click(asked.getByText("nothing changed"));
  const field = asked.getByLabelText("count");
  fireEvent.change(field, { target: { value: "x" } });
  fireEvent.click(asked.getByRole("button", { name: "Recover" }));
  expect(rerun).not.toHaveBeenCalled();
  expect(field.getAttribute("aria-invalid")).toBe("true");

  fireEvent.change(field, { target: { value: "4" } });
  await asked.findByText("reads what was changed");
  expect(asked.getByText("1 input changed")).toBeTruthy();
  fireEvent.click(asked.getByRole("button", { name: "Recover" }));
  await waitFor(() => expect(rerun).toHaveBeenCalledTimes(1));
  expect(rerun.mock.calls[0]?.[0].inputs?.literals).toEqual({ count: int(4) });
});

test("the keyboard opens it: Shift+R, for the node that is selected, else for all", async () => {
  renderConsole(path, ended);
  await screen.findByRole("button", { name: "Recover" });
  fireEvent.keyDown(document.body, { key: "R", shiftKey: true });
  await dialog(/^Recover /);
});

test("while the plan is worked out, or cannot be, nothing can be launched", async () => {
  renderConsole(path, { ...ended, planRerun: never });
  fireEvent.click(await screen.findByRole("button", { name: "Recover" }));
  const asked = await dialog(/^Recover /);
  expect(asked.getByRole("status", { name: "Working out what would run" })).toBeTruthy();
  expect(asked.getByRole("button", { name: "Recover" })).toHaveProperty("disabled", true);
});

test("a refusal keeps the server's words", async () => {
  renderConsole(path, {
    ...ended,
    planRerun: () => {
      throw new ConnectError("choose the node around it", Code.FailedPrecondition);
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: "Recover" }));
  const asked = await dialog(/^Recover /);
  expect(await asked.findByText(/choose the node around it/)).toBeTruthy();
});

test("what still runs cannot be recovered yet, and the button says so", async () => {
  renderConsole(path, seeded);
  const button = await screen.findByRole("button", { name: "Recover" });
  expect(button).toHaveProperty("disabled", true);
  expect(button.title).toMatch(/has not ended/);
});
