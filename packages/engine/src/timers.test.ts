import { expect, test } from "vitest";
import type { RunRecord } from "./record.ts";
import { commandText, driveOf, failed, recordText, reported, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);

/** Started at 1 s, its inputs there at 2 s. */
const timed = (retries = 0) => startedDrive({ nodes: [{ id: "a", retries, timeoutMs: 90_500 }] });
const stopped = (attempt: number) => ({ kind: "taskStopped", node: "a", attempt }) as const;

test("§2.4 the active deadline counts from the queueing, the execution deadline from the first sign of the attempt", () => {
  const drive = timed();
  expect(drive.commands.map(commandText)).toEqual(["resolveInputs a", "setTimer active|a @183000", "startTask a#0"]);
  const { commands } = drive.send(reported("a", 0, "", "QUEUED"));
  expect(commands.map(commandText)).toEqual(["setTimer execution|a|0 @93500"]);
  expect(drive.send(reported("a")).commands).toEqual([]);
});

test("§2.4 a node without a timeout has no timers", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }] });
  drive.send(reported("a"));
  drive.send(succeeded("a"));
  expect(drive.commands.map(commandText).filter((each) => each.includes("imer"))).toEqual([]);
});

test("§2.4 an attempt past its deadline is stopped, counts as the user's failure, and the next one follows", () => {
  const drive = timed(1);
  drive.send(reported("a"));
  const fired = drive.send({ kind: "timerFired", timer: "execution|a|0" });
  expect(fired.records).toEqual([]);
  expect(fired.commands).toEqual([{ kind: "stopTask", node: "a", attempt: 0, reason: "node failed" }]);
  const gone = drive.send(stopped(0));
  expect(texts(gone.records)).toEqual(["a#0 ABORTED"]);
  expect(gone.commands.map(commandText)).toEqual(["removeTask a#0", "startTask a#1"]);
  expect(drive.send(reported("a", 1)).commands.map(commandText)).toEqual(["setTimer execution|a|1 @96500"]);
});

test("§2.4 without another attempt the node fails at once, and is over when the task is gone", () => {
  const drive = timed();
  drive.send(reported("a"));
  const fired = drive.send({ kind: "timerFired", timer: "execution|a|0" });
  expect(texts(fired.records)).toEqual(["a FAILED"]);
  expect(fired.records[0]).toMatchObject({
    error: {
      kind: "USER",
      code: "RetriesExhausted|TimeoutExpired",
      message: "[1/1] currentAttempt done. Last Error: USER::task execution timeout [1m30.5s] expired",
    },
  });
  expect(fired.commands.map(commandText)).toEqual(["clearTimer active|a", "stopTask a#0"]);
  expect(texts(drive.send(stopped(0)).records)).toEqual(["a#0 ABORTED", "= FAILING", "= FAILED"]);
});

test("§2.4 past the active deadline the node is timed out, whatever attempts are left", () => {
  const drive = timed(5);
  drive.send(reported("a"));
  const fired = drive.send({ kind: "timerFired", timer: "active|a" });
  expect(texts(fired.records)).toEqual(["a TIMED_OUT"]);
  expect(fired.records[0]).toMatchObject({ error: { message: "task active timeout [3m1s] expired" } });
  expect(fired.commands.map(commandText)).toEqual(["clearTimer execution|a|0", "stopTask a#0"]);
  const gone = drive.send(stopped(0));
  expect(texts(gone.records)).toEqual(["a#0 ABORTED", "= FAILING", "= FAILED"]);
  expect(gone.records[2]).toMatchObject({
    error: { kind: "USER", code: "Timeout", message: "Timeout in node" },
    errorNode: "a",
  });
});

test("§2.4 the active deadline takes the place of a retry that waits for the end of the attempt", () => {
  const drive = timed(5);
  drive.send(reported("a"));
  drive.send({ kind: "timerFired", timer: "execution|a|0" });
  const fired = drive.send({ kind: "timerFired", timer: "active|a" });
  expect(texts(fired.records)).toEqual(["a TIMED_OUT"]);
  expect(fired.commands).toEqual([]);
  expect(drive.send(stopped(0)).commands.map(commandText)).toEqual(["removeTask a#0"]);
});

test("§2.4 §10.18 a timer that fires after the end was seen does nothing", () => {
  const drive = timed();
  drive.send(reported("a"));
  const { commands } = drive.send(succeeded("a"));
  expect(commands.map(commandText)).toContain("clearTimer execution|a|0");
  expect(commands.map(commandText)).toContain("clearTimer active|a");
  for (const timer of ["execution|a|0", "active|a"]) {
    expect(drive.send({ kind: "timerFired", timer })).toEqual({ commands: [], records: [] });
  }
});

test("§2.4 a retry ends the deadline of its attempt, not the one over all", () => {
  const drive = timed(1);
  drive.send(reported("a"));
  expect(drive.send(failed("a")).commands.map(commandText)).toEqual([
    "removeTask a#0",
    "clearTimer execution|a|0",
    "startTask a#1",
  ]);
});

test("§10.33 a clock that goes back does not take a record with it", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] });
  drive.send({ kind: "started", at: 5000 });
  drive.send({ kind: "inputsResolved", node: "a", at: 9000 });
  const { records } = drive.send({ ...reported("a"), at: 7000 });
  expect(records.map((each) => [recordText(each), each.at])).toEqual([
    ["a RUNNING", 9000],
    ["a#0 RUNNING", 7000],
  ]);
  expect(drive.send({ ...succeeded("a"), at: Number.NaN })).toEqual({ commands: [], records: [] });
});
