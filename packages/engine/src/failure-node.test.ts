import { create } from "@bufbuild/protobuf";
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { describe, expect, test } from "vitest";
import { withError } from "./failure-node.ts";
import type { RunRecord } from "./record.ts";
import { why } from "./status.ts";
import { commandText, type Drive, driveOf, failed, recordText, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const bad = { kind: "USER", code: "Bad", message: "no flour" } as const;
const worse = { kind: "USER", code: "Worse", message: "no water either" } as const;

const workflow = (onFailure: Partial<NodeSketch> = {}, rest: Partial<WorkflowSketch> = {}): WorkflowSketch => ({
  nodes: [{ id: "a" }, { id: "b" }],
  onFailure: { id: "efn", ...onFailure },
  ...rest,
});
const stopped = (node: string) => ({ kind: "taskStopped", node, attempt: 0 }) as const;
const end = ({ records }: Drive) => records.at(-1);

describe("the failure node (§1.6)", () => {
  test("§10.17 runs once all else is gone; the execution fails with its first failure", () => {
    const drive = startedDrive(workflow());
    expect(texts(drive.send(failed("a", 0, bad, false)).records)).toEqual(["a#0 FAILED", "a FAILED", "= FAILING"]);
    expect(texts(drive.send(stopped("b")).records)).toEqual(["b#0 ABORTED", "b ABORTED", "efn QUEUED"]);
    const { records } = drive.send(succeeded("efn"));
    expect(texts(records)).toEqual(["efn#0 SUCCEEDED", "efn SUCCEEDED", "= FAILED"]);
    expect(end(drive)).toMatchObject({ error: bad, errorNode: "a" });
  });

  test("waits, with the other policy, for everything that can still run", () => {
    const drive = startedDrive(workflow({}, { failAfter: true }));
    expect(texts(drive.send(failed("a", 0, bad, false)).records)).toEqual(["a#0 FAILED", "a FAILED"]);
    expect(texts(drive.send(succeeded("b")).records)).toEqual([
      "b#0 SUCCEEDED",
      "b SUCCEEDED",
      "end-node SKIPPED",
      "= FAILING",
      "efn QUEUED",
    ]);
    drive.send(succeeded("efn"));
    expect(end(drive)).toMatchObject({ phase: "FAILED", error: bad });
  });

  test("is told the failure, under its own id, in the place of its input err", () => {
    const drive = startedDrive(workflow());
    drive.send(failed("a", 0, bad, false));
    const { commands } = drive.send(stopped("b"));
    expect(commands.find((each) => each.kind === "resolveInputs")).toMatchObject({
      node: "efn",
      error: { message: "no flour", failedNodeId: "efn" },
    });
    expect(drive.commands.find((each) => each.kind === "resolveInputs")).toMatchObject({ error: undefined });
  });

  test("has a row like any node", () => {
    const drive = startedDrive(workflow({ inside: { nodes: [{ id: "x" }] } }));
    drive.send(failed("a", 0, bad, false));
    drive.send(stopped("b"));
    expect(drive.records.find((each) => recordText(each) === "efn RUNNING")).toMatchObject({
      specNodeId: "efn",
      path: "efn",
      parent: undefined,
      isParent: true,
    });
    expect(texts(drive.send(succeeded("efn-0-x")).records).at(-1)).toBe("= FAILED");
  });

  test("never shows itself in a workflow that succeeds", () => {
    const drive = startedDrive(workflow());
    for (const id of ["a", "b"]) drive.send(succeeded(id));
    expect(drive.run.phase).toBe("SUCCEEDED");
    expect(texts(drive.records).filter((each) => each.startsWith("efn"))).toEqual([]);
  });
});

describe("a failure node that does not succeed", () => {
  test("hides the failure it was for, once it has no attempts left", () => {
    const drive = startedDrive(workflow({ retries: 1 }));
    drive.send(failed("a", 0, bad, false));
    drive.send(stopped("b"));
    expect(drive.send(failed("efn", 0, worse)).commands.map(commandText)).toContain("startTask efn#1");
    drive.send(failed("efn", 1, worse, false));
    expect(end(drive)).toMatchObject({ phase: "FAILED", error: worse, errorNode: "efn" });
  });

  test("and is timed out", () => {
    const drive = startedDrive(workflow({ timeoutMs: 1000 }));
    drive.send(failed("a", 0, bad, false));
    drive.send(stopped("b"));
    drive.send({ kind: "timerFired", timer: "active|efn" });
    drive.send(stopped("efn"));
    expect(end(drive)).toMatchObject({
      error: { kind: "USER", code: "TimedOut", message: "FailureNode Timed-out" },
      errorNode: "efn",
    });
  });

  test("whose commands cannot be carried out is given up, and the failure it was for stands", () => {
    const drive = driveOf({ nodes: [{ id: "a" }], onFailure: { id: "efn" } });
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    drive.send(failed("a", 0, bad, false));
    for (let count = 0; count <= 10; count += 1)
      drive.send({ kind: "commandFailed", command: "resolveInputs|efn", message: "the disk is full" });
    expect(end(drive)).toMatchObject({ phase: "FAILED", error: bad });
  });
});

describe("brought down from outside", () => {
  test("§1.6 §10.17 it does not run after an abort", () => {
    const drive = startedDrive(workflow());
    drive.send({ kind: "abortRequested", reason: "enough" });
    for (const id of ["a", "b"]) drive.send(stopped(id));
    expect(texts(drive.records).filter((each) => each.startsWith("efn"))).toEqual([]);
    expect(end(drive)).toMatchObject({ phase: "ABORTED" });
  });

  test("an abort while it runs ends it", () => {
    const drive = startedDrive({ nodes: [{ id: "a" }], onFailure: { id: "efn" } });
    drive.send(failed("a", 0, bad, false));
    expect(drive.send({ kind: "abortRequested", reason: "enough" }).commands.map(commandText)).toEqual([
      "stopTask efn#0",
    ]);
    expect(texts(drive.send(stopped("efn")).records)).toEqual(["efn#0 ABORTED", "efn ABORTED", "= ABORTED"]);
  });

  test("an abort while it waits for a place ends all", () => {
    const inner: WorkflowSketch = { nodes: [{ id: "x" }], onFailure: { id: "efn" } };
    const nodes = [{ id: "n0", inside: inner }, { id: "b" }, { id: "c" }, { id: "d", after: ["b"] }];
    const drive = startedDrive({ failAfter: true, nodes }, { maxParallelism: 2 });
    drive.send(succeeded("b"));
    // x has the place of b; when it fails, d takes it, which came before the failure node.
    drive.send(failed("n0-0-x", 0, bad, false));
    expect(why(drive.run, "n0-0-efn")).toMatchObject({ kind: "parallelism" });
    drive.send({ kind: "abortRequested", reason: "enough" });
    for (const id of ["c", "d"]) drive.send(stopped(id));
    expect(drive.run.phase).toBe("ABORTED");
  });
});

describe("inside a sub-workflow", () => {
  const nested: WorkflowSketch = {
    nodes: [{ id: "n0", inside: { nodes: [{ id: "x" }], onFailure: { id: "efn" } } }, { id: "b" }],
  };

  test("it runs before the sub-workflow's node fails, beside its neighbours", () => {
    const drive = startedDrive(nested);
    const { records } = drive.send(failed("n0-0-x", 0, bad, false));
    expect(texts(records)).toEqual(["n0-0-x#0 FAILED", "n0-0-x FAILED", "n0-0-efn QUEUED"]);
    expect(texts(drive.send(succeeded("n0-0-efn")).records)).toEqual([
      "n0-0-efn#0 SUCCEEDED",
      "n0-0-efn SUCCEEDED",
      "n0 FAILED",
      "= FAILING",
    ]);
    expect(drive.records.find((each) => recordText(each) === "n0-0-efn QUEUED")).toMatchObject({
      parent: "n0",
      retryGroup: "0",
      path: "n0/efn",
    });
  });

  test("it is brought down with its workflow by a failure outside", () => {
    const drive = startedDrive(nested);
    drive.send(failed("n0-0-x", 0, bad, false));
    drive.send(failed("b", 0, worse, false));
    drive.send(stopped("n0-0-efn"));
    expect(end(drive)).toMatchObject({ phase: "FAILED", error: worse, errorNode: "b" });
  });
});

test("says why it does not run", () => {
  const drive = startedDrive(workflow());
  expect(why(drive.run, "efn")).toEqual({ kind: "onFailure", text: "Runs only when its workflow has failed." });
});

describe("the input err", () => {
  const none = create(LiteralSchema);
  test("holds the failure as FlyteError", () => {
    const given = create(LiteralMapSchema, { literals: { err: none, x: none } });
    const { literals } = withError(given, { message: "no flour", failedNodeId: "efn" });
    expect(literals.x).toBe(none);
    expect(literals.err?.value.value).toMatchObject({
      value: {
        case: "union",
        value: {
          value: {
            value: { value: { value: { case: "error", value: { message: "no flour", failedNodeId: "efn" } } } },
          },
          type: { type: { case: "simple", value: SimpleType.ERROR }, structure: { tag: "FlyteError" } },
        },
      },
    });
  });

  test.each([{}, { error: none }])("is not made where there is none: %o", (literals) => {
    const given = create(LiteralMapSchema, { literals });
    expect(withError(given, { message: "", failedNodeId: "efn" })).toBe(given);
  });
});
