/** §4.5 Array nodes, event by event. */
import type { ArraySketch } from "@skein/compiler/testing/closure";
import { describe, expect, test } from "vitest";
import { outstanding } from "./outstanding.ts";
import { why } from "./status.ts";
import { step } from "./step.ts";
import { isKept } from "./sub-node-answers.ts";
import {
  commandText,
  type Drive,
  failed,
  recordText,
  reported,
  runOf,
  startedDrive,
  succeeded,
  systemError,
} from "./testing/drive.ts";

const nodeOf = (maps: ArraySketch, more: object = {}) => ({ nodes: [{ id: "m", maps, ...more }] });
const driveOf = (maps: ArraySketch, more: object = {}): Drive => startedDrive(nodeOf(maps, more));
const texts = ({ records }: { records: Parameters<typeof recordText>[0][] }) => records.map(recordText);
const started = ({ commands }: { readonly commands: Drive["commands"] }) =>
  commands.filter(({ kind }) => kind === "startTask").map(commandText);

describe("§4.5 begins its elements", () => {
  test("in order, all at once where nothing limits them, at the cost of one place", () => {
    const drive = driveOf({ size: 3 });
    expect(started(drive)).toEqual(["startTask m-0-n0#0", "startTask m-0-n1#0", "startTask m-0-n2#0"]);
    expect(drive.run.used).toBe(1);
    expect(drive.records.map(recordText)).toEqual([
      "= RUNNING",
      "start-node SUCCEEDED",
      "m QUEUED",
      "m#0 QUEUED",
      "m RUNNING",
      "m#0 RUNNING",
      "m[0#0 QUEUED, 1#0 QUEUED, 2#0 QUEUED]",
    ]);
  });

  test("as many as its parallelism lets it, the next when one has ended", () => {
    const drive = driveOf({ size: 3, parallelism: 2 });
    expect(started(drive)).toEqual(["startTask m-0-n0#0", "startTask m-0-n1#0"]);
    expect(started(drive.send(succeeded("m-0-n1")))).toEqual(["startTask m-0-n2#0"]);
  });

  test("with where each reads and writes, and what it sees of the inputs (§3.1)", () => {
    const { commands } = driveOf({ size: 2 });
    const command = commands.find((each) => each.kind === "startTask" && each.node === "m-0-n1");
    const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1";
    expect(command).toMatchObject({
      paths: { inputPrefix: `${root}/m/data`, outputPrefix: `${root}/m/data/0/1/0`, taskName: "f1-m-0-n1-0" },
      subNode: { index: 1, bound: new Set(), isListed: true, isPartial: false },
    });
  });

  test("a few hundred of very many, and sleepers a thousand in a step", () => {
    expect(started(driveOf({ size: 1000 }))).toHaveLength(256);
    const drive = driveOf({ size: 2500, sleepMs: 60_000 });
    expect(drive.run.live.get("m")?.array?.next).toBe(1000);
    drive.send({ kind: "timerFired", timer: "array|m|0", at: 1000 });
    drive.send({ kind: "timerFired", timer: "array|m|0", at: 1000 });
    expect(drive.run.live.get("m")?.array?.next).toBe(2500);
  });
});

