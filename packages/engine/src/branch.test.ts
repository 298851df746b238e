import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "./record.ts";
import { counts, why } from "./status.ts";
import { commandText, driveOf, failed, recordText, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1";

const branch = (rest: Partial<NodeSketch> = {}): NodeSketch => ({
  id: "b",
  arms: [{ id: "x" }, { id: "y" }, { id: "z" }],
  hasElse: true,
  takes: 1,
  ...rest,
});
const alone = (rest: Partial<NodeSketch> = {}): WorkflowSketch => ({
  nodes: [branch(rest), { id: "c", after: ["b"] }],
});

describe("a branch takes one arm (§4.3)", () => {
  test("which runs inside it and whose outputs become its own", () => {
    const drive = startedDrive(alone());
    const taken = drive.send(succeeded("b-0-b-y"));
    expect(texts(drive.records)).toEqual([
      "= RUNNING",
      "start-node SUCCEEDED",
      "b QUEUED",
      "b RUNNING",
      "b-0-b-x SKIPPED",
      "b-0-b-z SKIPPED",
      "b-0-b-y QUEUED",
      "b-0-b-y#0 SUCCEEDED",
      "b-0-b-y SUCCEEDED",
      "b SUCCEEDED",
      "c QUEUED",
    ]);
    expect(taken.commands.find((each) => each.kind === "copyOutputs")).toEqual({
      kind: "copyOutputs",
      node: "b",
      from: `${root}/b/data/0/b-y/0/outputs.pb`,
      to: `${root}/b/data/0/outputs.pb`,
      variables: undefined,
    });
    expect(taken.records.at(-2)).toMatchObject({ node: "b", outputs: `${root}/b/data/0/outputs.pb` });
  });

  test("rows of arms know their branch; the branch is no parent, as upstream", () => {
    const drive = startedDrive(alone());
    const rows = drive.records.filter((each) => each.kind === "node");
    expect(rows.find((each) => each.node === "b")).toMatchObject({ isParent: false, parent: undefined });
    expect(rows.find((each) => each.node === "b-0-b-y")).toMatchObject({
      parent: "b",
      retryGroup: "0",
      specNodeId: "b-y",
      path: "b/b-y",
      inputs: `${root}/b/data/0/b-y/inputs.pb`,
    });
  });

  test.each([
    [0, "b-0-b-x"],
    [2, "b-0-b-z"],
    [7, "b-0-b-z"],
  ])("x = %i: %s", (takes, key) => {
    expect([...startedDrive(alone({ takes })).run.live.keys()]).toContain(key);
  });

  test("an outputs file that the arm did not write is no failure", () => {
    const drive = driveOf(alone());
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "b", finding: { kind: "branch", arm: 0 } });
    drive.send({ kind: "inputsResolved", node: "b-0-b-x" });
    drive.send(succeeded("b-0-b-x"));
    expect(texts(drive.send({ kind: "outputsCopied", node: "b", written: false }).records)).toEqual(["b SUCCEEDED"]);
  });

  test.each([undefined, { kind: "branch", arm: 3 }, { kind: "branch", arm: -1 }, { kind: "sleep", ms: 1 }] as const)(
    "an answer that is none is not about it: %o",
    (finding) => {
      const drive = driveOf(alone());
      drive.send({ kind: "started" });
      const event = { kind: "inputsResolved", node: "b", ...(finding && { finding }) } as const;
      expect(drive.send(event)).toEqual({ commands: [], records: [] });
    },
  );

  test("a branch in an arm, and a workflow in that, nest", () => {
    const inner: NodeSketch = { id: "x", arms: [{ id: "w", inside: { nodes: [{ id: "n" }] } }], takes: 0 };
    const drive = startedDrive({ nodes: [branch({ arms: [inner], hasElse: false, takes: 0 })] });
    const deepest = [...drive.run.live.values()].find((each) => each.plan.target.kind === "task");
    expect(deepest?.scope.path).toBe("b/b-x/b-x-w/");
    drive.send(succeeded(deepest?.key ?? ""));
    expect(drive.run.phase).toBe("SUCCEEDED");
  });
});

