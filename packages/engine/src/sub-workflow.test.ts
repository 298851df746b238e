import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { expect, test } from "vitest";
import type { RunRecord } from "./record.ts";
import { commandText, driveOf, failed, recordText, reported, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1";

const nested: WorkflowSketch = {
  nodes: [
    { id: "n0", inside: { nodes: [{ id: "x" }, { id: "y", after: ["x"] }], outputs: ["y"] } },
    { id: "n1", after: ["n0"] },
  ],
  outputs: ["n1"],
};

test("§4.2 §1.3 a sub-workflow runs inside its node, with rows of its own", () => {
  const drive = startedDrive(nested);
  drive.send(succeeded("n0-0-x"));
  drive.send(succeeded("n0-0-y"));
  expect(texts(drive.records)).toEqual([
    "= RUNNING",
    "start-node SUCCEEDED",
    "n0 QUEUED",
    "n0 RUNNING",
    "n0-0-start-node SUCCEEDED",
    "n0-0-x QUEUED",
    "n0-0-x#0 SUCCEEDED",
    "n0-0-x SUCCEEDED",
    "n0-0-y QUEUED",
    "n0-0-y#0 SUCCEEDED",
    "n0-0-y SUCCEEDED",
    "n0-0-end-node QUEUED",
    "n0-0-end-node SUCCEEDED",
    "n0 SUCCEEDED",
    "n1 QUEUED",
  ]);
});

test("§1.2 rows inside know their parent and where they are drawn", () => {
  const drive = startedDrive(nested);
  const rows = drive.records.filter((each) => each.kind === "node");
  expect(rows.find((each) => each.node === "n0")).toMatchObject({
    isParent: true,
    parent: undefined,
    retryGroup: "",
    path: "n0",
  });
  expect(rows.find((each) => each.node === "n0-0-x")).toMatchObject({
    isParent: false,
    parent: "n0",
    retryGroup: "0",
    specNodeId: "x",
    path: "n0/x",
    inputs: `${root}/n0/data/0/x/inputs.pb`,
  });
  expect(rows.find((each) => each.node === "n0-0-start-node")).toMatchObject({
    inputs: undefined,
    outputs: `${root}/n0/data/0/start-node/0/outputs.pb`,
  });
});

test("§3.6 §1.3 data goes in through the start node and out through the end node", () => {
  const drive = driveOf(nested);
  const first = drive.send({ kind: "started" });
  expect(first.commands).toMatchObject([
    {
      kind: "resolveInputs",
      node: "n0",
      to: `${root}/n0/data/inputs.pb`,
      alsoTo: `${root}/n0/data/0/start-node/0/outputs.pb`,
    },
  ]);
  drive.send({ kind: "inputsResolved", node: "n0" });
  drive.send({ kind: "inputsResolved", node: "n0-0-x" });
  const second = drive.send(succeeded("n0-0-x"));
  expect(second.commands[1]).toMatchObject({
    kind: "resolveInputs",
    to: `${root}/n0/data/0/y/inputs.pb`,
    alsoTo: undefined,
    sources: new Map([["x", `${root}/n0/data/0/x/0/outputs.pb`]]),
  });
  drive.send({ kind: "inputsResolved", node: "n0-0-y" });
  const end = drive.send(succeeded("n0-0-y"));
  expect(end.commands[1]).toMatchObject({ node: "n0-0-end-node", alsoTo: `${root}/n0/data/0/end-node/0/outputs.pb` });
  const copy = drive.send({ kind: "inputsResolved", node: "n0-0-end-node" });
  expect(copy.commands).toEqual([
    {
      kind: "copyOutputs",
      node: "n0",
      from: `${root}/n0/data/0/end-node/0/outputs.pb`,
      to: `${root}/n0/data/0/outputs.pb`,
    },
  ]);
  const done = drive.send({ kind: "outputsCopied", node: "n0", written: true });
  expect(done.records[0]).toMatchObject({ node: "n0", phase: "SUCCEEDED", outputs: `${root}/n0/data/0/outputs.pb` });
  expect(done.commands[0]).toMatchObject({ node: "n1", sources: new Map([["n0", `${root}/n0/data/0/outputs.pb`]]) });
});

test("§3.6 outputs that are not there fail the node", () => {
  const drive = driveOf({ nodes: [{ id: "n0", inside: { nodes: [{ id: "x" }], outputs: ["x"] } }] });
  drive.send({ kind: "started" });
  for (const node of ["n0", "n0-0-x"]) drive.send({ kind: "inputsResolved", node });
  drive.send(succeeded("n0-0-x"));
  drive.send({ kind: "inputsResolved", node: "n0-0-end-node" });
  const { records } = drive.send({ kind: "outputsCopied", node: "n0", written: false });
  expect(records[0]).toMatchObject({ phase: "FAILED", error: { kind: "SYSTEM", code: "SubWorkflowExecutionFailed" } });
});

test("§4.2 a failure inside ends the others inside, then the node with that error, then the execution", () => {
  const inside = { nodes: [{ id: "x" }, { id: "y" }] };
  const drive = startedDrive({ nodes: [{ id: "n0", inside, retries: 3 }, { id: "n1" }] });
  const { commands, records } = drive.send(failed("n0-0-x"));
  expect(texts(records)).toEqual(["n0-0-x#0 FAILED", "n0-0-x FAILED"]);
  expect(commands[1]).toMatchObject({ kind: "stopTask", node: "n0-0-y", reason: "subworkflow failed" });
  const inner = drive.send({ kind: "taskStopped", node: "n0-0-y", attempt: 0 });
  expect(texts(inner.records)).toEqual(["n0-0-y#0 ABORTED", "n0-0-y ABORTED", "n0 FAILED", "= FAILING"]);
  expect(inner.records[2]).toMatchObject({ error: { code: "RetriesExhausted|Error" } });
  expect(inner.commands.map(commandText)).toEqual(["removeTask n0-0-y#0", "stopTask n1#0"]);
  const outer = drive.send({ kind: "taskStopped", node: "n1", attempt: 0 });
  expect(texts(outer.records)).toEqual(["n1#0 ABORTED", "n1 ABORTED", "= FAILED"]);
  expect(drive.run.errorNode).toBe("n0-0-x");
});

test("§1.5 the policy of the root holds inside, whatever the sub-workflow says", () => {
  const drive = startedDrive({
    failAfter: true,
    nodes: [{ id: "n0", inside: { failAfter: false, nodes: [{ id: "x" }, { id: "y" }] } }],
  });
  expect(drive.send(failed("n0-0-x")).commands.map(commandText)).toEqual(["removeTask n0-0-x#0"]);
  expect(texts(drive.send(succeeded("n0-0-y")).records)).toEqual([
    "n0-0-y#0 SUCCEEDED",
    "n0-0-y SUCCEEDED",
    "n0-0-end-node SKIPPED",
    "n0 FAILED",
    "end-node SKIPPED",
    "= FAILING",
    "= FAILED",
  ]);
});

test("§4.2 a later attempt opens a new scope, its start node filled from the node's inputs", () => {
  const inside = { nodes: [{ id: "x" }] };
  const drive = driveOf({ nodes: [{ id: "n0", inside, retries: 1, timeoutMs: 5000 }] });
  drive.send({ kind: "started" });
  drive.send({ kind: "inputsResolved", node: "n0" });
  drive.send({ kind: "inputsResolved", node: "n0-0-x" });
  drive.send(reported("n0-0-x"));
  expect(drive.send({ kind: "timerFired", timer: "execution|n0|0" }).commands.map(commandText)).toEqual([
    "stopTask n0-0-x#0",
  ]);
  const gone = drive.send({ kind: "taskStopped", node: "n0-0-x", attempt: 0 });
  expect(texts(gone.records)).toEqual(["n0-0-x#0 ABORTED", "n0-0-x ABORTED"]);
  expect(gone.commands[1]).toEqual({
    kind: "copyOutputs",
    node: "n0-1-start-node",
    from: `${root}/n0/data/inputs.pb`,
    to: `${root}/n0/data/1/start-node/0/outputs.pb`,
  });
  const opened = drive.send({ kind: "outputsCopied", node: "n0-1-start-node", written: true });
  expect(texts(opened.records)).toEqual(["n0-1-start-node SUCCEEDED"]);
  expect(opened.records[0]).toMatchObject({ retryGroup: "1" });
  expect(opened.commands.map(commandText)).toEqual(["setTimer execution|n0|1 @12000", "resolveInputs n0-1-x"]);
});

test("§1.3 an empty sub-workflow passes", () => {
  const drive = startedDrive({ nodes: [{ id: "n0", inside: { nodes: [] } }] });
  expect(drive.run.phase).toBe("SUCCEEDED");
});
