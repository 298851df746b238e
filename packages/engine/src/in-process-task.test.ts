import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { describe, expect, test } from "vitest";
import { findSleep, isInProcess, workOf } from "./in-process-task.ts";
import { outstanding } from "./outstanding.ts";
import type { RunRecord } from "./record.ts";
import { why } from "./status.ts";
import { step } from "./step.ts";
import { commandText, driveOf, recordText, runOf, startedDrive } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);

const template = (type: string, inputs: Record<string, SimpleType>, outputs: readonly string[] = []) => {
  const variable = (simple: SimpleType) => ({ type: { type: { case: "simple" as const, value: simple } } });
  const typed = Object.entries(inputs).map(([name, simple]) => [name, variable(simple)]);
  return create(TaskTemplateSchema, {
    type,
    interface: {
      inputs: { variables: Object.fromEntries(typed) },
      outputs: { variables: Object.fromEntries(outputs.map((name) => [name, variable(SimpleType.STRING)])) },
    },
  });
};

describe("which tasks are made here (§9)", () => {
  test.each([
    ["core-sleep", { time: SimpleType.DURATION }, [], "sleep"],
    ["core-sleep", {}, [], "refused"],
    ["core-sleep", { time: SimpleType.INTEGER }, [], "refused"],
    ["core-sleep", { a: SimpleType.DURATION, b: SimpleType.DURATION }, [], "refused"],
    ["core-sleep", { time: SimpleType.DURATION }, ["o"], "refused"],
    ["echo", { x: SimpleType.INTEGER }, ["y"], "echo"],
    ["echo", {}, [], "echo"],
    ["echo", { x: SimpleType.INTEGER }, [], "refused"],
    ["python-task", { x: SimpleType.INTEGER }, [], "container"],
    ["sleep", { time: SimpleType.DURATION }, [], "container"],
  ] as const)("%s with %o and outputs %o is %s", (type, inputs, outputs, kind) => {
    expect(workOf(template(type, inputs, outputs)).kind).toBe(kind);
    expect(isInProcess(type)).toBe(kind !== "container");
  });

  test("an echo of several variables pairs them by the order of their names", () => {
    const work = workOf(template("echo", { b: SimpleType.STRING, a: SimpleType.STRING }, ["y", "x"]));
    expect(work).toEqual({
      kind: "echo",
      variables: new Map([
        ["a", "x"],
        ["b", "y"],
      ]),
    });
  });
});

describe("§9.1 how long a core-sleep takes", () => {
  const duration = (seconds: bigint, nanos: number): Literal => {
    const primitive = { value: { case: "duration" as const, value: create(DurationSchema, { seconds, nanos }) } };
    return create(LiteralSchema, {
      value: { case: "scalar", value: { value: { case: "primitive", value: primitive } } },
    });
  };
  test.each([
    ["0 s", { d: duration(0n, 0) }, { kind: "sleep", ms: 0 }],
    ["1.5 s", { d: duration(1n, 500_000_000) }, { kind: "sleep", ms: 1500 }],
    ["1 ns is not nothing", { d: duration(0n, 1) }, { kind: "sleep", ms: 1 }],
    ["a negative one", { d: duration(-1n, 0) }, { kind: "refused", error: { code: "BadTaskSpecification" } }],
    ["nothing", {}, { kind: "refused", error: { kind: "USER", code: "BadTaskSpecification" } }],
    ["something else", { d: create(LiteralSchema) }, { kind: "refused", error: { code: "BadTaskSpecification" } }],
  ])("%s", (_, literals, expected) => {
    expect(findSleep(create(LiteralMapSchema, { literals }))).toMatchObject(expected);
  });
});

const sleeper = (sleepMs: number, rest: { timeoutMs?: number; retries?: number } = {}): WorkflowSketch => ({
  nodes: [{ id: "a", sleepMs, ...rest }],
});