describe("a branch fails", () => {
  test("without an arm to take, with the author's message and nothing inside", () => {
    const drive = startedDrive(alone({ hasElse: false, takes: 9 }));
    expect(texts(drive.records).slice(2)).toEqual(["b QUEUED", "b FAILED", "= FAILING", "= FAILED"]);
    expect(drive.records.at(-1)).toMatchObject({
      error: { kind: "USER", code: "UserProvidedError", message: "[UserProvidedError] no arm" },
      errorNode: "b",
    });
  });

  test("with the error of its arm", () => {
    const drive = startedDrive(alone());
    const { records } = drive.send(failed("b-0-b-y", 0, { kind: "USER", code: "Bad", message: "bad" }, false));
    expect(texts(records)).toEqual(["b-0-b-y#0 FAILED", "b-0-b-y FAILED", "b FAILED", "= FAILING", "= FAILED"]);
    expect(records.at(-1)).toMatchObject({ error: { code: "Bad" }, errorNode: "b-0-b-y" });
  });

  test("with none known when its arm was timed out", () => {
    const drive = startedDrive(alone({ arms: [{ id: "x", timeoutMs: 1000 }], hasElse: false, takes: 0 }));
    drive.send({ kind: "timerFired", timer: "active|b-0-b-x" });
    const { records } = drive.send({ kind: "taskStopped", node: "b-0-b-x", attempt: 0 });
    expect(records.at(-1)).toMatchObject({ error: { code: "Unknown" }, errorNode: "b-0-b-x" });
  });

  test("a later attempt, after a deadline of the branch, takes the same arm anew", () => {
    const drive = startedDrive(alone({ retries: 1, timeoutMs: 5000 }));
    drive.send({ kind: "timerFired", timer: "execution|b|0" });
    const again = drive.send({ kind: "taskStopped", node: "b-0-b-y", attempt: 0 });
    expect(texts(again.records)).toEqual([
      "b-0-b-y#0 ABORTED",
      "b-0-b-y ABORTED",
      "b-1-b-x SKIPPED",
      "b-1-b-z SKIPPED",
      "b-1-b-y QUEUED",
    ]);
  });
});

describe("an arm that reads other nodes", () => {
  const reading = (failAfter: boolean): WorkflowSketch => ({
    failAfter,
    nodes: [{ id: "a" }, branch({ arms: [{ id: "x", after: ["a"] }, { id: "y" }], hasElse: false, takes: 0 })],
  });

  test("waits for them, while the branch runs", () => {
    const drive = startedDrive(reading(false));
    expect(texts(drive.records)).toContain("b RUNNING");
    expect(why(drive.run, "b-0-b-x")).toEqual({ kind: "upstream", nodes: ["a"], text: "Waits for a." });
    expect(drive.send(succeeded("a")).commands.find((each) => each.kind === "resolveInputs")).toMatchObject({
      node: "b-0-b-x",
      sources: new Map([["a", `${root}/a/data/0/outputs.pb`]]),
    });
  });

  test("is skipped with them, and the branch succeeds without outputs", () => {
    const drive = startedDrive(reading(true));
    const { records } = drive.send(failed("a"));
    expect(texts(records)).toEqual([
      "a#0 FAILED",
      "a FAILED",
      "b-0-b-x SKIPPED",
      "b SUCCEEDED",
      "end-node SKIPPED",
      "= FAILING",
      "= FAILED",
    ]);
    expect(records[3]).toMatchObject({ outputs: undefined });
  });

  test("is let go by an abort while it waits", () => {
    const drive = startedDrive(reading(false));
    drive.send({ kind: "abortRequested", reason: "enough" });
    const { records } = drive.send({ kind: "taskStopped", node: "a", attempt: 0 });
    expect(texts(records)).toEqual(["a#0 ABORTED", "a ABORTED", "= ABORTED"]);
    expect(texts(drive.records)).toContain("b ABORTED");
  });
});

describe("why an arm was not taken", () => {
  test("as data and in words, also when the branch is done", () => {
    const drive = startedDrive(alone());
    drive.send(succeeded("b-0-b-y"));
    expect(why(drive.run, "b-0-b-x")).toEqual({
      kind: "notTaken",
      condition: "x == 0",
      outcome: false,
      text: "Skipped because branch condition x == 0 was false.",
    });
    expect(why(drive.run, "b-0-b-z")).toEqual({
      kind: "notTaken",
      condition: "x == 1",
      outcome: true,
      text: "Skipped because branch condition x == 1 was true.",
    });
    expect(why(drive.run, "b-0-b-y")).toBeUndefined();
  });

  test("its record says it too", () => {
    const skipped = startedDrive(alone()).records.find((each) => recordText(each) === "b-0-b-x SKIPPED");
    expect(skipped).toMatchObject({ reason: "Skipped because branch condition x == 0 was false." });
  });

  test("arms are counted, taken or not", () => {
    const drive = startedDrive(alone());
    drive.send(succeeded("b-0-b-y"));
    expect(counts(drive.run)).toMatchObject({ skipped: 2, succeeded: 3 });
  });
});

test("a branch takes no place in the parallelism, its arm does", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }, branch()] }, { maxParallelism: 1 });
  expect(drive.run.live.has("b")).toBe(true);
  expect(why(drive.run, "b-0-b-y")).toMatchObject({ kind: "parallelism" });
  expect(drive.send(succeeded("a")).commands.map(commandText)).toContain("startTask b-0-b-y#0");
});
