import {
  NodeExecution_Phase as NodePhase,
  WorkflowExecution_Phase as Phase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { PlannedNode_Fate as Fate, RerunRequest_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, expect, test } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import type { Script } from "../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  execution,
  failing,
  int,
  literals,
  refusal,
  succeeds,
  titled,
} from "./testing/console-under-test.ts";
import { greeting, nested } from "./testing/sources.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

/** What ran, in order; nodes named in `bad` fail while they are in it. */
async function open(yaml: string, ...bad: string[]) {
  const left = new Set(bad);
  const attempts: AttemptSpec[] = [];
  console = await consoleUnderTest((attempt): Script => {
    attempts.push(attempt);
    return left.has(attempt.key.node) ? failing("exit 1") : succeeds(attempt);
  });
  await console.register(yaml);
  return { attempts, mend: () => left.clear(), ran: (name: string) => nodesOf(attempts, name) };
}
const nodesOf = (attempts: readonly AttemptSpec[], name: string) =>
  attempts.filter(({ key }) => key.execution === name).map(({ key }) => key.node);

const planned = async (request: Parameters<ConsoleUnderTest["client"]["planRerun"]>[0]) =>
  (await console.client.planRerun(request)).nodes.map(({ path, fate, why }) => `${path}: ${Fate[fate]}, ${why}`);

async function rerun(request: Parameters<ConsoleUnderTest["client"]["rerun"]>[0]) {
  const { id } = await console.client.rerun(request);
  const view = await console.ended(id?.name ?? "");
  return { name: id?.name ?? "", view, phases: new Map(view.nodes.map((node) => [node.path, node])) };
}

test("recover: the plan says what is reused and what runs, and so it comes", async () => {
  const { mend, ran } = await open(nested, "deep-0-two");
  const name = await console.launch("outer");
  expect((await console.ended(name)).execution?.phase).toBe(Phase.FAILED);
  const request = { source: execution(name), mode: Mode.RECOVER };
  expect(await planned(request)).toEqual([
    `make: REUSED, succeeded in ${name}`,
    `deep: RUNS, failed in ${name}`,
    `deep/one: REUSED, succeeded in ${name}`,
    `deep/two: RUNS, failed in ${name}`,
    "last: RUNS, downstream of deep",
  ]);
  mend();
  const again = await rerun({ ...request, idempotencyKey: "once" });
  expect(again.view.execution).toMatchObject({
    phase: Phase.SUCCEEDED,
    trigger: "recovered",
    reference: execution(name),
  });
  expect(ran(again.name)).toEqual(["deep-0-two", "last"]);
  expect(again.phases.get("make")).toMatchObject({ phase: NodePhase.RECOVERED, recoveredFrom: name });
  const { id } = await console.client.rerun({ ...request, idempotencyKey: "once" });
  expect(id?.name).toBe(again.name);
});

test("from a node on: it runs with all after it; what is before it is reused, though all had succeeded", async () => {
  const { ran } = await open(nested);
  const name = await console.launch("outer");
  await console.ended(name);
  const request = { source: execution(name), mode: Mode.FROM_NODE, path: "deep/two" };
  expect(await planned(request)).toEqual([
    `make: REUSED, succeeded in ${name}`,
    "deep: RUNS, two, inside it, runs again",
    `deep/one: REUSED, succeeded in ${name}`,
    "deep/two: RUNS, chosen to run again",
    "last: RUNS, downstream of deep",
  ]);
  const again = await rerun(request);
  expect(again.view.execution?.phase).toBe(Phase.SUCCEEDED);
  expect(ran(again.name)).toEqual(["deep-0-two", "last"]);
});

