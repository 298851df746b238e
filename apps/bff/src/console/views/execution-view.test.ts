import {
  NodeExecution_Phase as NodePhase,
  WorkflowExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { ExecutionSort, RerunRequest_Mode as RerunMode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../../runner/runner.ts";
import type { Script } from "../../runner/scripted.ts";
import { findExecution } from "../../store/executions.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  failing,
  int,
  refusal,
  scope,
  succeeds,
  text,
  titled,
} from "../testing/console-under-test.ts";
import { greeting, nested, twice } from "../testing/sources.ts";
import { executionDelta } from "./execution-view.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
};

describe("the list of executions", () => {
  const some = async () => {
    await open(`${greeting()}`, (attempt) =>
      attempt.template.id?.name === "greet" ? failing("no voice") : succeeds(attempt),
    );
    await console.register(nested);
    for (const name of ["a", "b", "c"]) {
      const target = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "greeting", version: "v1" };
      await console.client.launch({ ...scope, target, inputs: titled, name: `greeting-${name}` });
      await console.ended(`greeting-${name}`);
    }
    const target = { resourceType: ResourceType.LAUNCH_PLAN, ...scope, name: "outer", version: "v1" };
    await console.client.launch({ ...scope, target, name: "nested-run" });
    await console.ended("nested-run");
  };
  const names = (executions: readonly { id?: { name: string } | undefined }[]) =>
    executions.map((each) => each.id?.name);

  test("filters by phase, text and workflow, counts each phase, and goes page by page", async () => {
    await some();
    const { client } = console;
    const all = await client.listExecutions(scope);
    expect(names(all.executions)).toEqual(["nested-run", "greeting-c", "greeting-b", "greeting-a"]);
    const counts = (answer: typeof all) =>
      Object.fromEntries(answer.counts.map((each) => [Phase[each.phase], each.count]));
    expect(counts(all)).toEqual({ SUCCEEDED: 1n, FAILED: 3n });
    expect(all.sequence).toBe(BigInt(console.db.sequence()));

    const failed = await client.listExecutions({ ...scope, query: "status:failed" });
    expect([failed.total, names(failed.executions).length]).toEqual([3n, 3]);
    expect(counts(failed)).toEqual(counts(all));
    expect(names((await client.listExecutions({ ...scope, query: "ING-B" })).executions)).toEqual(["greeting-b"]);
    expect(names((await client.listExecutions({ ...scope, query: "outer" })).executions)).toEqual(["nested-run"]);
    expect((await client.listExecutions({ ...scope, query: "workflow:greeting" })).total).toBe(3n);
    expect((await client.listExecutions({ ...scope, domain: "staging" })).total).toBe(0n);

    const first = await client.listExecutions({ ...scope, limit: 3 });
    await console.ended(await console.launch("greeting", titled));
    const second = await client.listExecutions({ ...scope, limit: 3, token: first.token });
    expect([...names(first.executions), ...names(second.executions)]).toEqual(names(all.executions));
    expect([second.token, second.total]).toEqual(["", 5n]);
  });

  test("shows of each what ran, by whom it was launched, how far it came and the line that says most", async () => {
    await some();
    const { executions } = await console.client.listExecutions(scope);
    expect(executions[0]).toMatchObject({
      trigger: "manual",
      workflow: { name: "outer", version: "v1" },
      launchPlan: { resourceType: ResourceType.LAUNCH_PLAN, name: "outer" },
      errorHead: "",
      // Three nodes, and the two inside one of them.
      nodes: { total: 5, succeeded: 5, failed: 0, running: 0 },
    });
    expect(executions[1]).toMatchObject({ errorHead: "no voice", nodes: { total: 2, succeeded: 1, failed: 1 } });
    expect(executions[1]?.endedAt?.seconds).toBeGreaterThanOrEqual(executions[1]?.startedAt?.seconds ?? 0n);
  });

  test("is filtered by its grammar, its values completed, its rows counted over time", async () => {
    await some();
    const { client } = console;
    const listed = async (query: string, more = {}) => await client.listExecutions({ ...scope, query, ...more });
    expect((await listed("status:failed workflow:greet* nonsense:1")).total).toBe(3n);
    const [given] = Object.keys(titled.literals);
    const asked = await listed(`input.${given}:* -name:greeting-b`, { sort: ExecutionSort.BY_NAME, ascending: true });
    expect(names(asked.executions)).toEqual(["greeting-a", "greeting-c"]);
    expect(names((await listed("output.n:*")).executions)).toEqual(["nested-run"]);
    expect((await listed("workflow:outer")).medians).toMatchObject([{ workflow: "outer" }]);

    const completed = async (key: string, text = "") => (await client.completeFilter({ ...scope, key, text })).values;
    expect(await completed("workflow", "OUT")).toEqual(["outer"]);
    expect(await completed("input.", "TI")).toEqual([given]);
    expect(await completed("nonsense")).toEqual([]);

    const { bars, barMs, from } = await client.getHistogram({ ...scope, query: "status:failed started:>-0s", bars: 4 });
    const sum = bars.flatMap(({ counts }) => counts).reduce((all, { count }) => all + count, 0n);
    expect([sum, bars.length <= 4, barMs >= 1000n, from !== undefined]).toEqual([3n, true, true, true]);
  });

  test.each(["x", "-1", "1.5", "9007199254740993"])("refuses the token %s", async (token) => {
    await open(greeting());
    expect(await refusal(console.client.listExecutions({ ...scope, token }))).toMatch(
      /^InvalidArgument .* is not a page token; take it from the last answer/,
    );
  });
});

