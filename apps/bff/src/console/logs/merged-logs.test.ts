import {
  LogLine_Level as Level,
  LogMatch_Mode as Mode,
  LogLine_Stream as Stream,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { afterEach, describe, expect, test } from "vitest";
import type { LogLine, LogStream } from "../../runner/log-line.ts";
import {
  type ConsoleUnderTest,
  consoleUnderTest,
  execution,
  int,
  literals,
  refusal,
  scope,
} from "../testing/console-under-test.ts";
import { mapping, nested } from "../testing/sources.ts";
import { watch } from "../testing/watched.ts";

let console: ConsoleUnderTest;
afterEach(() => console.close());

type Written = readonly [ms: number, text: string, stream?: LogStream];

async function write(name: string, node: string, lines: readonly Written[], isOver = true): Promise<void> {
  const writer = await console.logs.open({ ...scope, execution: name, node, attempt: 0 });
  await writer.append(
    lines.map(([ms, text, stream = "STDOUT"]): LogLine => ({ atNanos: BigInt(ms) * 1_000_000n, stream, text })),
  );
  if (isOver) await writer.complete();
}

/** An execution of two tasks and a sub-workflow of two more, and its lines. */
async function ran() {
  console = await consoleUnderTest();
  await console.register(nested);
  const name = await console.launch("outer");
  const view = await console.ended(name);
  const idOf = (path: string) => view.nodes.find((node) => node.path === path)?.id ?? "";
  await write(name, idOf("make"), [
    [10, "INFO first"],
    [40, "ERROR fourth"],
    [30, "late, but after the fourth"],
  ]);
  await write(name, idOf("deep/one"), [
    [20, "WARN second"],
    [35, "\u001b[31mth\u001b[0mird", "STDERR"],
  ]);
  await write(name, idOf("last"), [[50, "last"]]);
  return { name, idOf, inScope: { execution: execution(name) } };
}

const texts = (lines: readonly { text: string }[]) => lines.map(({ text }) => text);

describe("the lines of an execution", () => {
  test("stand by time, those of one attempt as they were written; each says whose it is", async () => {
    const { inScope, idOf } = await ran();
    const page = await console.client.readLog({ scope: inScope });
    expect(texts(page.lines).map((text) => text.slice(-5))).toEqual([
      "first",
      "econd",
      "0mird",
      "ourth",
      "ourth",
      "last",
    ]);
    expect(page.lines.map(({ row }) => Number(row))).toEqual([0, 1, 2, 3, 4, 5]);
    expect([page.total, page.attempts]).toEqual([6n, 4]);
    const ids = new Map(page.origins.map(({ number, nodeId }) => [number, nodeId]));
    expect(ids.get(page.lines[1]?.origin ?? -1)).toBe(idOf("deep/one"));
  });

  test.each([
    ["a subtree", { path: "deep" }, ["WARN second", "\u001b[31mth\u001b[0mird"]],
    ["one stream", { streams: [Stream.STDERR] }, ["\u001b[31mth\u001b[0mird"]],
    ["a level and up", { level: Level.WARN }, ["WARN second", "ERROR fourth"]],
  ])("of %s", async (_, narrower, expected) => {
    const { inScope } = await ran();
    const { lines } = await console.client.readLog({ scope: { ...inScope, ...narrower } });
    expect(texts(lines)).toEqual(expected);
  });

  test("are found around a time and around a line", async () => {
    const { inScope, idOf } = await ran();
    const at = await console.client.readLog({
      scope: inScope,
      from: { case: "at", value: { seconds: 0n, nanos: 35_000_000 } },
      count: 2,
    });
    expect([at.found, at.lines.map(({ row }) => Number(row))]).toEqual([3n, [2, 3]]);
    const place = await console.client.readLog({
      scope: inScope,
      from: { case: "place", value: { nodeId: idOf("last"), attempt: 0, number: 0n } },
      count: 2,
    });
    expect([place.found, texts(place.lines)]).toEqual([5n, ["late, but after the fourth", "last"]]);
  });

  test("are searched as they are seen", async () => {
    const { inScope } = await ran();
    const search = (text: string, matchCase = false) =>
      console.client.searchLog({ scope: inScope, match: { text, matchCase } }).then(({ rows }) => rows);
    expect(await search("THIRD")).toEqual([2]);
    expect(await search("fourth")).toEqual([3, 4]);
    expect(await search("Fourth", true)).toEqual([]);
    expect(await search("31m")).toEqual([]);
  });

  test("can be only those that match, with those around them in the same attempt", async () => {
    const { inScope } = await ran();
    const only = async (text: string, context: number, mode = Mode.PLAIN) =>
      texts((await console.client.readLog({ scope: { ...inScope, only: { text, mode }, context } })).lines);
    expect(await only("fourth", 0)).toEqual(["ERROR fourth", "late, but after the fourth"]);
    expect(await only("error", 1)).toEqual(["INFO first", "ERROR fourth", "late, but after the fourth"]);
    expect(await only("^(INFO|ERROR) f", 0, Mode.REGEX)).toEqual(["INFO first", "ERROR fourth"]);
    expect(await only("nothing is like this", 3)).toEqual([]);
    expect(await refusal(only("(", 0, Mode.REGEX))).toMatch(/^InvalidArgument \( is no regular expression/);
  });

  test("of another order are not searched", async () => {
    const { inScope } = await ran();
    const answer = await console.client.searchLog({
      scope: inScope,
      match: { text: "first" },
      order: "another",
      start: 2n,
    });
    expect([answer.rows, answer.isEnd]).toEqual([[], true]);
    expect(answer.order).not.toBe("another");
  });

  test("come on the stream as they are written, and rows that were read stay where they are", async () => {
    const { name, idOf, inScope } = await ran();
    const before = await console.client.readLog({ scope: inScope });
    const watched = await watch(console);
    await watched.subscribe({ topic: { kind: { case: "lines", value: inScope } }, since: 6n });
    await write(name, idOf("deep/two"), [[1, "early, but it came late"]]);
    const { kind } = await watched.next("lines");
    expect(texts(kind.value.lines)).toEqual(["early, but it came late"]);
    expect([kind.value.lines[0]?.row, kind.value.order]).toEqual([6n, before.order]);
    await watched.close();
  });

  test("of the elements of a map say which element it was", async () => {
    console = await consoleUnderTest();
    await console.register(mapping);
    const name = await console.launch("mapping", literals({ n: int(7) }));
    await console.ended(name);
    await write(name, "many-0-n0", [[1, "one of many"]]);
    const { origins, lines } = await console.client.readLog({ scope: { execution: execution(name), path: "many" } });
    expect([texts(lines), origins.map(({ index, path }) => [path, index])]).toEqual([["one of many"], [["many", 0]]]);
  });

  test("of no execution are refused", async () => {
    await ran();
    expect(await refusal(console.client.readLog({ scope: { execution: execution("nowhere") } }))).toMatch(/^NotFound/);
  });
});
