import {
  NodeExecution_Phase as NodePhase,
  WorkflowExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { Breakpoint_Side as Side, Why_State as State } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findExecution } from "../store/executions.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  eventually,
  execution,
  int,
  literals,
  refusal,
  scope,
  text,
  workflow,
} from "./testing/console-under-test.ts";
import { branching, gated, nested } from "./testing/sources.ts";

let console: ConsoleUnderTest;
beforeEach(async () => {
  console = await consoleUnderTest();
  await console.register(nested);
});
afterEach(() => console.close());

const before = (path: string, condition = "") => ({
  place: { case: "path" as const, value: path },
  side: Side.BEFORE,
  condition,
});
const after = (path: string) => ({ ...before(path), side: Side.AFTER });

async function launch(name: string, breakpoints: ReturnType<typeof before>[], inputs = literals({})): Promise<string> {
  const { target } = await console.client.getLaunchForm({ id: workflow(name) });
  const { id } = await console.client.launch({ ...scope, ...(target && { target }), inputs, breakpoints });
  return id?.name ?? "";
}

async function held(name: string, path: string) {
  const node = async () => (await console.view(name)).nodes.find((each) => each.path === path);
  await eventually(async () => (await node())?.held !== undefined && (await node())?.held !== Side.SIDE_UNSPECIFIED);
  return (await node())?.id ?? "";
}
const on = (name: string, nodeId: string) => ({ execution: execution(name), nodeId });

describe("a breakpoint set at the launch", () => {
  test("catches the run; the view, the node and its reason say so; continued, it goes on", async () => {
    const name = await launch("outer", [before("deep/two")]);
    const nodeId = await held(name, "deep/two");
    const view = await console.view(name);
    expect(view.breakpoints).toMatchObject([before("deep/two")]);
    expect(view.nodes.find((each) => each.path === "deep/two")).toMatchObject({
      phase: NodePhase.QUEUED,
      reason: "Held at a breakpoint before it.",
    });
    const node = await console.client.getNode({ execution: execution(name), path: "deep/two" });
    expect(node.because).toMatchObject({
      text: "Held at a breakpoint before it.",
      kind: { case: "held", value: { side: Side.BEFORE, stepped: false } },
    });
    expect(node.editable).toMatchObject([{ name: "n", required: true, prefill: int(7) }]);
    await console.client.continue(on(name, nodeId));
    expect((await console.ended(name)).execution?.phase).toBe(Phase.SUCCEEDED);
    const { events } = await console.client.listEvents({ execution: execution(name) });
    expect(events.filter((each) => each.path === "deep/two").map((each) => each.reason)).toContain(
      "Held at a breakpoint before it.",
    );
  });

  test("is refused where there is no such node, and nothing is launched", async () => {
    expect(await refusal(launch("outer", [before("deep/three")]))).toBe(
      "InvalidArgument deep/three is no node of this workflow; choose one of its graph",
    );
    expect(await refusal(launch("outer", [before("last", "m > 1")]))).toMatch(/m is no input of this node; .*n/);
    expect((await console.client.listExecutions(scope)).executions).toEqual([]);
  });
});

test("a condition decides whether a node is held", async () => {
  const name = await launch("outer", [before("deep/one", "n > 7"), before("last", "n == 7")]);
  await held(name, "last");
  const { nodes } = await console.view(name);
  expect(nodes.find((each) => each.path === "deep/one")?.phase).toBe(NodePhase.SUCCEEDED);
});

test("steps go from node to node, into a sub-workflow and out of it", async () => {
  const name = await launch("outer", [after("make")]);
  for (const path of ["make", "deep", "deep/one", "deep/two", "last"]) {
    await console.client.step(on(name, await held(name, path)));
  }
  expect((await console.ended(name)).execution?.phase).toBe(Phase.SUCCEEDED);
});

describe("other inputs", () => {
  test("are what the node reads", async () => {
    await console.register(branching);
    const name = await launch("branching", [before("decide")], literals({ n: int(7) }));
    const nodeId = await held(name, "decide");
    await console.client.editInputs({ ...on(name, nodeId), inputs: literals({ ".n": int(2) }) });
    await console.client.continue(on(name, nodeId));
    const { nodes } = await console.ended(name);
    const node = (path: string) => console.client.getNode({ execution: execution(name), path });
    expect((await node("decide")).inputs?.literals[".n"]).toEqual(int(2));
    const skipped = nodes.filter((each) => each.phase === NodePhase.SKIPPED);
    expect(skipped).toHaveLength(1);
    expect((await node(skipped[0]?.path ?? "")).because?.kind).toMatchObject({
      case: "armNotTaken",
      value: { outcome: false, values: { ".n": int(2) } },
    });
  });

  test("are refused by name when they do not fit, or the node is not held before it began", async () => {
    const name = await launch("outer", [before("last"), after("make")]);
    const make = await held(name, "make");
    const edit = (nodeId: string, inputs: ReturnType<typeof literals>) =>
      refusal(console.client.editInputs({ ...on(name, nodeId), inputs }));
    expect(await edit(make, literals({}))).toMatch(/^FailedPrecondition .*held after it has run/);
    expect(await edit("last", literals({ n: int(1) }))).toMatch(/^NotFound last .* has not begun/);
    await console.client.continue(on(name, make));
    const last = await held(name, "last");
    const refused = await edit(last, literals({ n: text("1"), extra: int(1) }));
    expect(refused).toMatch(/^InvalidArgument The inputs do not fit last: /);
    expect(refused).toMatch(/\bn\b.*extra|extra.*\bn\b/);
    expect(await refusal(console.client.continue(on(name, "deep")))).toMatch(/deep cannot be let go: it is not held/);
  });
});

test("breakpoints are set, listed and cleared while it runs; an execution that has ended takes none", async () => {
  await console.register(gated);
  const name = await launch("gated", []);
  const request = { execution: execution(name), breakpoint: before("number") };
  await console.client.setBreakpoint(request);
  const list = async () => (await console.client.listBreakpoints({ execution: execution(name) })).breakpoints;
  await eventually(async () => (await list()).length === 1);
  await console.client.clearBreakpoint(request);
  await eventually(async () => (await list()).length === 0);
  await console.client.terminate({ id: execution(name), cause: "" });
  await console.ended(name);
  expect(await refusal(console.client.setBreakpoint(request))).toMatch(/^FailedPrecondition The execution has ended/);
  const number = await console.client.getNode({ execution: execution(name), path: "number" });
  expect(number.because?.kind).toEqual({ case: "state", value: State.NEVER_STARTED });
});

test("an abort ends what is held", async () => {
  const name = await launch("outer", [before("last")]);
  await held(name, "last");
  await console.client.terminate({ id: execution(name), cause: "enough" });
  const { nodes } = await console.ended(name);
  expect(nodes.find((each) => each.path === "last")).toMatchObject({ phase: NodePhase.ABORTED, held: 0 });
});

test("gates that wait are listed with what they wait for", async () => {
  await console.register(gated);
  const name = await launch("gated", []);
  const list = async () => (await console.client.listWaitingGates(scope)).gates;
  await eventually(async () => (await list()).length === 1);
  expect(await list()).toMatchObject([
    { execution: execution(name), path: "sure", name: "Are you sure?", gate: { signalId: "sure", isApproval: true } },
  ]);
  expect((await console.client.listWaitingGates({})).gates).toHaveLength(1);
  expect((await console.client.listWaitingGates({ ...scope, domain: "production" })).gates).toEqual([]);
  expect(findExecution(console.db, execution(name))?.ended_at).toBeNull();
});
