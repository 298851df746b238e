import { create } from "@bufbuild/protobuf";
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { GateNodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { describe, expect, test } from "vitest";
import { gateOf } from "./gate-plan.ts";
import { outstanding } from "./outstanding.ts";
import type { RunRecord } from "./record.ts";
import { why } from "./status.ts";
import { step } from "./step.ts";
import { commandText, type EventInput, recordText, runOf, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1";
const gated = (gate: NodeSketch["gate"], rest: Partial<NodeSketch> = {}): WorkflowSketch => ({
  nodes: [{ id: "g", ...(gate && { gate }), ...rest }],
});
const received = (attempt = 0): EventInput => ({ kind: "signalReceived", node: "g", attempt });

describe("a gate that waits for somebody (§4.6)", () => {
  test("a signal: RUNNING until it has a value, which becomes its output", () => {
    const drive = startedDrive(gated("signal"));
    expect(texts(drive.records).slice(2)).toEqual(["g QUEUED", "g RUNNING"]);
    expect(drive.commands.at(-1)).toMatchObject({
      kind: "awaitSignal",
      node: "g",
      attempt: 0,
      signal: "g",
      type: { type: { case: "simple", value: SimpleType.INTEGER } },
      variable: "o",
      to: `${root}/g/data/0/outputs.pb`,
    });
    const { records } = drive.send(received());
    expect(texts(records).slice(0, 1)).toEqual(["g SUCCEEDED"]);
    expect(records[0]).toMatchObject({ outputs: `${root}/g/data/0/outputs.pb` });
  });

  test("an approval: what it reads becomes its outputs", () => {
    const drive = startedDrive({ nodes: [{ id: "a" }, { id: "g", gate: "approve", after: ["a"] }] });
    drive.send(succeeded("a"));
    expect(drive.commands.at(-1)).toMatchObject({
      kind: "awaitSignal",
      type: { type: { case: "simple", value: SimpleType.BOOLEAN } },
      variable: undefined,
      inputs: `${root}/g/data/inputs.pb`,
    });
  });

  test("fails with what keeps it shut, without another attempt", () => {
    const drive = startedDrive(gated("approve", { retries: 3 }));
    const error = { kind: "USER", code: "ReceivedRejectSignal", message: "no" } as const;
    const { records } = drive.send({ kind: "signalReceived", node: "g", attempt: 0, error });
    expect(texts(records)).toEqual(["g FAILED", "= FAILING", "= FAILED"]);
    expect(records.at(-1)).toMatchObject({ error, errorNode: "g" });
  });

  test("is asked for again after a crash", () => {
    const drive = startedDrive(gated("signal"));
    const again = runOf(gated("signal"));
    for (const event of drive.journal) step(again, event);
    expect(outstanding(again).map(commandText)).toEqual(["awaitSignal g#0"]);
  });

  test("has nothing to be stopped", () => {
    const drive = startedDrive(gated("signal"));
    const { records } = drive.send({ kind: "abortRequested", reason: "enough" });
    expect(texts(records)).toEqual(["= ABORTING", "g ABORTED", "= ABORTED"]);
    expect(drive.send(received())).toEqual({ commands: [], records: [] });
  });

  test("past its deadline is tried again, then fails as the user's", () => {
    const drive = startedDrive(gated("signal", { timeoutMs: 1000, retries: 1 }));
    const first = drive.send({ kind: "timerFired", timer: "execution|g|0" });
    expect(first.commands.map(commandText)).toContain("awaitSignal g#1");
    expect(drive.send(received(0))).toEqual({ commands: [], records: [] });
    const second = drive.send({ kind: "timerFired", timer: "execution|g|1" });
    expect(second.records.at(-1)).toMatchObject({ error: { code: "RetriesExhausted|TimeoutExpired" } });
  });

  test("takes no place, and says what it waits for", () => {
    const drive = startedDrive({
      nodes: [
        { id: "s", gate: "signal" },
        { id: "g", gate: "approve" },
      ],
    });
    expect(drive.run.used).toBe(0);
    expect(why(drive.run, "s")).toEqual({
      kind: "gate",
      signal: "s",
      wanted: "value",
      text: "Waits for a value of type int: signal s.",
    });
    expect(why(drive.run, "g")).toMatchObject({ wanted: "approval", text: "Waits for an approval: signal g." });
  });
});

describe("a gate that lets time pass", () => {
  test("is open at its due time, without outputs or records of a task", () => {
    const drive = startedDrive(gated("sleep"));
    expect(drive.commands.map(commandText)).toEqual(["resolveInputs g", "setTimer sleep|g|0 @3000"]);
    expect(why(drive.run, "g")).toMatchObject({ kind: "sleep", until: 3000 });
    const { records } = drive.send({ kind: "timerFired", timer: "sleep|g|0" });
    expect(texts(records).slice(0, 1)).toEqual(["g SUCCEEDED"]);
    expect(records[0]).toMatchObject({ outputs: undefined });
    expect(drive.records.filter((each) => each.kind === "task")).toEqual([]);
  });

  test("is let go by an abort", () => {
    const drive = startedDrive(gated("sleep"));
    const { records, commands } = drive.send({ kind: "abortRequested", reason: "enough" });
    expect(texts(records)).toEqual(["= ABORTING", "g ABORTED", "= ABORTED"]);
    expect(commands.map(commandText)).toEqual(["clearTimer sleep|g|0"]);
  });

  test.each([
    [{ duration: { seconds: 2n, nanos: 500_000_000 } }, 2500],
    [{ duration: { seconds: -2n, nanos: 0 } }, 0],
    [{}, 0],
  ])("%o takes %i ms", (value, ms) => {
    expect(gateOf(create(GateNodeSchema, { condition: { case: "sleep", value } }))).toEqual({ kind: "sleep", ms });
  });
});