describe("§9.1 a core-sleep", () => {
  test("of no time is over at once: no RUNNING, one record of its attempt", () => {
    const drive = startedDrive(sleeper(0));
    expect(texts(drive.records).slice(2, 5)).toEqual(["a QUEUED", "a#0 SUCCEEDED", "a SUCCEEDED"]);
    expect(drive.run.phase).toBe("SUCCEEDED");
  });

  test("runs until its due time, which is a timer and no container", () => {
    const drive = startedDrive(sleeper(60_000));
    expect(texts(drive.records).slice(2)).toEqual(["a QUEUED", "a RUNNING", "a#0 RUNNING"]);
    expect(drive.commands.map(commandText)).toEqual(["resolveInputs a", "setTimer sleep|a|0 @62000"]);
    expect(why(drive.run, "a")).toEqual({
      kind: "sleep",
      until: 62_000,
      text: "Sleeps until 1970-01-01T00:01:02.000Z.",
    });
    const { records } = drive.send({ kind: "timerFired", timer: "sleep|a|0" });
    expect(texts(records).slice(0, 2)).toEqual(["a#0 SUCCEEDED", "a SUCCEEDED"]);
    // Upstream names an outputs file that nobody writes.
    expect(records[1]).toMatchObject({ outputs: expect.stringMatching(/\/a\/data\/0\/outputs\.pb$/) });
  });

  test("goes on with what is left of it after a crash", () => {
    const drive = startedDrive(sleeper(60_000));
    const again = runOf(sleeper(60_000));
    for (const event of drive.journal) step(again, JSON.parse(JSON.stringify(event)));
    expect(outstanding(again)).toEqual([{ kind: "setTimer", timer: "sleep|a|0", at: 62_000 }]);
  });

  test("is ended at once by an abort", () => {
    const drive = startedDrive(sleeper(60_000));
    const { records, commands } = drive.send({ kind: "abortRequested", reason: "enough" });
    expect(texts(records)).toEqual(["= ABORTING", "a#0 ABORTED", "a ABORTED", "= ABORTED"]);
    expect(commands.map(commandText)).toEqual(["clearTimer sleep|a|0"]);
  });

  test("past the deadline of its attempt sleeps anew, as often as it may", () => {
    const drive = startedDrive(sleeper(60_000, { timeoutMs: 1000, retries: 1 }));
    const first = drive.send({ kind: "timerFired", timer: "execution|a|0" });
    expect(texts(first.records)).toEqual(["a#0 ABORTED", "a#1 RUNNING"]);
    expect(first.commands.map(commandText)).toEqual([
      "clearTimer sleep|a|0",
      "setTimer execution|a|1 @4000",
      "setTimer sleep|a|1 @63000",
    ]);
    const second = drive.send({ kind: "timerFired", timer: "execution|a|1" });
    expect(texts(second.records)).toEqual(["a FAILED", "a#1 ABORTED", "= FAILING", "= FAILED"]);
  });

  test("fails where its inputs cannot be used, without another attempt", () => {
    const drive = driveOf(sleeper(1, { retries: 3 }));
    drive.send({ kind: "started" });
    const error = { kind: "USER", code: "BadTaskSpecification", message: "no duration" } as const;
    const { records } = drive.send({ kind: "inputsResolved", node: "a", finding: { kind: "refused", error } });
    expect(texts(records)).toEqual(["a QUEUED", "a#0 FAILED", "a FAILED", "= FAILING", "= FAILED"]);
    expect(records[2]).toMatchObject({ error });
  });

  test.each([undefined, { kind: "sleep", ms: -1 }, { kind: "sleep", ms: Number.NaN }] as const)(
    "does not start on an answer that is none: %o",
    (finding) => {
      const drive = driveOf(sleeper(1));
      drive.send({ kind: "started" });
      const event = { kind: "inputsResolved", node: "a", ...(finding && { finding }) } as const;
      expect(drive.send(event)).toEqual({ commands: [], records: [] });
      expect(outstanding(drive.run).map(commandText)).toEqual(["resolveInputs a"]);
    },
  );

  test("takes a place like any task", () => {
    const nodes = ["a", "b"].map((id) => ({ id, sleepMs: 5 }));
    const drive = startedDrive({ nodes }, { maxParallelism: 1 });
    expect(why(drive.run, "b")).toMatchObject({ kind: "parallelism" });
  });
});

describe("§9.2 an echo", () => {
  const sketch: WorkflowSketch = {
    nodes: [{ id: "a" }, { id: "b", after: ["a"], echo: true }],
  };

  test("copies its inputs under the names of its outputs", () => {
    const drive = startedDrive(sketch);
    const { commands, records } = drive.send({
      kind: "taskEnded",
      node: "a",
      attempt: 0,
      verdict: { kind: "succeeded", outputs: undefined },
    });
    expect(commands.find((each) => each.kind === "copyOutputs")).toMatchObject({
      node: "b",
      from: expect.stringMatching(/\/b\/data\/inputs\.pb$/),
      to: expect.stringMatching(/\/b\/data\/0\/outputs\.pb$/),
      variables: new Map([["a", "o"]]),
    });
    expect(texts(records)).toContain("b#0 SUCCEEDED");
    expect(drive.run.phase).toBe("SUCCEEDED");
  });

  test("is let go by an abort before it has copied", () => {
    const drive = driveOf({ nodes: [{ id: "b", echo: true }] });
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "b" });
    const { records } = drive.send({ kind: "abortRequested", reason: "enough" });
    expect(texts(records)).toEqual(["= ABORTING", "b ABORTED", "= ABORTED"]);
  });
});
