import { expect, test } from "vitest";
import type { RunRecord } from "./record.ts";
import { commandText, driveOf, failed, recordText, reported, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);

test("§1.5 the first failure brings the others down, and ends the execution once they are gone", () => {
  const drive = startedDrive({
    nodes: [{ id: "a" }, { id: "b" }, { id: "c", after: ["a"] }, { id: "d", after: ["b"] }],
  });
  drive.send(reported("b"));
  const failing = drive.send(failed("a", 0, undefined, false));
  expect(texts(failing.records)).toEqual(["a#0 FAILED", "a FAILED", "= FAILING"]);
  expect(failing.commands.map(commandText)).toEqual(["removeTask a#0", "stopTask b#0"]);
  expect(failing.commands[1]).toMatchObject({ reason: "Some node execution failed, auto-abort." });
  const gone = drive.send({ kind: "taskStopped", node: "b", attempt: 0 });
  expect(texts(gone.records)).toEqual(["b#0 ABORTED", "b ABORTED", "= FAILED"]);
  expect(gone.commands.map(commandText)).toEqual(["removeTask b#0"]);
  expect(gone.records[0]).toMatchObject({ error: undefined, reason: "Some node execution failed, auto-abort." });
  expect(gone.records[1]).toMatchObject({
    error: { code: "NodeAborted", message: "Some node execution failed, auto-abort." },
  });
  expect(gone.records[2]).toMatchObject({ error: { code: "Error", message: "exit 1" }, errorNode: "a" });
  expect(drive.records.some((each) => each.kind === "node" && (each.node === "c" || each.node === "d"))).toBe(false);
});

test("§1.7 an attempt that ends by itself while being stopped counts as aborted", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }, { id: "b" }] });
  drive.send(failed("a"));
  expect(texts(drive.send(succeeded("b")).records)).toEqual(["b#0 ABORTED", "b ABORTED", "= FAILED"]);
});

test("§1.4 a node that nobody has seen goes without a trace", () => {
  const drive = driveOf({ nodes: [{ id: "a" }, { id: "b" }] });
  drive.send({ kind: "started" });
  drive.send({ kind: "inputsResolved", node: "a" });
  const { records, commands } = drive.send(failed("a"));
  expect(texts(records)).toEqual(["a#0 FAILED", "a FAILED", "= FAILING", "= FAILED"]);
  expect(commands.map(commandText)).toEqual(["removeTask a#0"]);
  expect(drive.send({ kind: "inputsResolved", node: "b" })).toEqual({ commands: [], records: [] });
});

test("§3.2 inputs that cannot be had fail the node at once, whatever its retries", () => {
  const drive = driveOf({ nodes: [{ id: "a", retries: 5 }] });
  drive.send({ kind: "started" });
  const error = { kind: "SYSTEM", code: "BindingResolutionFailure", message: "no x" } as const;
  const { records } = drive.send({ kind: "inputsFailed", node: "a", error });
  expect(texts(records)).toEqual(["a FAILED", "= FAILING", "= FAILED"]);
  expect(records[0]).toMatchObject({ error, inputs: "s3://my-s3-bucket/metadata/propeller/p-d-f1/a/data/inputs.pb" });
});

test("§1.4 §1.5 where failures let the others finish, what comes after is skipped, end-node too", () => {
  const drive = startedDrive({
    failAfter: true,
    nodes: [
      { id: "a" },
      { id: "b" },
      { id: "c", after: ["a", "b"] },
      { id: "d", after: ["c"] },
      { id: "e", after: ["b"] },
    ],
  });
  expect(texts(drive.send(failed("a")).records)).toEqual(["a#0 FAILED", "a FAILED"]);
  // c has another node before it, which is not decided yet.
  const { records } = drive.send(succeeded("b"));
  expect(texts(records)).toEqual(["b#0 SUCCEEDED", "b SUCCEEDED", "c SKIPPED", "d SKIPPED", "e QUEUED"]);
  expect(texts(drive.send(succeeded("e")).records)).toEqual([
    "e#0 SUCCEEDED",
    "e SUCCEEDED",
    "end-node SKIPPED",
    "= FAILING",
    "= FAILED",
  ]);
  expect(drive.run.errorNode).toBe("a");
});

test("§1.5 the error is that of the node upstream's walk meets last, not of the one that failed last", () => {
  const drive = startedDrive({ failAfter: true, nodes: [{ id: "n2" }, { id: "n10" }, { id: "n1" }] });
  for (const node of ["n2", "n1", "n10"]) drive.send(failed(node));
  expect(drive.run.errorNode).toBe("n2");
});

test("§10.35 a failure does not lengthen with the chain that is skipped after it", () => {
  const nodes = Array.from({ length: 5000 }, (_, i) => ({ id: `n${i}`, after: i === 0 ? [] : [`n${i - 1}`] }));
  const drive = startedDrive({ failAfter: true, nodes });
  const { records } = drive.send(failed("n0"));
  expect(records.filter((each) => each.kind === "node" && each.phase === "SKIPPED")).toHaveLength(5000);
  expect(drive.run.phase).toBe("FAILED");
});
