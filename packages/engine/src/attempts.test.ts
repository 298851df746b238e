import { expect, test } from "vitest";
import {
  commandText,
  type EventInput,
  failed,
  recordText,
  reported,
  startedDrive,
  succeeded,
  systemError,
  userError,
} from "./testing/drive.ts";

const one = (retries = 0, taskRetries = 0) => startedDrive({ nodes: [{ id: "a", retries }] }, { taskRetries });

// What the attempts come to: U and S a retryable failure, P a permanent one, + success.
test.each([
  [0, 0, "+", "SUCCEEDED", undefined],
  [0, 0, "P", "FAILED", "Error"],
  [5, 0, "P", "FAILED", "Error"],
  [0, 0, "U", "FAILED", "RetriesExhausted|Error"],
  [2, 0, "UU+", "SUCCEEDED", undefined],
  [2, 0, "UUU", "FAILED", "RetriesExhausted|Error"],
  [0, 1, "U+", "SUCCEEDED", undefined], // the task's retries count where the node says nothing
  [0, 1, "UU", "FAILED", "RetriesExhausted|Error"],
  [1, 5, "UU", "FAILED", "RetriesExhausted|Error"], // the node's count before the task's
  [0, 0, "SSS+", "SUCCEEDED", undefined],
  [0, 0, "SSSS", "FAILED", "RetriesExhausted|Interrupted"],
  [1, 0, "SUSS+", "SUCCEEDED", undefined],
  [1, 0, "SUSU", "FAILED", "RetriesExhausted|Error"],
] as const)(
  "§2.1 with %i retries of the node and %i of the task, %s ends %s",
  (retries, taskRetries, fates, phase, code) => {
    const drive = one(retries, taskRetries);
    [...fates].forEach((fate, attempt) => {
      drive.send(reported("a", attempt));
      if (fate === "+") drive.send(succeeded("a", attempt));
      else drive.send(failed("a", attempt, fate === "S" ? systemError : userError, fate !== "P"));
    });
    const node = drive.records.findLast((each) => each.kind === "node" && each.node === "a");
    expect(node).toMatchObject({ phase, attempt: fates.length - 1 });
    expect(node?.kind === "node" && node.error?.code).toBe(code);
    expect(drive.records.filter((each) => recordText(each) === "a RUNNING")).toHaveLength(1);
    const starts = drive.commands.flatMap((each) => (each.kind === "startTask" ? [each.attempt] : []));
    expect(starts).toEqual([...fates].map((_, attempt) => attempt));
  },
);

test("§2.1 §10.7 the next attempt starts in the step that saw the end of the one before", () => {
  const drive = one(1);
  const { commands, records } = drive.send(failed("a"));
  expect(commands.map(commandText)).toEqual(["removeTask a#0", "startTask a#1"]);
  expect(records.map(recordText)).toEqual(["a#0 FAILED"]);
  expect(records[0]).toMatchObject({ error: userError, attempt: 0 });
});

test("§3.1 §10.21 attempts write apart from each other and know the checkpoint before", () => {
  const drive = one(1);
  drive.send(failed("a"));
  const [first, second] = drive.commands.flatMap((each) => (each.kind === "startTask" ? [each.paths] : []));
  const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1/a/data";
  expect(first).toMatchObject({
    inputPrefix: root,
    outputPrefix: `${root}/0`,
    previousCheckpoint: undefined,
    taskName: "f1-a-0",
  });
  expect(second).toMatchObject({ inputPrefix: root, outputPrefix: `${root}/1`, taskName: "f1-a-1" });
  expect(first?.rawOutputPrefix).toMatch(/^s3:\/\/my-s3-bucket\/raw\/[a-z0-9]{2}\/f1-a-0$/);
  expect(second?.previousCheckpoint).toBe(`${first?.rawOutputPrefix}/_flytecheckpoints`);
});

test("§1.10 a report changes what is visible only when it is new", () => {
  const drive = one();
  const steps: [EventInput, string[]][] = [
    [reported("a", 0, "submitted", "QUEUED"), ["a#0 QUEUED", "a RUNNING"]],
    [reported("a", 0, "submitted", "QUEUED"), []],
    [reported("a", 0, "waits for CPU", "QUEUED"), ["a#0 QUEUED v1"]],
    [reported("a", 0, ""), ["a#0 RUNNING"]],
    [reported("a", 0, "links"), ["a#0 RUNNING v1"]],
    [reported("a", 0, "submitted", "QUEUED"), []], // late
    [reported("a", 1, ""), []], // an attempt that is not there
    [reported("b", 0, ""), []], // a node that is not there
  ];
  for (const [event, expected] of steps) expect(drive.send(event).records.map(recordText)).toEqual(expected);
});

test("§10.1 what comes late changes nothing", () => {
  const drive = startedDrive({ nodes: [{ id: "a", retries: 1 }, { id: "b" }] });
  drive.send(failed("a"));
  const late: EventInput[] = [
    { kind: "started" },
    { kind: "inputsResolved", node: "a" },
    { kind: "inputsFailed", node: "a", error: userError },
    { kind: "outputsCopied", node: "a", written: true },
    succeeded("a", 0),
    failed("a", 0),
    reported("a", 0),
    { kind: "taskStopped", node: "a", attempt: 1 },
    { kind: "timerFired", timer: "active|a" },
    { kind: "commandFailed", command: "startTask|a|0", message: "" },
  ];
  for (const event of late) expect(drive.send(event)).toEqual({ commands: [], records: [] });
});

test("§1.10 an attempt that cannot settle on a reason is given up", () => {
  const drive = one(3);
  drive.send(reported("a", 0, "first"));
  const task = drive.run.live.get("a")?.task;
  if (task !== undefined) task.version = 100_000;
  const { commands, records } = drive.send(reported("a", 0, "once more"));
  expect(commands.map(commandText)).toEqual(["stopTask a#0"]);
  expect(records).toMatchObject([{ phase: "FAILED", error: { code: "TooManyPluginPhaseVersions" } }]);
});

test.each([
  [undefined, undefined, false, false],
  [undefined, undefined, true, true],
  [undefined, true, false, true],
  [false, true, true, false],
  [true, false, false, true],
])("§2.5 node %j, execution %j, workflow %j: interruptible is %j", (node, execution, workflow, expected) => {
  const sketch = {
    nodes: [{ id: "a", ...(node === undefined ? {} : { interruptible: node }) }],
    interruptible: workflow,
  };
  const drive = startedDrive(sketch, execution === undefined ? {} : { interruptible: execution });
  const start = drive.commands.find((each) => each.kind === "startTask");
  expect(start).toMatchObject({ interruptible: expected });
});
