import { expect, test } from "vitest";
import { commandText, recordText, reported, startedDrive, succeeded } from "./testing/drive.ts";

test("§1.1 a chain runs node after node", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }], outputs: ["b"] });
  drive.send(reported("a"));
  drive.send(succeeded("a"));
  drive.send(succeeded("b"));
  expect(drive.records.map(recordText)).toEqual([
    "= RUNNING",
    "start-node SUCCEEDED",
    "a QUEUED",
    "a RUNNING",
    "a#0 RUNNING",
    "a#0 SUCCEEDED",
    "a SUCCEEDED",
    "b QUEUED",
    "b#0 SUCCEEDED",
    "b SUCCEEDED",
    "end-node QUEUED",
    "end-node SUCCEEDED",
    "= SUCCEEDING",
    "= SUCCEEDED",
  ]);
  expect(drive.commands.map(commandText)).toEqual([
    "resolveInputs a",
    "startTask a#0",
    "removeTask a#0",
    "resolveInputs b",
    "startTask b#0",
    "removeTask b#0",
    "resolveInputs end-node",
  ]);
});
