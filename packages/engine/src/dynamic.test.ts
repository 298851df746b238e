/** Dynamic nodes (execution.md §4.4). */
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { describe, expect, test } from "vitest";
import type { NodeRecord, RunRecord } from "./record.ts";
import { counts, isFinished, why } from "./status.ts";
import {
  asksFor,
  commandText,
  compiled,
  driveOf,
  failed,
  type Options,
  recordText,
  reported,
  startedDrive,
  succeeded,
  userError,
} from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);

const asks: WorkflowSketch = { nodes: [{ id: "dn0" }, { id: "dn1", after: ["dn0"] }], outputs: ["dn1"] };
const sketch: WorkflowSketch = {
  nodes: [
    { id: "a", asks },
    { id: "b", after: ["a"] },
  ],
};

const nodeRecord = (records: readonly RunRecord[], text: string): NodeRecord | undefined =>
  records.find((each): each is NodeRecord => each.kind === "node" && recordText(each) === text);

describe("§4.4 the task asks for nodes", () => {
  test("its attempt has succeeded, the node runs on, and what was asked for is compiled", () => {
    const drive = driveOf(sketch);
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    drive.send(reported("a"));
    const { records, commands } = drive.send(asksFor(asks, "a"));
    expect(texts(records)).toEqual(["a#0 SUCCEEDED"]);
    expect(commands.map(commandText)).toEqual(["removeTask a#0", "compileFutures a#0"]);
    expect(commands[1]).toMatchObject({ task: expect.stringMatching(/^p:d:asks-\d+:1$/), specNodeId: "a" });
    expect(why(drive.run, "a")?.text).toBe("The nodes it asked for are being compiled.");
    const again = driveOf(sketch);
    for (const event of drive.journal) again.send(event);
    expect(counts(again.run)).toEqual(counts(drive.run));
  });

  test("a task nobody saw running is seen to have run", () => {
    const drive = driveOf(sketch);
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    expect(texts(drive.send(asksFor(asks, "a")).records)).toEqual(["a#0 SUCCEEDED", "a RUNNING"]);
  });

  test("§1.2 the node is DYNAMIC_RUNNING with what it runs, and its nodes are below it", () => {
    const drive = startedDrive(sketch);
    const { records, commands } = drive.send(asksFor(asks, "a"));
    expect(texts(records).slice(2)).toEqual(["a DYNAMIC_RUNNING", "a-0-start-node SUCCEEDED", "a-0-dn0 QUEUED"]);
    const parent = nodeRecord(records, "a DYNAMIC_RUNNING");
    expect(parent).toMatchObject({ isParent: true, dynamic: { closure: expect.any(String) } });
    expect(parent).not.toHaveProperty("isInDynamicChain");
    expect(nodeRecord(records, "a RUNNING")).toMatchObject({ isParent: false });
    expect(nodeRecord(records, "a-0-start-node SUCCEEDED")).toMatchObject({ inputs: undefined, outputs: undefined });
    const child = { parent: "a", retryGroup: "0", specNodeId: "dn0", path: "a/dn0", isInDynamicChain: true };
    expect(nodeRecord(records, "a-0-dn0 QUEUED")).toMatchObject({ ...child, isParent: false });
    expect(commands.map(commandText)).toContain("startTask a-0-dn0#0");
  });

  test("§3.1 its nodes read and write below its attempt's output directory, by tasks of its own closure", () => {
    const drive = startedDrive(sketch);
    const { commands } = drive.send(asksFor(asks, "a"));
    const start = commands.find((each) => each.kind === "startTask");
    expect(start).toMatchObject({
      closure: expect.stringMatching(/^asks-/),
      paths: { outputPrefix: "s3://my-s3-bucket/metadata/propeller/p-d-f1/a/data/0/dn0/0" },
    });
  });

  test("§3.6 the outputs of its end node become its own, then the next node begins", () => {
    const drive = startedDrive(sketch);
    drive.send(asksFor(asks, "a"));
    drive.send(succeeded("a-0-dn0"));
    const { records, commands } = drive.send(succeeded("a-0-dn1"));
    expect(texts(records)).toEqual([
      "a-0-dn1#0 SUCCEEDED",
      "a-0-dn1 SUCCEEDED",
      "a-0-end-node QUEUED",
      "a-0-end-node SUCCEEDED",
      "a SUCCEEDED",
      "b QUEUED",
    ]);
    const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1/a/data/0";
    expect(commands.find((each) => each.kind === "copyOutputs")).toMatchObject({
      from: `${root}/end-node/0/outputs.pb`,
      to: `${root}/outputs.pb`,
    });
  });

  test("without outputs nothing is copied", () => {
    const none: WorkflowSketch = { nodes: [{ id: "dn0" }] };
    const drive = startedDrive({ nodes: [{ id: "a", asks: none }] });
    drive.send(asksFor(none, "a"));
    const { records, commands } = drive.send(succeeded("a-0-dn0"));
    expect(texts(records)).toContain("a SUCCEEDED");
    expect(commands.map(commandText)).not.toContain("copyOutputs a");
    expect(drive.run.phase).toBe("SUCCEEDED");
  });
});

