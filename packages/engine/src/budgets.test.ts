/** Retries and deadlines by the tables of execution.md §2.1 and §2.4, and what a failure says of them. */
import { expect, test } from "vitest";
import {
  driveOf,
  type EventInput,
  failed,
  recordText,
  reported,
  startedDrive,
  succeeded,
  systemError,
  userError,
} from "./testing/drive.ts";

const unknown = { kind: "UNKNOWN", code: "OutputsNotFound", message: "no outputs" } as const;

test.each([
  ["USER", userError, "[1/1] currentAttempt done. Last Error: USER::exit 1"],
  ["UNKNOWN", unknown, "[1/1] currentAttempt done. Last Error: UNKNOWN::no outputs"],
] as const)("§2.1 a %s failure without retries says so, as the user's", (_, error, message) => {
  const drive = startedDrive({ nodes: [{ id: "a" }] });
  drive.send(failed("a", 0, error));
  const record = drive.records.find((each) => each.kind === "node" && each.phase === "FAILED");
  expect(record).toMatchObject({ error: { kind: "USER", code: `RetriesExhausted|${error.code}`, message } });
});

test("§2.1 the system's failures have a budget of three, whatever the user's is", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }] });
  for (let attempt = 0; attempt < 4; attempt += 1) drive.send(failed("a", attempt, systemError));
  const tasks = drive.records.flatMap((each) =>
    each.kind === "task" && each.phase === "FAILED" ? [each.attempt] : [],
  );
  expect(tasks).toEqual([0, 1, 2, 3]);
  expect(drive.run.phase).toBe("FAILED");
});

test("§2.1 §10.13 a permanent failure is the last, whatever is left", () => {
  const drive = startedDrive({ nodes: [{ id: "a", retries: 5 }] });
  drive.send(failed("a", 0, userError, false));
  expect(drive.commands.filter(({ kind }) => kind === "startTask")).toHaveLength(1);
});

const second: EventInput = { kind: "timerFired", timer: "execution|a|0" };
const whole: EventInput = { kind: "timerFired", timer: "active|a" };
const gone: EventInput = { kind: "taskStopped", node: "a", attempt: 0 };

test.each([
  ["its attempt's deadline passes, without retries", 0, [reported("a"), second, gone], "a FAILED", "ABORTED"],
  ["the deadline over all attempts passes", 5, [reported("a"), whole, gone], "a TIMED_OUT", "ABORTED"],
  ["it ends well before both", 0, [reported("a"), succeeded("a"), second, whole], "a SUCCEEDED", "SUCCEEDED"],
  ["it ended, and its deadline comes late", 0, [reported("a"), failed("a"), second], "a FAILED", "FAILED"],
] as const)("§2.4 a task with a timeout where %s", (_, retries, events, end, task) => {
  const drive = startedDrive({ nodes: [{ id: "a", timeoutMs: 1000, retries }] });
  for (const event of events) drive.send(event);
  const own = drive.records.filter((each) => each.kind === "node" && each.node === "a");
  expect(own.map(recordText).at(-1)).toBe(end);
  // An attempt that was brought down is aborted, not failed.
  expect(drive.records.findLast((each) => each.kind === "task")).toMatchObject({ phase: task });
});

test("§2.4 the deadline of an attempt is the node's timeout, that over all attempts twice as long", () => {
  const drive = startedDrive({ nodes: [{ id: "a", timeoutMs: 60_000 }] });
  const queuedAt = drive.records.find((each) => recordText(each) === "a QUEUED")?.at ?? 0;
  drive.send({ ...reported("a"), at: queuedAt + 5000 });
  const times = Object.fromEntries(
    drive.commands.flatMap((each) => (each.kind === "setTimer" ? [[each.timer, each.at - queuedAt]] : [])),
  );
  expect(times).toEqual({ "active|a": 120_000, "execution|a|0": 65_000 });
});

test("§1.8 a child execution takes its node's place until it has ended", () => {
  const drive = driveOf({ nodes: [{ id: "a", launches: "lp" }, { id: "b" }] }, { maxParallelism: 1 });
  drive.send({ kind: "started" });
  drive.send({ kind: "inputsResolved", node: "a" });
  drive.send({ kind: "childLaunched", node: "a", attempt: 0 });
  expect(drive.run.live.has("b")).toBe(false);
  drive.send({ kind: "childEnded", node: "a", attempt: 0, outcome: { kind: "succeeded" } });
  expect(drive.run.live.has("b")).toBe(true);
});