describe("§4.5 comes to an end", () => {
  const end = (maps: ArraySketch, ends: readonly ("ok" | "bad")[]) => {
    const drive = driveOf(maps);
    ends.forEach((each, index) => {
      drive.send(each === "ok" ? succeeded(`m-0-n${index}`) : failed(`m-0-n${index}`, 0, undefined, false));
    });
    return drive.run.phase;
  };
  test.each<[string, ArraySketch, ("ok" | "bad")[], string]>([
    ["all succeed", { size: 2 }, ["ok", "ok"], "SUCCEEDED"],
    ["one of all fails", { size: 2 }, ["ok", "bad"], "FAILED"],
    ["no element", { size: 0 }, [], "SUCCEEDED"],
    ["enough by count", { size: 3, minSuccesses: 1 }, ["bad", "ok", "bad"], "SUCCEEDED"],
    ["a count never ends it early", { size: 3, minSuccesses: 1 }, ["ok"], "RUNNING"],
    ["none need succeed", { size: 2, minSuccesses: 0 }, ["bad", "bad"], "SUCCEEDED"],
    ["enough by ratio", { size: 2, minRatio: 0.5 }, ["bad", "ok"], "SUCCEEDED"],
    // 0.8 as a float32 is 0.800000011920929: of ten, nine must succeed.
    ["0.8 of ten, two fail", { size: 10, minRatio: 0.8 }, ["bad", "bad"], "FAILING"],
    ["0.8 of ten, one fails", { size: 10, minRatio: 0.8 }, ["bad"], "RUNNING"],
    ["more must succeed than there are", { size: 2, minSuccesses: 3 }, [], "FAILED"],
    ["more must succeed than none", { size: 0, minSuccesses: 1 }, [], "FAILED"],
  ])("%s", (_, maps, ends, phase) => {
    const ended = end(maps, ends);
    // Its node fails when the rest is gone; until then the workflow runs.
    expect(ended).toBe(phase === "FAILING" ? "RUNNING" : phase);
  });

  test("of sleepers when the last has slept, without a command for each", () => {
    const drive = driveOf({ size: 3, sleepMs: 500 });
    const timers = drive.commands.filter(({ kind }) => kind === "setTimer");
    expect(timers.map(commandText)).toEqual(["setTimer array|m|0 @2500"]);
    const { records } = drive.send({ kind: "timerFired", timer: "array|m|0", at: 2500 });
    expect(records.map(recordText)).toContain("m[0#0 SUCCEEDED, 1#0 SUCCEEDED, 2#0 SUCCEEDED]");
    expect(drive.run.phase).toBe("SUCCEEDED");
  });

  test("the rest is brought down first, then it fails with the messages by index", () => {
    const drive = driveOf({ size: 4, parallelism: 3 });
    const { commands, records } = drive.send(failed("m-0-n1", 0, undefined, false));
    expect(commands.map(commandText)).toEqual(["removeTask m-0-n1#0", "stopTask m-0-n0#0", "stopTask m-0-n2#0"]);
    expect(texts({ records })).toEqual(["m[1#0 FAILED]"]);
    drive.send({ kind: "taskStopped", node: "m-0-n0", attempt: 0 });
    const last = drive.send({ kind: "taskStopped", node: "m-0-n2", attempt: 0 });
    expect(texts(last).slice(0, 3)).toEqual(["m[2#0 ABORTED]", "m#0 FAILED", "m FAILED"]);
    expect(drive.run.error).toEqual({ kind: "UNKNOWN", code: "", message: "[1]: exit 1\n" });
  });

  test("a success that comes while the rest is brought down does not save it", () => {
    const drive = driveOf({ size: 2 });
    drive.send(failed("m-0-n1", 0, undefined, false));
    drive.send(succeeded("m-0-n0"));
    expect(drive.run.phase).toBe("FAILED");
  });
});

