/** §4.5 The elements of a map node, as the console asks for them. */
import { TaskExecution_Phase as TaskPhase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import type { Script } from "../runner/scripted.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  endless,
  eventually,
  execution,
  failing,
  int,
  refusal,
} from "./testing/console-under-test.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

const squares = `version: v1
tasks:
  square:
    image: busybox:1.36
    inputs: { n: int, unit: string }
    outputs: { m: int }
    retries: 1
    script: echo 7 > "$OUTPUTS/m"
workflows:
  squares:
    nodes:
      many:
        map: square
        over: { n: [1, 2, 3, 4, 5] }
        with: { unit: cm }
        concurrency: 2
        minSuccesses: 4
    outputs: { all: "\${many.m}" }
`;

/** Element 1 fails once, element 3 always. */
const script = ({ subNode, key }: AttemptSpec): Script => {
  if (subNode?.index === 3 || (subNode?.index === 1 && key.attempt === 0)) return failing("no such number");
  return { endsAfterMs: 1, outputs: { m: int((subNode?.index ?? 0) * 10) } };
};

async function launched(each: (attempt: AttemptSpec) => Script): Promise<string> {
  console = await consoleUnderTest(each);
  await console.register(squares);
  return console.launch("squares");
}

const place = (name: string) => ({ execution: execution(name), path: "many" });

describe("of a map that has ended", () => {
  test("a page shows the newest attempt of each element, and how many there are of which kind", async () => {
    const name = await launched(script);
    await console.ended(name);
    const { items, counts, next } = await console.client.listMapItems(place(name));
    expect(items.map(({ index, nodeId, attempt, phase }) => [index, nodeId, attempt, TaskPhase[phase]])).toEqual([
      [0, "many-0-n0", 0, "SUCCEEDED"],
      [1, "many-0-n1", 1, "SUCCEEDED"],
      [2, "many-0-n2", 0, "SUCCEEDED"],
      [3, "many-0-n3", 1, "FAILED"],
      [4, "many-0-n4", 0, "SUCCEEDED"],
    ]);
    expect(items[3]?.errorHead).toBe("no such number");
    expect(items.every((each) => each.startedAt !== undefined && each.endedAt !== undefined)).toBe(true);
    expect(counts).toMatchObject({ total: 5, succeeded: 4, failed: 1, running: 0 });
    expect(next).toBeUndefined();
  });

  test.each([
    ["by pages", { limit: 2 }, [0, 1], 2],
    ["from an index on", { start: 3 }, [3, 4], undefined],
    ["of one phase", { phases: [TaskPhase.FAILED] }, [3], undefined],
    ["of several, by pages", { phases: [TaskPhase.FAILED, TaskPhase.SUCCEEDED], start: 2, limit: 2 }, [2, 3], 4],
    ["of a phase that none has", { phases: [TaskPhase.RUNNING] }, [], undefined],
    ["that have not begun", { phases: [TaskPhase.UNDEFINED] }, [], undefined],
    ["by what they read", { containing: "4" }, [3], undefined],
    ["by what they all read", { containing: "CM" }, [], undefined],
    ["by a phase and what they read", { containing: "4", phases: [TaskPhase.SUCCEEDED] }, [], undefined],
  ])("can be asked for %s", async (_, asked, indices, next) => {
    const name = await launched(script);
    await console.ended(name);
    const answer = await console.client.listMapItems({ ...place(name), ...asked });
    expect(answer.items.map(({ index }) => index)).toEqual(indices);
    expect(answer.next).toBe(next);
  });

  test("each says what it alone reads", async () => {
    const name = await launched(script);
    await console.ended(name);
    const { items } = await console.client.listMapItems(place(name));
    expect(items.map(({ inputHead }) => inputHead)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test.each([
    ["an element a bar", 0, [1, 1, 1, 1, 1], [0, 0, 0, 1, 0]],
    ["several a bar, the last one with the rest", 3, [2, 2, 1], [0, 1, 0]],
  ])("its strip has %s", async (_, bars, counts, failed) => {
    const name = await launched(script);
    await console.ended(name);
    const strip = await console.client.getMapStrip({ ...place(name), bars });
    expect(strip.bars.map(({ count }) => count)).toEqual(counts);
    expect(strip.bars.map((each) => each.failed)).toEqual(failed);
    expect(strip.bars.map(({ begun }) => begun)).toEqual(counts);
    expect(strip.bars.map(({ start }) => start)).toEqual(counts.map((_count, at) => at * Math.max(...counts)));
  });

  test("one element shows its attempts, what it read and what it wrote", async () => {
    const name = await launched(script);
    await console.ended(name);
    const { item, attempts, inputs, outputs } = await console.client.getMapItem({ ...place(name), index: 1 });
    expect(item).toMatchObject({ index: 1, attempt: 1, phase: TaskPhase.SUCCEEDED });
    expect(attempts.map(({ attempt, phase, error }) => [attempt, TaskPhase[phase], error?.code])).toEqual([
      [0, "FAILED", "Error"],
      [1, "SUCCEEDED", undefined],
    ]);
    expect(inputs?.literals.n).toEqual(int(2));
    expect(inputs?.literals.unit?.value.case).toBe("scalar");
    expect(outputs?.literals.m).toEqual(int(10));
  });

  test("the graph's node says how far its elements came", async () => {
    const name = await launched(script);
    const { nodes } = await console.ended(name);
    expect(nodes.find(({ path }) => path === "many")?.map).toMatchObject({ total: 5, succeeded: 4, failed: 1 });
  });
});

describe("of a map that runs", () => {
  test("those that have not begun stand after those that have", async () => {
    const name = await launched(endless);
    await eventually(async () => {
      const { counts } = await console.client.listMapItems(place(name));
      return counts?.running === 2;
    });
    const { items } = await console.client.listMapItems(place(name));
    expect(items.map(({ phase }) => TaskPhase[phase])).toEqual([
      "RUNNING",
      "RUNNING",
      "UNDEFINED",
      "UNDEFINED",
      "UNDEFINED",
    ]);
    const ahead = await console.client.listMapItems({ ...place(name), phases: [TaskPhase.UNDEFINED], limit: 2 });
    expect([ahead.items.map(({ index }) => index), ahead.next]).toEqual([[2, 3], 4]);
  });

  test("an element's log can be read under its key; one that has not begun has none", async () => {
    const name = await launched(endless);
    await eventually(async () => (await console.client.listMapItems(place(name))).counts?.running === 2);
    const source = (nodeId: string, attempt = 0) => ({ source: { execution: execution(name), nodeId, attempt } });
    expect(await refusal(console.client.getLogRange(source("many-0-n1")))).toBe("OK");
    expect(await refusal(console.client.getLogRange(source("many-0-n4")))).toMatch(/^NotFound|^FailedPrecondition/);
    expect(await refusal(console.client.getLogRange(source("many-0-n1", 1)))).not.toBe("OK");
  });
});

test("what is no map node, or has no such element, is refused in words", async () => {
  const name = await launched(script);
  await console.ended(name);
  const { client } = console;
  expect(await refusal(client.listMapItems({ ...place(name), path: "other" }))).toMatch(/other is no map node/);
  expect(await refusal(client.getMapItem({ ...place(name), index: 5 }))).toMatch(/no element 5; it has 5/);
  expect(await refusal(client.getMapItem({ ...place(name), index: -1 }))).toMatch(/no element -1/);
});
