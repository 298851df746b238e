import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { expect, test } from "vitest";
import type { Recovered } from "./event.ts";
import type { RecoveryOptions } from "./recovery.ts";
import { counts, why } from "./status.ts";
import { commandText, type Drive, driveOf, failed, recordText, resolved, succeeded } from "./testing/drive.ts";

const recovery = (rerun: string[] = [], enter: string[] = []): RecoveryOptions => ({
  source: "f0",
  rerun: new Set(rerun),
  enter: new Set(enter),
});

/** A started run whose source has these nodes; everything but tasks and children is answered as it comes. */
function recovering(
  sketch: WorkflowSketch,
  source: Readonly<Record<string, Recovered>>,
  options: RecoveryOptions = recovery(),
  maxParallelism = 0,
): Drive {
  const drive = driveOf(sketch, { recovery: options, maxParallelism });
  const none: Recovered = { kind: "anew", reason: "It did not run in f0." };
  const answer = (from: number) => {
    for (let next = from; next < drive.commands.length; next += 1) {
      const command = drive.commands[next];
      if (command?.kind === "lookUpRecovery")
        drive.send({ kind: "recoveryFound", node: command.node, found: source[command.node] ?? none });
      if (command?.kind === "resolveInputs") drive.send(resolved(command));
      if (command?.kind === "copyOutputs") drive.send({ kind: "outputsCopied", node: command.node, written: true });
    }
  };
  const answering: Drive = {
    ...drive,
    send(input) {
      const before = drive.commands.length;
      const stepped = drive.send(input);
      answer(before);
      return stepped;
    },
  };
  answering.send({ kind: "started" });
  return answering;
}

const reused: Recovered = { kind: "reused", from: "f0", outputs: true };
const texts = (drive: Drive) => drive.records.map(recordText);
const tasks = (drive: Drive) => drive.commands.filter((each) => each.kind === "startTask").map(commandText);

test("§1.9 what succeeded in the source is RECOVERED with outputs of its own and no task; what failed runs", () => {
  const run = recovering({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }], outputs: ["b"] }, { a: reused });
  expect(tasks(run)).toEqual(["startTask b#0"]);
  run.send(succeeded("b"));
  expect(texts(run)).toEqual([
    "= RUNNING",
    "start-node SUCCEEDED",
    "a RECOVERED",
    "b QUEUED",
    "b#0 SUCCEEDED",
    "b SUCCEEDED",
    "end-node QUEUED",
    "end-node SUCCEEDED",
    "= SUCCEEDING",
    "= SUCCEEDED",
  ]);
  const record = run.records.find((each) => each.kind === "node" && each.node === "a");
  expect(record).toMatchObject({
    inputs: "s3://my-s3-bucket/metadata/propeller/p-d-f1/a/data/inputs.pb",
    outputs: "s3://my-s3-bucket/metadata/propeller/p-d-f1/a/data/0/outputs.pb",
    recoveredFrom: "f0",
    reason: "Reused: it succeeded in f0.",
  });
  expect(counts(run.run)).toMatchObject({ recovered: 1, succeeded: 3 });
});

test("§1.9 a node without outputs is taken over without an address of them", () => {
  const run = recovering({ nodes: [{ id: "a" }] }, { a: { ...reused, outputs: false } });
  const record = run.records.find((each) => each.kind === "node" && each.node === "a");
  expect(record).toMatchObject({ phase: "RECOVERED", outputs: undefined });
  expect(run.run.phase).toBe("SUCCEEDED");
});

test("§1.9 a node that failed begins with the checkpoint it left, and says why it runs", () => {
  const checkpoint = "s3://my-s3-bucket/raw/xy/f0-a-1/_flytecheckpoints";
  const run = recovering({ nodes: [{ id: "a" }] }, { a: { kind: "anew", reason: "It failed in f0.", checkpoint } });
  const [start] = run.commands.filter((each) => each.kind === "startTask");
  expect(start?.paths.previousCheckpoint).toBe(checkpoint);
  expect(run.records.find((each) => each.kind === "node" && each.node === "a")).toMatchObject({
    phase: "QUEUED",
    reason: "It failed in f0.",
  });
});

test("§1.9 a node after one that ran is not even looked up: it may read other values", () => {
  const sketch = { nodes: [{ id: "a" }, { id: "b", after: ["a"] }, { id: "c" }] };
  const run = recovering(sketch, { b: reused, c: reused });
  run.send(succeeded("a"));
  expect(tasks(run)).toEqual(["startTask a#0", "startTask b#0"]);
  expect(run.commands.filter((each) => each.kind === "lookUpRecovery").map((each) => each.node)).toEqual(["a", "c"]);
});

