import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as NodePhase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { type ExecutionEvent, ExecutionEvent_Notice as Notice } from "@skein/spec/gen/skein/console/v1/console_pb";
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
  succeeds,
  titled,
} from "../testing/console-under-test.ts";
import { greeting, nested } from "../testing/sources.ts";
import { watch } from "../testing/watched.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const open = async (yaml: string, script?: (attempt: AttemptSpec) => Script) => {
  console = await consoleUnderTest(script);
  await console.register(yaml);
};
const eventsOf = async (name: string, since = 0n) =>
  (await console.client.listEvents({ execution: execution(name), since })).events;

/** "measure 1 FAILED", "RUNNING", "! ABORT_REQUESTED". */
function words({ change, path, attempt }: ExecutionEvent): string {
  switch (change.case) {
    case "execution":
      return ExecutionPhase[change.value] ?? "?";
    case "node":
      return `${path} ${NodePhase[change.value]}`;
    case "task":
      return `${path} ${attempt + 1} ${TaskPhase[change.value]}`;
    case "notice":
      return `! ${Notice[change.value]}`;
    case undefined:
      return "?";
  }
}

describe("the events of an execution", () => {
  test("are its phases and those of its nodes and attempts, in order, with reasons and whose deed it was", async () => {
    await open(greeting(), (attempt) =>
      attempt.template.id?.name === "measure" && attempt.key.attempt === 0 ? failing("once") : succeeds(attempt),
    );
    const name = await console.launch("greeting", titled);
    await console.ended(name);
    const events = await eventsOf(name);
    const told = events.map(words);
    expect(told.slice(0, 2)).toEqual(["! LAUNCHED", "RUNNING"]);
    expect(events[0]?.actor).toBe((await console.view(name)).execution?.principal);
    expect(told.at(-1)).toBe("SUCCEEDED");
    expect(told.indexOf("measure 1 FAILED")).toBeLessThan(told.indexOf("measure 2 SUCCEEDED"));
    expect(told.indexOf("measure SUCCEEDED")).toBeLessThan(told.indexOf("greet RUNNING"));
    expect(told.filter((each) => /start-node|end-node|\?/.test(each))).toEqual([]);
    expect(events.find((event) => words(event) === "measure 1 FAILED")?.reason).toContain("once");
    const numbers = events.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => Number(a - b)));
  });

  test("name nodes inside nodes by their path", async () => {
    await open(nested);
    const name = await console.launch("outer");
    await console.ended(name);
    expect((await eventsOf(name)).map(words)).toContain("deep/one 1 SUCCEEDED");
  });

  test("tell who asked for the end, and why", async () => {
    await open(nested, endless);
    const name = await console.launch("outer");
    await eventually(() => console.world.containers.size === 1);
    await console.client.terminate({ id: execution(name), cause: "enough" });
    await console.ended(name);
    const events = await eventsOf(name);
    const asked = events.find((event) => words(event) === "! ABORT_REQUESTED");
    expect(asked?.reason).toContain("enough");
    expect(asked?.actor).toBe((await console.view(name)).abortPrincipal);
    expect(events.map(words).at(-1)).toBe("ABORTED");
  });

  test("go on where an earlier answer ended, and begin anew after a number this home never reached", async () => {
    await open(greeting());
    const name = await console.launch("greeting", titled);
    await console.ended(name);
    const whole = await console.client.listEvents({ execution: execution(name) });
    expect(whole.more).toBe(false);
    expect(await eventsOf(name, whole.upTo)).toEqual([]);
    expect(await eventsOf(name, whole.upTo + 900n)).toEqual(whole.events);
    const rest = await eventsOf(name, 3n);
    expect(rest).toEqual(whole.events.filter(({ number }) => number >= 3n));
  });

  test("of an execution that is not there are refused by name", async () => {
    await open(greeting());
    expect(await refusal(eventsOf("gone"))).toMatch(/^NotFound Execution .*gone/);
  });

  test("come by Watch as they happen, and end where the list does", async () => {
    await open(nested, (attempt) => ({ ...succeeds(attempt), startsAfterMs: 20, endsAfterMs: 40 }));
    const name = await console.launch("outer");
    const first = await console.client.listEvents({ execution: execution(name) });
    const stream = await watch(console);
    const topic = { kind: { case: "events", value: execution(name) } } as const;
    await stream.subscribe({ topic, since: first.upTo });
    const seen = () =>
      stream.messages.flatMap(({ kind }) => (kind.case === "events" ? kind.value.events : [])).map(words);
    await console.ended(name);
    await eventually(() => seen().at(-1) === "SUCCEEDED");
    expect([...first.events.map(words), ...seen()]).toEqual((await eventsOf(name)).map(words));
    await stream.close();
  });
});
