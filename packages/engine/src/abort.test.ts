import { expect, test } from "vitest";
import type { RunRecord } from "./record.ts";
import {
  commandText,
  driveOf,
  type EventInput,
  failed,
  recordText,
  reported,
  startedDrive,
  succeeded,
} from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const abort: EventInput = { kind: "abortRequested", reason: "wrong inputs" };

test("§1.7 an abort stops all that runs, inside out, and ends when it is gone", () => {
  const drive = startedDrive({
    nodes: [{ id: "a" }, { id: "n0", inside: { nodes: [{ id: "x" }] } }, { id: "z", after: ["a"] }],
  });
  drive.send(reported("a"));
  const asked = drive.send(abort);
  expect(texts(asked.records)).toEqual(["= ABORTING"]);
  expect(asked.commands.map(commandText).sort()).toEqual(["stopTask a#0", "stopTask n0-0-x#0"]);
  for (const command of asked.commands) expect(command).toMatchObject({ reason: "Workflow aborted." });
  expect(texts(drive.send({ kind: "taskStopped", node: "n0-0-x", attempt: 0 }).records)).toEqual([
    "n0-0-x#0 ABORTED",
    "n0-0-x ABORTED",
    "n0 ABORTED",
  ]);
  const last = drive.send({ kind: "taskStopped", node: "a", attempt: 0 });
  expect(texts(last.records)).toEqual(["a#0 ABORTED", "a ABORTED", "= ABORTED"]);
  expect(last.records[1]).toMatchObject({
    error: { kind: "UNKNOWN", code: "NodeAborted", message: "Workflow aborted." },
  });
  expect(last.records[2]).toMatchObject({ error: undefined, outputs: undefined });
  expect(drive.run.abortReason).toBe("wrong inputs");
});

test("§1.7 an execution that has not started is aborted at once, and never starts", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] });
  expect(texts(drive.send(abort).records)).toEqual(["= ABORTING", "= ABORTED"]);
  expect(drive.send({ kind: "started" })).toEqual({ commands: [], records: [] });
});

test("§1.7 §10.1 a second abort, or one after the end, changes nothing", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }] });
  drive.send(abort);
  expect(drive.send(abort)).toEqual({ commands: [], records: [] });
  drive.send({ kind: "taskStopped", node: "a", attempt: 0 });
  expect(drive.send(abort)).toEqual({ commands: [], records: [] });
});

test("§1.7 an abort while failing makes the end an abort", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }, { id: "b" }] });
  drive.send(failed("a"));
  const asked = drive.send(abort);
  expect(texts(asked.records)).toEqual(["= ABORTING"]);
  expect(asked.commands).toEqual([]);
  const { records } = drive.send({ kind: "taskStopped", node: "b", attempt: 0 });
  expect(texts(records)).toEqual(["b#0 ABORTED", "b ABORTED", "= ABORTED"]);
});

test("§1.7 an abort takes the place of a retry that waits for the end of the attempt", () => {
  const drive = startedDrive({ nodes: [{ id: "a", retries: 3, timeoutMs: 1000 }] });
  drive.send(reported("a"));
  drive.send({ kind: "timerFired", timer: "execution|a|0" });
  expect(drive.send(abort).commands.map(commandText)).toEqual(["clearTimer active|a"]);
  expect(texts(drive.send({ kind: "taskStopped", node: "a", attempt: 0 }).records)).toEqual([
    "a#0 ABORTED",
    "a ABORTED",
    "= ABORTED",
  ]);
});

test("§1.7 §10.1 a node whose failure is visible keeps it through an abort", () => {
  const drive = startedDrive({ nodes: [{ id: "a", timeoutMs: 1000 }] });
  drive.send(reported("a"));
  drive.send({ kind: "timerFired", timer: "execution|a|0" });
  drive.send(abort);
  expect(texts(drive.send({ kind: "taskStopped", node: "a", attempt: 0 }).records)).toEqual([
    "a#0 ABORTED",
    "= ABORTED",
  ]);
});

test.each(["copying", "opening"] as const)("§1.7 an abort does not wait for a copy: %s", (stage) => {
  const inside = { nodes: [{ id: "x" }], outputs: ["x"] };
  const drive = driveOf({ nodes: [{ id: "n0", inside, retries: 1, timeoutMs: 1000 }] });
  drive.send({ kind: "started" });
  for (const node of ["n0", "n0-0-x"]) drive.send({ kind: "inputsResolved", node });
  if (stage === "copying") {
    drive.send(succeeded("n0-0-x"));
    drive.send({ kind: "inputsResolved", node: "n0-0-end-node" });
  } else {
    drive.send({ kind: "timerFired", timer: "execution|n0|0" });
    drive.send({ kind: "taskStopped", node: "n0-0-x", attempt: 0 });
  }
  expect(drive.run.live.get("n0")?.stage).toBe(stage);
  expect(texts(drive.send(abort).records)).toEqual(["= ABORTING", "n0 ABORTED", "= ABORTED"]);
  for (const node of ["n0", "n0-1-start-node"]) {
    expect(drive.send({ kind: "outputsCopied", node, written: true })).toEqual({ commands: [], records: [] });
  }
});
