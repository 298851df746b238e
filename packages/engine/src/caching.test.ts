import type { NodeSketch } from "@skein/compiler/testing/closure";
import { describe, expect, test } from "vitest";
import { outstanding } from "./outstanding.ts";
import { why } from "./status.ts";
import {
  cacheEntry,
  commandText,
  type Drive,
  driveOf,
  failed,
  type Options,
  recordText,
  reported,
  type Stepped,
  succeeded,
} from "./testing/drive.ts";

const texts = ({ commands, records }: Stepped) => [...records.map(recordText), ...commands.map(commandText)];
const written = { kind: "cacheWritten", node: "a", attempt: 0, status: "CACHE_POPULATED", entry: cacheEntry } as const;
const hit = { kind: "cacheChecked", node: "a", outcome: { kind: "hit", entry: cacheEntry } } as const;
const miss = { kind: "cacheChecked", node: "a", outcome: { kind: "miss" } } as const;
const held = { kind: "cacheChecked", node: "a", outcome: { kind: "held", owner: "node n0 of execution f0" } } as const;

/** One cached node, its inputs resolved. */
function cachedDrive(node: Partial<NodeSketch> = {}, options: Options = {}): Drive & { readonly first: Stepped } {
  const drive = driveOf({ nodes: [{ id: "a", cache: "each", ...node }] }, options);
  drive.send({ kind: "started" });
  return { ...drive, first: drive.send({ kind: "inputsResolved", node: "a" }) };
}

describe("§8 a cached task", () => {
  test("is looked up once its inputs are there, before anything of it is visible", () => {
    const { first, run } = cachedDrive();
    expect(texts(first)).toEqual(["checkCache a"]);
    expect(first.commands[0]).toMatchObject({
      task: "p:d:kept:1",
      cacheVersion: "1",
      inputs: expect.stringMatching(/\/a\/data\/inputs\.pb$/),
      to: expect.stringMatching(/\/a\/data\/0\/outputs\.pb$/),
      isReserving: false,
    });
    expect(why(run, "a")?.text).toBe("Looks for an earlier result with the same inputs.");
  });

  test("on a hit has succeeded as its first and only event, without a task execution", () => {
    const drive = cachedDrive();
    const { records, commands } = drive.send(hit);
    expect(records.slice(0, 1).map(recordText)).toEqual(["a SUCCEEDED"]);
    expect(records[0]).toMatchObject({
      cache: { status: "CACHE_HIT", entry: cacheEntry },
      outputs: expect.stringMatching(/\/a\/data\/0\/outputs\.pb$/),
    });
    expect(commands.map(commandText)).toEqual(["resolveInputs end-node"]);
    expect(drive.records.filter(({ kind }) => kind === "task")).toEqual([]);
  });

  test("on a miss runs, keeps its outputs, and only then has succeeded", () => {
    const drive = cachedDrive();
    expect(texts(drive.send(miss))).toEqual(["a QUEUED", "startTask a#0"]);
    expect(texts(drive.send(succeeded("a")))).toEqual(["a#0 SUCCEEDED", "removeTask a#0", "writeCache a#0"]);
    const { records } = drive.send(written);
    expect(records[0]).toMatchObject({
      phase: "SUCCEEDED",
      cache: { status: "CACHE_POPULATED", entry: cacheEntry },
    });
  });

  test("succeeds though its outputs could not be kept", () => {
    const drive = cachedDrive();
    drive.send(miss);
    drive.send(succeeded("a"));
    const { records } = drive.send({ kind: "cacheWritten", node: "a", attempt: 0, status: "CACHE_PUT_FAILURE" });
    expect(records[0]).toMatchObject({ phase: "SUCCEEDED", cache: { status: "CACHE_PUT_FAILURE" } });
  });

  test("does not look again for its retries", () => {
    const drive = cachedDrive({ retries: 1 });
    drive.send(miss);
    expect(texts(drive.send(failed("a")))).toEqual(["a#0 FAILED", "removeTask a#0", "startTask a#1"]);
    drive.send(succeeded("a", 1));
    expect(drive.send({ ...written, attempt: 1 }).records[0]).toMatchObject({
      phase: "SUCCEEDED",
      outputs: expect.stringMatching(/\/a\/data\/1\/outputs\.pb$/),
    });
  });

  test("is not looked up when the cache is to be overwritten, but kept in the place of what was", () => {
    const drive = cachedDrive({ cache: "serialized" }, { overwriteCache: true });
    expect(texts(drive.first)).toEqual(["a QUEUED", "startTask a#0"]);
    const { commands } = drive.send(succeeded("a"));
    expect(commands.find(({ kind }) => kind === "writeCache")).toMatchObject({ overwrites: true });
  });

  test("asks again after a crash, and for a lookup that could not be made", () => {
    const drive = cachedDrive();
    expect(outstanding(drive.run).map(commandText)).toEqual(["checkCache a"]);
    drive.send({ kind: "commandFailed", command: "checkCache|a", message: "disk" });
    expect(drive.send({ kind: "timerFired", timer: "reissue|checkCache|a" }).commands.map(commandText)).toEqual([
      "checkCache a",
    ]);
  });

  test("has no deadline any more while its outputs are being kept", () => {
    const drive = cachedDrive({ timeoutMs: 1000 });
    drive.send(miss);
    drive.send(reported("a"));
    const { commands } = drive.send(succeeded("a"));
    expect(commands.map(commandText)).toEqual([
      "removeTask a#0",
      "clearTimer active|a",
      "clearTimer execution|a|0",
      "writeCache a#0",
    ]);
  });

  test.each([
    ["while it is looked up", [], ["= ABORTING", "= ABORTED"]],
    ["while its outputs are being kept", [miss, succeeded("a")], ["= ABORTING", "a ABORTED", "= ABORTED"]],
  ])("is let go by an abort %s", (_, before, expected) => {
    const drive = cachedDrive();
    for (const event of before) drive.send(event);
    expect(drive.send({ kind: "abortRequested", reason: "enough" }).records.map(recordText)).toEqual(expected);
    expect(drive.send(hit)).toEqual({ commands: [], records: [] });
  });
});