describe("§4.4 what goes wrong", () => {
  const attempts = (sketchOf: WorkflowSketch, options: Options = {}) => {
    const drive = startedDrive(sketchOf, options);
    drive.send(asksFor(asks, "a"));
    return drive;
  };

  test("nodes that do not compile fail the node for good, whatever retries are left", () => {
    const drive = driveOf({ nodes: [{ id: "a", asks, retries: 3 }] });
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    drive.send(asksFor(asks, "a"));
    const error = { kind: "USER", code: "DynamicWorkflowBuildFailed", message: "no nodes" } as const;
    const { records } = drive.send({ kind: "futuresRefused", node: "a", attempt: 0, error });
    expect(texts(records)).toEqual(["a FAILED", "= FAILING", "= FAILED"]);
    expect(drive.run.error).toEqual(error);
  });

  test("a closure that is not there changes nothing: the node waits on", () => {
    const drive = driveOf({ nodes: [{ id: "a", asks }] });
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    const { commands } = drive.send(asksFor(asks, "a"));
    const nothing = { commands: [], records: [] };
    expect(drive.send({ kind: "futuresCompiled", node: "a", attempt: 0, closure: "?" })).toEqual(nothing);
    expect(drive.send({ kind: "futuresCompiled", node: "a", attempt: 1, closure: "?" })).toEqual(nothing);
    for (const each of commands) if (each.kind === "compileFutures") drive.send(compiled(each));
    expect(texts(drive.records)).toContain("a DYNAMIC_RUNNING");
  });

  test("a node inside that failed is the node's failure, for good; the others are brought down", () => {
    const both: WorkflowSketch = { nodes: [{ id: "dn0" }, { id: "dn1" }] };
    const drive = startedDrive({ nodes: [{ id: "a", asks: both, retries: 3 }] });
    drive.send(asksFor(both, "a"));
    drive.send(reported("a-0-dn1"));
    drive.send(failed("a-0-dn0", 0, userError, false));
    const { records } = drive.send({ kind: "taskStopped", node: "a-0-dn1", attempt: 0 });
    expect(texts(records)).toEqual(["a-0-dn1#0 ABORTED", "a-0-dn1 ABORTED", "a FAILED", "= FAILING", "= FAILED"]);
    expect(drive.run).toMatchObject({ error: userError, errorNode: "a-0-dn0" });
  });

  test("a node inside that timed out may be tried again: the task runs once more, and asks anew", () => {
    const slow: WorkflowSketch = { nodes: [{ id: "dn0", timeoutMs: 1000, retries: 5 }] };
    const drive = startedDrive({ nodes: [{ id: "a", asks: slow, retries: 1 }] });
    drive.send(asksFor(slow, "a"));
    drive.send({ kind: "timerFired", timer: "active|a-0-dn0" });
    const stopped = drive.send({ kind: "taskStopped", node: "a-0-dn0", attempt: 0 });
    expect(stopped.commands.map(commandText)).toContain("startTask a#1");
    const second = drive.send(asksFor(slow, "a", 1));
    expect(texts(second.records)).toEqual([
      "a#1 SUCCEEDED",
      "a RUNNING",
      "a DYNAMIC_RUNNING",
      "a-1-start-node SUCCEEDED",
      "a-1-dn0 QUEUED",
    ]);
    expect(nodeRecord(second.records, "a-1-dn0 QUEUED")).toMatchObject({ retryGroup: "1", path: "a/dn0" });
    drive.send({ kind: "timerFired", timer: "active|a-1-dn0" });
    drive.send({ kind: "taskStopped", node: "a-1-dn0", attempt: 0 });
    expect(drive.run.error).toEqual({
      kind: "USER",
      code: "RetriesExhausted|DynamicNodeFailing",
      message: "[2/2] currentAttempt done. Last Error: UNKNOWN::Timeout in node",
    });
  });

  test("outputs that were not written are tried for again, as ours", () => {
    const drive = driveOf({ nodes: [{ id: "a", asks }] });
    const answers = (text: string, written = true) => {
      const command = drive.commands.find((each) => commandText(each) === text);
      if (command?.kind === "copyOutputs") return drive.send({ kind: "outputsCopied", node: command.node, written });
      if (command?.kind === "compileFutures") return drive.send(compiled(command));
      if (command?.kind === "resolveInputs") return drive.send({ kind: "inputsResolved", node: command.node });
      throw new Error(`${text} was not asked for`);
    };
    drive.send({ kind: "started" });
    answers("resolveInputs a");
    drive.send(asksFor(asks, "a"));
    answers("compileFutures a#0");
    for (const node of ["a-0-dn0", "a-0-dn1"]) {
      answers(`resolveInputs ${node}`);
      drive.send(succeeded(node));
    }
    answers("resolveInputs a-0-end-node");
    const { records, commands } = answers("copyOutputs a", false);
    expect(texts(records)).toEqual([]);
    expect(commands.map(commandText)).toEqual(["startTask a#1"]);
    expect(drive.run.live.get("a")).toMatchObject({ attempt: 1, systemFailures: 1 });
  });

  test("§1.5 the root's policy holds inside: with FAIL_AFTER the others run to their end", () => {
    const both: WorkflowSketch = { nodes: [{ id: "dn0" }, { id: "dn1" }] };
    const drive = startedDrive({ nodes: [{ id: "a", asks: both }], failAfter: true });
    drive.send(asksFor(both, "a"));
    drive.send(failed("a-0-dn0", 0, userError, false));
    expect(isFinished(drive.run)).toBe(false);
    expect(texts(drive.send(succeeded("a-0-dn1")).records)).toContain("a FAILED");
    expect(drive.run).toMatchObject({ phase: "FAILED", errorNode: "a-0-dn0" });
  });

  test("§2.4 the attempt's deadline counts the nodes inside: they are brought down, the task runs once more", () => {
    const drive = attempts({ nodes: [{ id: "a", asks, timeoutMs: 5000, retries: 1 }] });
    drive.send(reported("a-0-dn0"));
    const passed = drive.send({ kind: "timerFired", timer: "execution|a|0" });
    expect(passed.commands.map(commandText)).toEqual(["stopTask a-0-dn0#0"]);
    const { records, commands } = drive.send({ kind: "taskStopped", node: "a-0-dn0", attempt: 0 });
    expect(texts(records)).toEqual(["a-0-dn0#0 ABORTED", "a-0-dn0 ABORTED"]);
    expect(commands.map(commandText)).toContain("startTask a#1");
  });

  test.each(["compiling", "inside"] as const)("§1.7 an abort while %s ends it", (stage) => {
    const drive = driveOf({ nodes: [{ id: "a", asks }] });
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    const { commands } = drive.send(asksFor(asks, "a"));
    if (stage === "inside") for (const each of commands) if (each.kind === "compileFutures") drive.send(compiled(each));
    drive.send({ kind: "abortRequested", reason: "enough" });
    expect(texts(drive.records).slice(-2)).toEqual(["a ABORTED", "= ABORTED"]);
    for (const each of commands)
      if (each.kind === "compileFutures") expect(drive.send(compiled(each)).records).toEqual([]);
  });
});

describe("§1.8 parallelism of 1", () => {
  test("the place of the task is free for the nodes it asks for", () => {
    const drive = startedDrive({ nodes: [{ id: "a", asks }] }, { maxParallelism: 1 });
    drive.send(asksFor(asks, "a"));
    expect(drive.run.used).toBe(1);
    drive.send(succeeded("a-0-dn0"));
    drive.send(succeeded("a-0-dn1"));
    expect(drive.run).toMatchObject({ phase: "SUCCEEDED", used: 0 });
  });

  test("another attempt of the task waits for a place", () => {
    const slow: WorkflowSketch = { nodes: [{ id: "dn0", timeoutMs: 1000, retries: 5 }] };
    const drive = startedDrive({ nodes: [{ id: "a", asks: slow, retries: 1 }, { id: "b" }] }, { maxParallelism: 1 });
    drive.send(asksFor(slow, "a"));
    drive.send(succeeded("b"));
    drive.send({ kind: "timerFired", timer: "active|a-0-dn0" });
    const { commands } = drive.send({ kind: "taskStopped", node: "a-0-dn0", attempt: 0 });
    expect(commands.map(commandText)).toContain("startTask a#1");
    expect(drive.run.used).toBe(1);
  });
});
