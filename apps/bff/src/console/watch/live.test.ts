import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { RunnerStatus_State as RunnerState } from "@skein/spec/gen/skein/console/v1/console_pb";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../../runner/runner.ts";
import type { Script } from "../../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  execution,
  failing,
  refusal,
  scope,
  succeeds,
  titled,
} from "../testing/console-under-test.ts";
import { greeting, nested } from "../testing/sources.ts";
import { applyTo, comparable, ofExecution, type Watched, watch } from "../testing/watched.ts";

let console: ConsoleUnderTest;
let watched: Watched | undefined;
afterEach(async () => {
  await watched?.close();
  watched = undefined;
  await console.close();
});

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
  watched = await watch(console);
  return watched;
};

/** Follows an execution from a first view to its end, by deltas alone. */
async function follow(stream: Watched, name: string) {
  let view = await console.view(name);
  await stream.subscribe(ofExecution(name, view.sequence));
  let seen = 0;
  await eventually(() => {
    for (; seen < stream.messages.length; seen += 1) {
      const kind = stream.messages[seen]?.kind;
      if (kind?.case === "execution") view = applyTo(view, kind.value);
    }
    return view.execution?.endedAt !== undefined;
  });
  return view;
}

describe("a view and its deltas", () => {
  test.each<[string, (attempt: AttemptSpec) => Script]>([
    ["succeeds", (attempt) => ({ ...succeeds(attempt), startsAfterMs: 20, endsAfterMs: 40 })],
    ["fails inside", (attempt) => (attempt.key.node.includes("two") ? failing("no") : succeeds(attempt))],
    ["is slow to begin", (attempt) => ({ ...succeeds(attempt), startsAfterMs: 120 })],
  ])("of an execution that %s come to what a fresh view says at the end", async (_, script) => {
    const stream = await open(nested, script);
    const name = await console.launch("outer");
    const view = await follow(stream, name);
    expect(comparable(view)).toEqual(comparable(await console.view(name)));
  });

  test("of an aborted one carry its cause", async () => {
    const stream = await open(nested, endless);
    const name = await console.launch("outer");
    await eventually(() => console.world.containers.size === 1);
    const following = follow(stream, name);
    await console.client.terminate({ id: execution(name), cause: "enough" });
    const view = await following;
    expect([view.execution?.phase, view.abortCause]).toEqual([Phase.ABORTED, "enough"]);
    expect(comparable(view)).toEqual(comparable(await console.view(name)));
  });

  test("agree whatever attempts do", async () => {
    const outcomes = fc.array(fc.record({ startsAfterMs: fc.nat(30), endsAfterMs: fc.nat(60), fails: fc.boolean() }), {
      minLength: 5,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(outcomes, async (scripts) => {
        let started = 0;
        const stream = await open(nested, (attempt) => {
          const chosen = scripts[started++ % scripts.length];
          const script = chosen?.fails && started > 2 ? failing("no") : succeeds(attempt);
          return {
            ...script,
            ...(chosen ? { startsAfterMs: chosen.startsAfterMs, endsAfterMs: chosen.endsAfterMs } : {}),
          };
        });
        const name = await console.launch("outer");
        const view = await follow(stream, name);
        expect(comparable(view)).toEqual(comparable(await console.view(name)));
        await stream.close();
        await console.close();
      }),
      { numRuns: 6 },
    );
    await open(nested);
  });

  test("go on from an older sequence, with all that changed since", async () => {
    const stream = await open(greeting());
    const name = await console.launch("greeting", titled);
    const first = await console.view(name);
    const last = await console.ended(name);
    await stream.subscribe(ofExecution(name, first.sequence));
    const { kind, sequence } = await stream.next("execution");
    expect(sequence).toBe(last.sequence);
    if (kind.case !== "execution") throw new Error("not a delta");
    expect(comparable(applyTo(first, kind.value))).toEqual(comparable(last));
  });

  test("start over for a browser that knew another home", async () => {
    const stream = await open(greeting());
    const name = await console.launch("greeting", titled);
    const last = await console.ended(name);
    await stream.subscribe(ofExecution(name, 1_000_000n), {
      topic: { kind: { case: "executions", value: scope } },
      since: 1_000_000n,
    });
    const { kind, sequence } = await stream.next("execution");
    expect(sequence).toBe(last.sequence);
    expect(kind.case === "execution" && kind.value.nodes.length).toBe(last.nodes.length);
    expect((await stream.next("executions")).sequence).toBe(last.sequence);
  });
});

describe("topics", () => {
  test("of a list carry the current rows of what changed in its project and domain", async () => {
    const stream = await open(greeting());
    const { sequence } = await console.client.listExecutions(scope);
    await stream.subscribe(
      { topic: { kind: { case: "executions", value: scope } }, since: sequence },
      { topic: { kind: { case: "executions", value: { ...scope, domain: "staging" } } }, since: sequence },
    );
    const name = await console.launch("greeting", titled);
    await console.ended(name);
    const rows = () => stream.messages.flatMap(({ kind }) => (kind.case === "executions" ? kind.value.executions : []));
    await eventually(() => rows().at(-1)?.phase === Phase.SUCCEEDED);
    const { executions } = await console.client.listExecutions(scope);
    expect(rows().at(-1)).toEqual(executions[0]);
    expect(
      stream.messages.every(
        ({ topic }) => topic?.kind.case !== "executions" || topic.kind.value.domain === "development",
      ),
    ).toBe(true);
  });

  test("of entities say that something was registered", async () => {
    const stream = await open(greeting());
    const since = BigInt(console.db.sequence());
    await stream.subscribe({ topic: { kind: { case: "entities", value: scope } }, since });
    await console.register(nested);
    expect((await stream.next("entities")).sequence).toBeGreaterThan(since);
  });

  test("of a log carry its lines as they come, then that there are no more", async () => {
    const stream = await open(greeting(), endless);
    const name = await console.launch("greeting", titled);
    await eventually(() => console.world.containers.size === 1);
    const writer = await console.logs.open({ ...scope, execution: name, node: "measure", attempt: 0 });
    const line = (number: number) => ({ atNanos: BigInt(number), stream: "STDOUT" as const, text: `line ${number}` });
    await writer.append([line(0), line(1)]);
    const source = { execution: execution(name), nodeId: "measure", attempt: 0 };
    await stream.subscribe({ topic: { kind: { case: "log", value: source } }, since: 1n });
    const lines = () =>
      stream.messages.flatMap(({ kind }) => (kind.case === "log" ? kind.value.lines.map((each) => each.text) : []));
    await eventually(() => lines().length === 1);
    await writer.append([line(2)]);
    await writer.complete();
    await eventually(() => stream.messages.some(({ kind }) => kind.case === "log" && kind.value.complete));
    expect(lines()).toEqual(["line 1", "line 2"]);
  });

  test("of the runner say how it is, and how it becomes", async () => {
    const stream = await open(greeting());
    await stream.subscribe({ topic: { kind: { case: "runner", value: {} } }, since: 0n });
    const state = async () => {
      const { kind } = await stream.next("runner");
      return kind.case === "runner" ? kind.value.state : undefined;
    };
    expect(await state()).toBe(RunnerState.READY);
    console.runner.setReachable(false);
    expect(await state()).toBe(RunnerState.UNAVAILABLE);
  });

  test("that are not there fail in words, and the others go on", async () => {
    const stream = await open(greeting(), endless);
    const name = await console.launch("greeting", titled);
    const source = { execution: execution(name), nodeId: "greet", attempt: 0 };
    await stream.subscribe(
      ofExecution("gone"),
      { topic: { kind: { case: "log", value: source } }, since: 0n },
      { topic: { kind: { case: "log", value: { ...source, nodeId: "measure", attempt: 7 } } }, since: 0n },
      ofExecution(name),
    );
    await stream.next("execution");
    const failures = stream.messages.flatMap(({ kind }) => (kind.case === "failed" ? [kind.value.message] : []));
    expect(failures).toEqual([
      expect.stringMatching(/Execution .*gone does not exist/),
      expect.stringMatching(/greet .*has not started/),
      expect.stringMatching(/measure .*(has no attempt 7|has not started)/),
    ]);
  });

  test("are refused when the stream is not open, or a topic is empty", async () => {
    await open(greeting());
    const { client } = console;
    const call = client.subscribe({ streamId: "nobody-opened-this-one", subscriptions: [] });
    expect(await refusal(call)).toMatch(/^NotFound No stream .* is open; call Watch first, or again/);
    const streamId = crypto.randomUUID();
    const own = await watch(console, streamId);
    expect(await refusal(client.subscribe({ streamId, subscriptions: [{ since: 0n }] }))).toMatch(/^InvalidArgument/);
    await own.close();
  });
});

test("ten streams on one execution all see its end", async () => {
  await open(nested, (attempt) => ({ ...succeeds(attempt), endsAfterMs: 30 }));
  const name = await console.launch("outer");
  const streams = await Promise.all(Array.from({ length: 10 }, () => watch(console)));
  const views = await Promise.all(streams.map((stream) => follow(stream, name)));
  const last = comparable(await console.view(name));
  for (const view of views) expect(comparable(view)).toEqual(last);
  for (const stream of streams) await stream.close();
});