describe("§8 a serialized cache", () => {
  const serialized = (node: Partial<NodeSketch> = {}) => cachedDrive({ ...node, cache: "serialized" });

  test("has a node wait, visibly, for the other that makes the same", () => {
    const drive = serialized({ timeoutMs: 1000 });
    expect(drive.first.commands[0]).toMatchObject({ isReserving: true });
    const { records, commands } = drive.send(held);
    expect(records).toMatchObject([{ phase: "QUEUED", reason: "waiting on serialized cache" }]);
    expect(commands.map(commandText)).toEqual(["setTimer active|a @5000"]);
    expect(why(drive.run, "a")).toEqual({
      kind: "cache",
      owner: "node n0 of execution f0",
      text: "Waits for node n0 of execution f0 to make the same result (serialized cache).",
    });
    expect(outstanding(drive.run).map(commandText)).toContain("checkCache a");
    expect(drive.send(held)).toEqual({ commands: [], records: [] });
  });

  test("the one that has waited takes the other's result", () => {
    const drive = serialized();
    drive.send(held);
    const { records } = drive.send(hit);
    expect(records[0]).toMatchObject({ phase: "SUCCEEDED", cache: { status: "CACHE_HIT" } });
  });

  test("or makes it itself, when the other has failed", () => {
    const drive = serialized();
    drive.send(held);
    expect(texts(drive.send(miss))).toEqual(["startTask a#0"]);
  });

  test.each([
    ["fails", failed("a", 0, undefined, false)],
    ["is aborted", { kind: "abortRequested", reason: "enough" }],
  ] as const)("is given back by one that %s", (_, end) => {
    const drive = serialized();
    drive.send(miss);
    drive.send(end);
    drive.send({ kind: "taskStopped", node: "a", attempt: 0 });
    expect(drive.commands.map(commandText)).toContain("releaseCache a");
  });

  test("is kept from one attempt to the next, and given back with the result", () => {
    const drive = serialized({ retries: 1 });
    drive.send(miss);
    drive.send(failed("a"));
    drive.send(succeeded("a", 1));
    drive.send({ ...written, attempt: 1 });
    expect(drive.commands.map(commandText)).not.toContain("releaseCache a");
  });

  test("is given back by one that is stopped before it knows whether it has it", () => {
    const drive = serialized();
    expect(drive.send({ kind: "abortRequested", reason: "enough" }).commands.map(commandText)).toEqual([
      "releaseCache a",
    ]);
  });

  test("the deadline over all attempts counts while it waits", () => {
    const drive = serialized({ timeoutMs: 1000 });
    drive.send(held);
    const { records, commands } = drive.send({ kind: "timerFired", timer: "active|a" });
    expect(records[0]).toMatchObject({ phase: "TIMED_OUT" });
    expect(commands.map(commandText)).toContain("releaseCache a");
  });
});

