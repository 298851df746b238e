import { expect, test } from "vitest";
import { counts, isFinished, why } from "./status.ts";
import { driveOf, failed, reported, startedDrive, succeeded } from "./testing/drive.ts";

test("says what a node waits for", () => {
  const drive = startedDrive(
    { nodes: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d", after: ["a", "b", "c"] }] },
    { maxParallelism: 2 },
  );
  expect(why(drive.run, "d")).toEqual({ kind: "upstream", nodes: ["a", "b", "c"], text: "Waits for a, b, c." });
  expect(why(drive.run, "c")).toEqual({
    kind: "parallelism",
    used: 2,
    max: 2,
    text: "Waits for a place: parallelism 2 of 2.",
  });
  expect(why(drive.run, "a")).toMatchObject({ kind: "task", text: "Its task has not reported yet." });
  drive.send(reported("a", 0, "pulling busybox:1.36, 38 %", "QUEUED"));
  expect(why(drive.run, "a")).toMatchObject({ kind: "task", text: "pulling busybox:1.36, 38 %" });
  drive.send(reported("a"));
  expect(why(drive.run, "a")).toBeUndefined();
  drive.send(succeeded("a"));
  expect(why(drive.run, "a")).toBeUndefined();
  expect(why(drive.run, "d")).toMatchObject({ text: "Waits for b, c." });
  expect(why(drive.run, "nobody")).toBeUndefined();
});

test("says why a node was skipped, stopped or never started", () => {
  const drive = startedDrive({
    failAfter: true,
    nodes: [{ id: "a" }, { id: "b", after: ["a"] }, { id: "c", after: ["b"] }, { id: "d" }, { id: "e", after: ["d"] }],
  });
  drive.send(failed("a"));
  expect(why(drive.run, "b")).toEqual({ kind: "skipped", nodes: ["a"], text: "Skipped because a failed." });
  expect(why(drive.run, "c")).toMatchObject({ text: "Skipped because b was skipped." });
  drive.send({ kind: "abortRequested", reason: "" });
  expect(why(drive.run, "d")).toMatchObject({ kind: "stopping", text: "Is being stopped: Workflow aborted." });
  expect(why(drive.run, "e")).toMatchObject({ kind: "neverStarted" });
});

test("knows what has not begun and what is being prepared, also inside sub-workflows", () => {
  const drive = driveOf({ nodes: [{ id: "n0", inside: { nodes: [{ id: "x" }, { id: "y", after: ["x"] }] } }] });
  expect(why(drive.run, "n0")).toMatchObject({ kind: "notStarted" });
  drive.send({ kind: "started" });
  expect(why(drive.run, "n0")).toMatchObject({ kind: "inputs" });
  drive.send({ kind: "inputsResolved", node: "n0" });
  expect(why(drive.run, "n0")).toBeUndefined();
  expect(why(drive.run, "n0-0-y")).toEqual({ kind: "upstream", nodes: ["n0-0-x"], text: "Waits for x." });
});

test("counts nodes of all levels, also of scopes that are closed", () => {
  const inside = { nodes: [{ id: "x" }, { id: "y", after: ["x"] }] };
  const drive = startedDrive({
    failAfter: true,
    nodes: [
      { id: "n0", inside },
      { id: "n1", after: ["n0"] },
    ],
  });
  expect(counts(drive.run)).toMatchObject({ waiting: 4, queued: 1, running: 1, succeeded: 2 });
  drive.send(failed("n0-0-x"));
  expect(counts(drive.run)).toMatchObject({ waiting: 0, failed: 2, skipped: 4, succeeded: 2, running: 0 });
  expect(isFinished(drive.run)).toBe(true);
});

test("what never began in a scope that was brought down is counted as such", () => {
  const inside = { nodes: [{ id: "x" }, { id: "y", after: ["x"] }] };
  const drive = startedDrive({ nodes: [{ id: "n0", inside }] });
  drive.send(failed("n0-0-x"));
  expect(counts(drive.run)).toMatchObject({ failed: 2, dropped: 2 });
});