describe("tries an element again (§2.1)", () => {
  test("as often as its own budget lets it, then says so", () => {
    const drive = driveOf({ size: 1, retries: 1 });
    expect(started(drive.send(failed("m-0-n0")))).toEqual(["startTask m-0-n0#1"]);
    drive.send(failed("m-0-n0", 1));
    expect(drive.run.error?.message).toBe("[0]: [2/2] currentAttempt done. Last Error: USER::exit 1\n");
  });

  test("three times for what the system did", () => {
    const drive = driveOf({ size: 1 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(started(drive.send(failed("m-0-n0", attempt, systemError)))).toHaveLength(1);
    }
    expect(drive.send(failed("m-0-n0", 3, systemError)).commands.map(commandText)).toEqual(["removeTask m-0-n0#3"]);
    expect(drive.run.phase).toBe("FAILED");
  });

  test("past its own deadline, once the attempt is gone", () => {
    const drive = driveOf({ size: 1, retries: 1, timeoutMs: 700 });
    const fired = drive.send({ kind: "timerFired", timer: "array|m|0", at: 2700 });
    expect(fired.commands.map(commandText)).toContain("stopTask m-0-n0#0");
    expect(started(drive.send({ kind: "taskStopped", node: "m-0-n0", attempt: 0 }))).toEqual(["startTask m-0-n0#1"]);
  });

  test("not past the deadline over all attempts", () => {
    const drive = driveOf({ size: 1, retries: 9, timeoutMs: 700 });
    drive.send({ kind: "timerFired", timer: "array|m|0", at: 2700 });
    drive.send({ kind: "taskStopped", node: "m-0-n0", attempt: 0, at: 2800 });
    drive.send({ kind: "timerFired", timer: "array|m|0", at: 3400 });
    drive.send({ kind: "taskStopped", node: "m-0-n0", attempt: 1, at: 3450 });
    expect(drive.run.error?.message).toBe("[0]: task active timeout [1.4s] expired\n");
  });
});

describe("an array that is brought down (§1.7)", () => {
  test("ends with its elements: containers first", () => {
    const drive = driveOf({ size: 2 });
    drive.send(reported("m-0-n0"));
    const { commands } = drive.send({ kind: "abortRequested", reason: "enough" });
    expect(commands.map(commandText)).toEqual(["stopTask m-0-n0#0", "stopTask m-0-n1#0"]);
    drive.send({ kind: "taskStopped", node: "m-0-n0", attempt: 0 });
    const last = drive.send({ kind: "taskStopped", node: "m-0-n1", attempt: 0 });
    expect(texts(last)).toEqual(["m[1#0 ABORTED]", "m#0 ABORTED", "m ABORTED", "= ABORTED"]);
  });

  test("ends at once where they only sleep", () => {
    const drive = driveOf({ size: 2, sleepMs: 5000 });
    const { records } = drive.send({ kind: "abortRequested", reason: "enough" });
    expect(texts({ records })).toEqual(["= ABORTING", "m[] rest ABORTED", "m#0 ABORTED", "m ABORTED", "= ABORTED"]);
  });

  test("is tried again as a whole past its own deadline, when the elements are gone", () => {
    const drive = driveOf({ size: 1 }, { timeoutMs: 1000, retries: 1 });
    drive.send({ kind: "timerFired", timer: "execution|m|0" });
    const again = drive.send({ kind: "taskStopped", node: "m-0-n0", attempt: 0 });
    expect(started(again)).toEqual(["startTask m-1-n0#0"]);
    expect(texts(again)).toContain("m#1 RUNNING");
  });
});

describe("while it runs", () => {
  test("a crash leaves its elements to be asked for again", () => {
    const drive = driveOf({ size: 3, parallelism: 2 });
    drive.send(succeeded("m-0-n0"));
    const again = runOf(nodeOf({ size: 3, parallelism: 2 }));
    for (const event of drive.journal) step(again, event);
    expect(outstanding(again).map(commandText)).toEqual(["startTask m-0-n1#0", "startTask m-0-n2#0"]);
  });

  test("says how far it is, and what its first element waits for, until one runs", () => {
    const drive = driveOf({ size: 3, parallelism: 2 });
    const waiting = { phase: "WAITING_FOR_RESOURCES", reason: "waits for CPU" } as const;
    drive.send({ kind: "taskReported", node: "m-0-n0", attempt: 0, ...waiting });
    expect(why(drive.run, "m")?.text).toBe(
      "0 of 3 succeeded; 0 running, 2 queued, 1 not begun. The first of them: waits for CPU",
    );
    drive.send(reported("m-0-n0"));
    expect(why(drive.run, "m")).toBeUndefined();
  });

  test("only a later phase of an element is kept; of a task every word is", () => {
    const { run } = driveOf({ size: 1 });
    expect(isKept(run, { node: "m-0-n0", attempt: 0, phase: "QUEUED" })).toBe(false);
    expect(isKept(run, { node: "m-0-n0", attempt: 0, phase: "RUNNING" })).toBe(true);
    expect(isKept(run, { node: "m-0-n0", attempt: 1, phase: "RUNNING" })).toBe(false);
    expect(isKept(run, { node: "a", attempt: 0, phase: "QUEUED" })).toBe(true);
  });

  test("keeps no object for elements that have ended or not begun", () => {
    const drive = driveOf({ size: 1000, parallelism: 2, minSuccesses: 0 });
    for (let index = 0; index < 900; index += 1) drive.send(succeeded(`m-0-n${index}`));
    expect(drive.run.subNodes.size).toBe(2);
  });
});