describe("§8 elements of an array are each kept", () => {
  const mapped = (options: Options = {}) => {
    const drive = driveOf({ nodes: [{ id: "m", maps: { size: 2, cache: "serialized", retries: 1 } }] }, options);
    drive.send({ kind: "started" });
    const first = drive.send({ kind: "inputsResolved", node: "m", finding: { kind: "array", size: 2 } });
    return { drive, first };
  };
  const asked = (index: number, outcome: (typeof hit | typeof miss | typeof held)["outcome"]) =>
    ({ kind: "cacheChecked", node: `m-0-n${index}`, outcome }) as const;
  const kept = (index: number, attempt = 0) =>
    ({ kind: "cacheWritten", node: `m-0-n${index}`, attempt, status: "CACHE_POPULATED" }) as const;

  test("each asks for its own: by its element of the inputs, for where its outputs are", () => {
    const { first } = mapped();
    expect(first.commands.map(commandText)).toEqual(["checkCache m-0-n0", "checkCache m-0-n1"]);
    expect(first.commands[1]).toMatchObject({
      task: "p:d:mapped-kept-serialized:1",
      isReserving: true,
      subNode: { index: 1, isListed: true },
      to: expect.stringMatching(/\/m\/data\/0\/1\/0\/outputs\.pb$/),
    });
  });

  test("one that is there has succeeded, the other runs and is kept; the array says what became of each", () => {
    const { drive } = mapped();
    const { records } = drive.send(asked(0, hit.outcome));
    expect(records).toMatchObject([{ changes: [{ index: 0, phase: "SUCCEEDED", cache: "CACHE_HIT" }] }]);
    expect(drive.send(asked(1, miss.outcome)).commands.map(commandText)).toEqual(["startTask m-0-n1#0"]);
    expect(drive.send(succeeded("m-0-n1")).commands.map(commandText)).toEqual([
      "removeTask m-0-n1#0",
      "writeCache m-0-n1#0",
    ]);
    const ended = drive.send(kept(1));
    expect(ended.records[0]).toMatchObject({ changes: [{ index: 1, phase: "SUCCEEDED", cache: "CACHE_POPULATED" }] });
    expect(ended.commands.map(commandText)).toEqual(["collectOutputs m"]);
    expect(drive.commands.map(commandText)).not.toContain("startTask m-0-n0#0");
  });

  test("one waits for another that makes the same, and says so; its retries do not ask again", () => {
    const { drive } = mapped();
    drive.send(asked(0, held.outcome));
    expect(why(drive.run, "m")?.text).toContain("waiting on serialized cache: node n0 of execution f0");
    drive.send(asked(0, miss.outcome));
    expect(drive.send(failed("m-0-n0")).commands.map(commandText)).toEqual([
      "removeTask m-0-n0#0",
      "startTask m-0-n0#1",
    ]);
  });

  test("reservations are given back by those that fail or are stopped, whatever they wait for", () => {
    const { drive } = mapped();
    drive.send(asked(0, miss.outcome));
    const { commands } = drive.send(failed("m-0-n0", 0, undefined, false));
    expect(commands.map(commandText)).toEqual(["removeTask m-0-n0#0", "releaseCache m-0-n0", "stopTask m-0-n1#0"]);
    const stopped = drive.send({ kind: "taskStopped", node: "m-0-n1", attempt: 0 });
    expect(stopped.commands.map(commandText)).toContain("releaseCache m-0-n1");
    expect(drive.run.phase).toBe("FAILED");
  });

  test("are not asked for when the cache is to be overwritten", () => {
    const { drive, first } = mapped({ overwriteCache: true });
    expect(first.commands.map(commandText)).toEqual(["startTask m-0-n0#0", "startTask m-0-n1#0"]);
    expect(drive.send(succeeded("m-0-n0")).commands[1]).toMatchObject({ kind: "writeCache", overwrites: true });
  });
});