describe("the execution page", () => {
  test("has graph, nodes, inputs and outputs", async () => {
    await open(greeting());
    const view = await console.ended(await console.launch("greeting", titled));
    expect(view.execution?.phase).toBe(Phase.SUCCEEDED);
    expect(view.inputs?.literals).toEqual({ title: text("skein"), count: int(3) });
    expect(view.outputs?.literals).toEqual({ text: text("seven") });
    expect(view.error).toBeUndefined();
    const byPath = Object.fromEntries(view.nodes.map((node) => [node.path, NodePhase[node.phase]]));
    expect(byPath).toMatchObject({ measure: "SUCCEEDED", greet: "SUCCEEDED" });
    expect(view.graph?.edges.map(({ from, to }) => `${from} ${to}`)).toContain("measure greet");
    for (const path of Object.keys(byPath)) expect(view.graph?.nodes.map((node) => node.path)).toContain(path);
  });

  test("says what launched it and where, and what was launched because of it", async () => {
    await open(twice);
    const name = await console.launch("twice");
    const view = await console.ended(name);
    const { total, first } = view.lineage?.children ?? {};
    expect([total, first?.map(({ path, phase, trigger }) => [path, Phase[phase], trigger])]).toEqual([
      2,
      [
        ["first", "SUCCEEDED", "child workflow"],
        ["second", "SUCCEEDED", "child workflow"],
      ],
    ]);
    expect(view.lineage?.reruns).toMatchObject({ total: 0, first: [] });
    const [childName = ""] = first?.map(({ id }) => id?.name) ?? [];
    const child = await console.view(childName);
    expect(child.execution?.parent).toMatchObject({ execution: { ...scope, name }, path: "first" });
    expect(child.lineage?.children?.total).toBe(0);

    const { id } = await console.client.rerun({ source: { ...scope, name }, mode: RerunMode.RECOVER });
    await console.ended(id?.name ?? "");
    const { reruns } = (await console.view(name)).lineage ?? {};
    expect([reruns?.total, reruns?.first.map((each) => [each.id?.name, each.trigger])]).toEqual([
      1,
      [[id?.name, "recovered"]],
    ]);
    const again = await console.view(id?.name ?? "");
    expect(again.execution).toMatchObject({ reference: { name } });
    expect(again.execution?.parent).toBeUndefined();
    const near = await console.client.findNearExecutions({ id: { ...scope, name: name.slice(0, -1) } });
    expect(near.executions.map((each) => each.id?.name)).toContain(name);
  });

  test("a delta brings its children once its nodes launch them, and says nothing of them else", async () => {
    await open(twice);
    const name = await console.launch("twice");
    await console.ended(name);
    const row = findExecution(console.db, { ...scope, name }) ?? expect.fail("no row");
    const read = async (since: number) =>
      executionDelta(console.db, { read: async () => undefined, has: async () => true }, row, since, () =>
        expect.fail("no dynamic node"),
      );
    expect((await read(0)).lineage?.children?.total).toBe(2);
    expect((await read(console.db.sequence())).lineage).toBeUndefined();
  });

  test("has of every node its attempts in brief: each phase once, times and usage, no words", async () => {
    await open(greeting(), (attempt) =>
      attempt.template.id?.name === "measure" && attempt.key.attempt === 0 ? failing("once") : succeeds(attempt),
    );
    const view = await console.ended(await console.launch("greeting", titled));
    const attempts = view.nodes.find(({ path }) => path === "measure")?.attempts ?? [];
    expect(attempts.map(({ attempt, phase }) => [attempt, TaskPhase[phase]])).toEqual([
      [0, "FAILED"],
      [1, "SUCCEEDED"],
    ]);
    for (const { history, createdAt, endedAt, error, container, usage } of attempts) {
      const phases = history.map(({ phase }) => phase);
      expect(new Set(phases).size).toBe(phases.length);
      expect(history.every(({ at, reason }) => at !== undefined && reason === "")).toBe(true);
      expect([createdAt === undefined, endedAt === undefined, error, container]).toEqual([
        false,
        false,
        undefined,
        undefined,
      ]);
      expect(usage).toBeDefined();
    }
  });

  test("says what nodes ask of the machine, where they or their tasks say it", async () => {
    await open(greeting());
    const view = await console.ended(await console.launch("greeting", titled));
    expect(view.resources).toMatchObject([{ path: "greet", memoryLimitBytes: 64n * 1024n ** 2n }]);
    expect(view.resources[0]?.cpuLimit).toBeUndefined();
  });

  test("of a failure names the node it comes from", async () => {
    await open(nested, (attempt) => (attempt.key.node.includes("two") ? failing("it broke") : succeeds(attempt)));
    const view = await console.ended(await console.launch("outer"));
    expect(view.execution?.phase).toBe(Phase.FAILED);
    expect(view.errorPath).toBe("deep/two");
    expect(view.error?.message).toContain("it broke");
  });

  test("refuses an execution that does not exist, by name", async () => {
    await open(greeting());
    expect(await refusal(console.view("gone"))).toMatch(
      /^NotFound Execution .*gone.* does not exist; look for it in the list/,
    );
  });
});