test("other inputs: what reads those that changed runs", async () => {
  const { attempts, ran } = await open(greeting());
  const name = await console.launch("greeting", titled);
  await console.ended(name);
  const source = execution(name);
  const same = { source, mode: Mode.RECOVER, inputs: literals({ count: int(3) }) };
  expect(await planned(same)).toEqual([`measure: REUSED, succeeded in ${name}`, `greet: REUSED, succeeded in ${name}`]);
  const changed = { ...same, inputs: literals({ count: int(5) }) };
  expect((await planned(changed))[1]).toBe("greet: RUNS, reads count, which changes");
  const { inputs } = await console.client.planRerun(changed);
  expect(inputs).toMatchObject([
    { name: "title", required: true, prefill: titled.literals.title },
    { name: "count", required: false, value: int(3), prefill: int(3) },
  ]);
  const again = await rerun(changed);
  expect(ran(again.name)).toEqual(["greet"]);
  expect(again.view.inputs?.literals).toMatchObject({ count: int(5), ...titled.literals });
  expect(attempts).toHaveLength(3);
});

test("one node: its task by itself, with the inputs it had and what the node sets", async () => {
  const { attempts, ran } = await open(greeting());
  const name = await console.launch("greeting", titled);
  await console.ended(name);
  const request = { source: execution(name), mode: Mode.ONE_NODE, path: "greet" };
  expect(await planned(request)).toEqual([`greet: RUNS, by itself, with the inputs it had in ${name}`]);
  const { inputs } = await console.client.planRerun(request);
  expect(inputs.map(({ name, prefill }) => [name, prefill])).toEqual([
    ["count", int(3)],
    ["length", int(7)],
  ]);
  const again = await rerun({ ...request, inputs: literals({ count: int(8) }) });
  expect(again.view.execution).toMatchObject({
    phase: Phase.SUCCEEDED,
    trigger: "relaunch",
    reference: execution(name),
    launchPlan: { name: "greet" },
  });
  expect(ran(again.name)).toHaveLength(1);
  expect(attempts.at(-1)?.overrides?.containerImage).toBe("busybox:other");
  expect(again.view.inputs?.literals).toEqual({ count: int(8), length: int(7) });
});

test("one node: a sub-workflow is launched with what it read", async () => {
  const { ran } = await open(nested);
  const name = await console.launch("outer");
  await console.ended(name);
  const again = await rerun({ source: execution(name), mode: Mode.ONE_NODE, path: "deep" });
  expect(again.view.execution).toMatchObject({ phase: Phase.SUCCEEDED, workflow: { name: "inner" } });
  expect(ran(again.name)).toEqual(["one", "two"]);
  expect(again.view.inputs?.literals).toEqual({ n: int(7) });
});

test("refuses what cannot be", async () => {
  await open(nested, "make");
  const name = await console.launch("outer");
  await console.ended(name);
  const source = execution(name);
  const { planRerun, rerun: launch } = console.client;
  expect(await refusal(planRerun({ source }))).toMatch(/^InvalidArgument The request says no mode/);
  expect(await refusal(planRerun({ source, mode: Mode.FROM_NODE }))).toMatch(
    /^InvalidArgument The request names no node/,
  );
  expect(await refusal(planRerun({ source, mode: Mode.FROM_NODE, path: "none" }))).toMatch(
    /^FailedPrecondition .* cannot be run again from none on/,
  );
  expect(await refusal(launch({ source, mode: Mode.ONE_NODE, path: "last" }))).toMatch(
    /^FailedPrecondition Node last of \w+ has no inputs stored: it has not been reached/,
  );
  expect(await refusal(launch({ source: execution("none"), mode: Mode.RECOVER }))).toMatch(/^NotFound /);
});

test("the launch form's relaunch keeps a reference", async () => {
  await open(greeting());
  const name = await console.launch("greeting", titled);
  const form = await console.client.getLaunchForm({ id: (await console.view(name)).execution?.launchPlan ?? {} });
  const target = form.target ?? {};
  const { id } = await console.client.launch({
    project: "flytesnacks",
    domain: "development",
    target,
    inputs: titled,
    reference: execution(name),
  });
  expect((await console.view(id?.name ?? "")).execution).toMatchObject({
    trigger: "relaunch",
    reference: execution(name),
  });
});