test("§1.9 a sub-workflow that succeeded is taken over whole; one that failed is entered", () => {
  const inside = { name: "s", nodes: [{ id: "x" }, { id: "y", after: ["x"] }], outputs: ["y"] };
  const sketch = {
    nodes: [
      { id: "m", inside },
      { id: "n", inside },
    ],
  };
  const run = recovering(sketch, { m: reused, "n-0-x": reused });
  expect(tasks(run)).toEqual(["startTask n-0-y#0"]);
  run.send(succeeded("n-0-y"));
  expect(run.run.phase).toBe("SUCCEEDED");
  expect(texts(run)).not.toContain("m-0-start-node SUCCEEDED");
});

test("§1.9 the arm of a branch that failed after it is taken over, and its outputs become the branch's", () => {
  const sketch = {
    nodes: [
      { id: "b", arms: [{ id: "x" }] },
      { id: "c", after: ["b"] },
    ],
  };
  const run = recovering(sketch, { "b-0-b-x": reused });
  expect(tasks(run)).toEqual(["startTask c#0"]);
  expect(texts(run)).toContain("b SUCCEEDED");
});

test("§1.9 the arm of a branch runs when a node it reads ran", () => {
  const sketch = { nodes: [{ id: "a" }, { id: "b", arms: [{ id: "x", after: ["a"] }] }] };
  const run = recovering(sketch, { "b-0-b-x": reused });
  run.send(succeeded("a"));
  expect(tasks(run)).toEqual(["startTask a#0", "startTask b-0-b-x#0"]);
});

test("§1.9 the child of a launch plan node that failed is a recovery of the child there was", () => {
  const sketch = { nodes: [{ id: "l", launches: "lp" }] };
  const run = recovering(sketch, { l: { kind: "anew", reason: "It failed in f0.", child: "f0-l-0" } });
  const [launch] = run.commands.filter((each) => each.kind === "launchChild");
  expect(launch).toMatchObject({ name: "f1-l-0", recovers: "f0-l-0" });
});

test("§1.9 a failure node runs for the new failure, whatever became of it in the source", () => {
  const sketch = { nodes: [{ id: "a" }], onFailure: { id: "efn", inside: { nodes: [{ id: "x" }] } } };
  const run = recovering(sketch, { efn: reused, "efn-0-x": reused });
  run.send(failed("a", 0, undefined, false));
  expect(tasks(run)).toEqual(["startTask a#0", "startTask efn-0-x#0"]);
});

test("a node to be run again runs with all after it and inside it; the rest is taken over", () => {
  const inside = { nodes: [{ id: "x" }, { id: "y", after: ["x"] }], outputs: ["y"] };
  const sketch = {
    nodes: [{ id: "a" }, { id: "m", inside }, { id: "b", after: ["m"] }, { id: "c", after: ["a"] }],
  };
  const has = { a: reused, m: reused, "m-0-x": reused, "m-0-y": reused, b: reused, c: reused };
  const whole = recovering(sketch, has, recovery(["m"]));
  expect(tasks(whole)).toEqual(["startTask m-0-x#0"]);
  const inner = recovering(sketch, has, recovery(["m-0-y"], ["m"]));
  expect(tasks(inner)).toEqual(["startTask m-0-y#0"]);
  inner.send(succeeded("m-0-y"));
  inner.send(succeeded("b"));
  expect(tasks(inner)).toEqual(["startTask m-0-y#0", "startTask b#0"]);
  expect(inner.run.phase).toBe("SUCCEEDED");
});

test("looking up takes no place: all is taken over at once, whatever the parallelism", () => {
  const nodes = Array.from({ length: 5 }, (_, index) => ({ id: `n${index}` }));
  const drive = driveOf({ nodes }, { recovery: recovery(), maxParallelism: 1 });
  const { commands } = drive.send({ kind: "started" });
  expect(commands.map(commandText)).toEqual(nodes.map(({ id }) => `lookUpRecovery ${id}`));
  expect(why(drive.run, "n3")?.text).toBe("It is looked up in execution f0.");
  const none: Recovered = { kind: "anew", reason: "It did not run in f0." };
  for (const { id } of nodes) drive.send({ kind: "recoveryFound", node: id, found: none });
  expect(drive.run.used).toBe(1);
  expect(why(drive.run, "n3")?.text).toBe("Waits for a place: parallelism 1 of 1.");
});

test("an abort while nodes are looked up leaves no trace of them", () => {
  const drive = driveOf({ nodes: [{ id: "a" }] }, { recovery: recovery() });
  drive.send({ kind: "started" });
  drive.send({ kind: "abortRequested", reason: "enough" });
  expect(drive.run.phase).toBe("ABORTED");
  expect(drive.send({ kind: "recoveryFound", node: "a", found: reused }).records).toEqual([]);
});
