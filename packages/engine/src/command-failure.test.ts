import { expect, test } from "vitest";
import { commandKey } from "./command-key.ts";
import { outstanding } from "./outstanding.ts";
import { commandText, driveOf, type EventInput, recordText } from "./testing/drive.ts";

const failedCommand = (command: string): EventInput => ({ kind: "commandFailed", command, message: "disk full" });
const key = "resolveInputs|a";

test("§1.1 a command that fails is issued again after a growing pause", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] });
  drive.send({ kind: "started", at: 0 });
  const pauses = Array.from({ length: 10 }, () => {
    const [timer] = drive.send({ ...failedCommand(key), at: 1000 }).commands;
    const again = drive.send({ kind: "timerFired", timer: `reissue|${key}`, at: 1000 });
    expect(again.commands.map(commandText)).toEqual(["resolveInputs a"]);
    return timer?.kind === "setTimer" ? timer.at - 1000 : undefined;
  });
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
});

test("§1.1 after ten failures with nothing else moving the execution fails", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] });
  drive.send({ kind: "started" });
  for (let count = 0; count < 10; count += 1) drive.send(failedCommand(key));
  const { records, commands } = drive.send(failedCommand(key));
  expect(records.map(recordText)).toEqual(["= FAILING", "= FAILED"]);
  expect(records[1]).toMatchObject({
    errorNode: undefined,
    error: {
      kind: "SYSTEM",
      code: "Workflow abort failed",
      message: "max number of system retry attempts [11/10] exhausted. Last known status message: disk full",
    },
  });
  expect(commands.map(commandText)).toEqual([`clearTimer reissue|${key}`]);
});

test("§1.1 progress anywhere gives the whole budget back", () => {
  const drive = driveOf({ nodes: [{ id: "a" }, { id: "b" }] });
  drive.send({ kind: "started" });
  for (let count = 0; count < 10; count += 1) drive.send(failedCommand(key));
  drive.send({ kind: "inputsResolved", node: "b" });
  expect(drive.send(failedCommand(key)).records).toEqual([]);
});

test("§1.1 many commands that fail together spend one each", () => {
  const nodes = Array.from({ length: 30 }, (_, i) => ({ id: `n${i}` }));
  const drive = driveOf({ nodes });
  drive.send({ kind: "started" });
  for (const { id } of nodes) drive.send(failedCommand(`resolveInputs|${id}`));
  expect(drive.run.phase).toBe("RUNNING");
});

test("§1.1 §10.34 a stop is tried for ever", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] });
  drive.send({ kind: "started" });
  drive.send({ kind: "inputsResolved", node: "a" });
  drive.send({ kind: "abortRequested", reason: "" });
  for (let count = 0; count < 40; count += 1) {
    expect(drive.send(failedCommand("stopTask|a|0")).commands).toHaveLength(1);
    expect(drive.send({ kind: "timerFired", timer: "reissue|stopTask|a|0" }).commands.map(commandText)).toEqual([
      "stopTask a#0",
    ]);
  }
});

test("§1.1 a command that is not waited for any more is not issued again", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] });
  drive.send({ kind: "started" });
  drive.send(failedCommand(key));
  drive.send({ kind: "inputsResolved", node: "a" });
  expect(drive.send({ kind: "timerFired", timer: `reissue|${key}` })).toEqual({ commands: [], records: [] });
  expect(drive.send(failedCommand(key))).toEqual({ commands: [], records: [] });
});

test("§10.31 what is outstanding has one key each and is named by it", () => {
  const drive = driveOf({ nodes: [{ id: "a", timeoutMs: 1000 }, { id: "b" }] });
  drive.send({ kind: "started" });
  drive.send({ kind: "inputsResolved", node: "a" });
  expect(outstanding(drive.run).map(commandKey)).toEqual(["startTask|a|0", "resolveInputs|b", "setTimer|active|a"]);
  drive.send({ kind: "abortRequested", reason: "" });
  expect(outstanding(drive.run).map(commandKey)).toEqual(["stopTask|a|0"]);
});
