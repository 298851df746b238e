import { describe, expect, test } from "vitest";
import type { Breakpoint } from "./breakpoint.ts";
import { outstanding } from "./outstanding.ts";
import type { RunRecord } from "./record.ts";
import { why } from "./status.ts";
import { commandText, driveOf, type EventInput, failed, recordText, startedDrive, succeeded } from "./testing/drive.ts";

const texts = (records: readonly RunRecord[]) => records.map(recordText);
const at = (path: string, when: "before" | "after" = "before", condition?: Breakpoint["condition"]): EventInput => ({
  kind: "breakpointSet",
  breakpoint: { where: { kind: "path", path }, when, ...(condition !== undefined && { condition }) },
});
const chain = { nodes: [{ id: "a" }, { id: "b", after: ["a"] }, { id: "c", after: ["b"] }] };

describe("before a node", () => {
  test("it is QUEUED, says why, has nothing to do, and starts when it is let go", () => {
    const drive = startedDrive(chain);
    drive.send(at("b"));
    expect(texts(drive.send(succeeded("a")).records)).toEqual([
      "a#0 SUCCEEDED",
      "a SUCCEEDED",
      "b QUEUED",
      "b held before",
    ]);
    expect(why(drive.run, "b")).toEqual({
      kind: "held",
      when: "before",
      cause: "breakpoint",
      text: "Held at a breakpoint before it.",
    });
    expect(outstanding(drive.run)).toEqual([]);
    const { commands, records } = drive.send({ kind: "continued", node: "b" });
    expect(texts(records)).toEqual(["b let go"]);
    expect(commands.map(commandText)).toEqual(["startTask b#0"]);
  });

  test("set before the start, it catches the first node", () => {
    const drive = driveOf(chain);
    drive.send(at("a"));
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "a" });
    expect(why(drive.run, "a")).toMatchObject({ kind: "held" });
  });

  test("one of a place holds every instance of it; one of a node that node alone", () => {
    const sketch = { nodes: [{ id: "s", retries: 1, inside: { nodes: [{ id: "x" }], outputs: ["x"] } }] };
    const drive = startedDrive(sketch);
    drive.send({
      kind: "breakpointSet",
      breakpoint: { where: { kind: "node", node: "s-0-y" }, when: "before" },
    });
    expect(why(drive.run, "s-0-x")).toMatchObject({ kind: "task" });
    const other = driveOf(sketch);
    other.send(at("s/x"));
    other.send({ kind: "started" });
    other.send({ kind: "inputsResolved", node: "s" });
    other.send({ kind: "inputsResolved", node: "s-0-x" });
    expect(why(other.run, "s-0-x")).toMatchObject({ kind: "held" });
  });

  test("cleared, it holds nobody else, but whom it holds", () => {
    const drive = startedDrive({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }] });
    drive.send(at("b"));
    drive.send(succeeded("a"));
    expect(texts(drive.send({ kind: "breakpointCleared", id: "before|path|b" }).records)).toEqual(["breakpoints 0"]);
    expect(why(drive.run, "b")).toMatchObject({ kind: "held" });
  });

  test("a held node takes no place, and waits for one when it is let go", () => {
    const drive = driveOf({ nodes: [{ id: "a" }, { id: "b" }] }, { maxParallelism: 1 });
    drive.send(at("a"));
    drive.send({ kind: "started" });
    expect(drive.send({ kind: "inputsResolved", node: "a" }).commands.map(commandText)).toEqual(["resolveInputs b"]);
    drive.send({ kind: "inputsResolved", node: "b" });
    expect(drive.send({ kind: "continued", node: "a" }).commands).toEqual([]);
    expect(why(drive.run, "a")).toMatchObject({ kind: "parallelism", used: 1, max: 1 });
    expect(drive.send(succeeded("b")).commands.map(commandText)).toContain("startTask a#0");
  });

  test("its deadline begins when it is let go, and those of what it is inside of stand still", () => {
    const drive = driveOf({
      nodes: [{ id: "s", timeoutMs: 10_000, inside: { nodes: [{ id: "x", timeoutMs: 5000 }] } }],
    });
    drive.send(at("s/x"));
    drive.send({ kind: "started", at: 1000 });
    drive.send({ kind: "inputsResolved", node: "s", at: 2000 });
    const { commands } = drive.send({ kind: "inputsResolved", node: "s-0-x", at: 5000 });
    expect(commands.map(commandText)).toEqual(["clearTimer active|s", "clearTimer execution|s|0"]);
    expect(drive.send({ kind: "continued", node: "s-0-x", at: 1_000_000 }).commands.map(commandText)).toEqual([
      "setTimer active|s @1017000",
      "setTimer execution|s|0 @1007000",
      "setTimer active|s-0-x @1010000",
      "startTask s-0-x#0",
    ]);
  });

  test("an abort ends it at once", () => {
    const drive = startedDrive(chain);
    drive.send(at("b"));
    drive.send(succeeded("a"));
    expect(texts(drive.send({ kind: "abortRequested", reason: "enough" }).records)).toEqual([
      "= ABORTING",
      "b ABORTED",
      "= ABORTED",
    ]);
  });

  test("the failure of another ends it, where failures do", () => {
    const drive = startedDrive({ nodes: [{ id: "a" }, { id: "b" }, { id: "c", after: ["b"] }] });
    drive.send(at("c"));
    drive.send(succeeded("b"));
    expect(texts(drive.send(failed("a")).records)).toEqual([
      "a#0 FAILED",
      "a FAILED",
      "= FAILING",
      "c ABORTED",
      "= FAILED",
    ]);
  });
});

describe("after a node", () => {
  test("its attempt has succeeded, it has not yet, and those after it wait", () => {
    const drive = startedDrive(chain);
    drive.send(at("a", "after"));
    expect(texts(drive.send(succeeded("a")).records)).toEqual(["a#0 SUCCEEDED", "a held after"]);
    expect(why(drive.run, "b")).toMatchObject({ kind: "upstream", nodes: ["a"] });
    const { records } = drive.send({ kind: "continued", node: "a" });
    expect(texts(records).slice(0, 2)).toEqual(["a let go", "a SUCCEEDED"]);
    expect(records[1]).toMatchObject({ outputs: expect.stringContaining("/a/data/0/outputs.pb") });
  });

  test("what has succeeded stays so when the execution is aborted", () => {
    const drive = startedDrive(chain);
    drive.send(at("a", "after"));
    drive.send(succeeded("a"));
    expect(texts(drive.send({ kind: "abortRequested", reason: "" }).records)).toEqual([
      "= ABORTING",
      "a SUCCEEDED",
      "= ABORTED",
    ]);
  });
});

describe("with a condition", () => {
  const condition = { comparison: {} };
  const asked = () => {
    const drive = startedDrive(chain);
    drive.send(at("b", "before", condition));
    expect(drive.send(succeeded("a")).commands.at(-1)).toMatchObject({ kind: "testBreakpoint", node: "b", condition });
    return drive;
  };
  const tested = { kind: "breakpointTested", node: "b", when: "before" } as const;

  test("it holds when that is true, and only then", () => {
    expect(texts(asked().send({ ...tested, hit: true }).records)).toEqual(["b QUEUED", "b held before"]);
    const { commands } = asked().send({ ...tested, hit: false });
    expect(commands.map(commandText)).toEqual(["startTask b#0"]);
  });

  test("one that cannot be tested holds, and says so", () => {
    const drive = asked();
    drive.send({ ...tested, hit: false, problem: "x is no number" });
    expect(why(drive.run, "b")?.text).toBe(
      "Held at a breakpoint before it. Its condition could not be tested: x is no number",
    );
  });

  test("asked again after a crash", () => {
    expect(outstanding(asked().run).map(commandText)).toEqual(["testBreakpoint b"]);
  });
});

describe("a step", () => {
  const step = (node: string): EventInput => ({ kind: "stepped", node });

  test("goes on to the nodes after it", () => {
    const drive = startedDrive(chain);
    drive.send(at("b"));
    drive.send(succeeded("a"));
    drive.send(step("b"));
    drive.send(succeeded("b"));
    expect(why(drive.run, "c")).toMatchObject({ kind: "held", cause: "step", text: "Held before it, after a step." });
  });

  test("goes into a sub-workflow, and out of it after its last node", () => {
    const drive = startedDrive({
      nodes: [{ id: "a" }, { id: "s", after: ["a"], inside: { nodes: [{ id: "x" }] } }, { id: "z", after: ["s"] }],
    });
    drive.send(at("s"));
    drive.send(succeeded("a"));
    drive.send(step("s"));
    expect(why(drive.run, "s-0-x")).toMatchObject({ kind: "held", cause: "step" });
    drive.send(step("s-0-x"));
    drive.send(succeeded("s-0-x"));
    expect(why(drive.run, "z")).toMatchObject({ kind: "held", cause: "step" });
  });

  test("goes into the arm that a branch takes", () => {
    const drive = startedDrive({ nodes: [{ id: "a" }, { id: "br", arms: [{ id: "x" }, { id: "y" }], takes: 1 }] });
    expect(why(drive.run, "br-0-br-y")).toMatchObject({ kind: "task" });
    const held = driveOf({ nodes: [{ id: "br", arms: [{ id: "x" }, { id: "y" }], takes: 1 }] });
    held.send(at("br"));
    held.send({ kind: "started" });
    held.send({ kind: "inputsResolved", node: "br", finding: { kind: "branch", arm: 1 } });
    held.send(step("br"));
    held.send({ kind: "inputsResolved", node: "br-0-br-y" });
    expect(why(held.run, "br-0-br-y")).toMatchObject({ kind: "held", cause: "step" });
  });
});

describe("other inputs", () => {
  const edited = (node: string): EventInput => ({ kind: "inputsEdited", node, from: "s3://b/edited.pb" });

  test("take the place of the held node's own, then it is held still", () => {
    const drive = startedDrive(chain);
    drive.send(at("b"));
    drive.send(succeeded("a"));
    expect(drive.send(edited("b")).commands).toEqual([
      {
        kind: "editInputs",
        node: "b",
        from: "s3://b/edited.pb",
        to: "s3://my-s3-bucket/metadata/propeller/p-d-f1/b/data/inputs.pb",
        alsoTo: undefined,
        find: undefined,
      },
    ]);
    drive.send({ kind: "inputsReplaced", node: "b", from: "s3://b/other.pb" });
    expect(outstanding(drive.run).map(commandText)).toEqual(["editInputs b"]);
    drive.send({ kind: "inputsReplaced", node: "b", from: "s3://b/edited.pb" });
    expect(drive.send({ kind: "continued", node: "b" }).commands.map(commandText)).toEqual(["startTask b#0"]);
  });

  test("let go meanwhile, it goes once they are in place", () => {
    const drive = startedDrive(chain);
    drive.send(at("b"));
    drive.send(succeeded("a"));
    drive.send(edited("b"));
    expect(drive.send({ kind: "continued", node: "b" }).commands).toEqual([]);
    const { commands } = drive.send({ kind: "inputsReplaced", node: "b", from: "s3://b/edited.pb" });
    expect(commands.map(commandText)).toEqual(["startTask b#0"]);
  });

  test("a branch decides by them", () => {
    const drive = driveOf({ nodes: [{ id: "br", arms: [{ id: "x" }, { id: "y" }], takes: 0 }] });
    drive.send(at("br"));
    drive.send({ kind: "started" });
    drive.send({ kind: "inputsResolved", node: "br", finding: { kind: "branch", arm: 0 } });
    drive.send(edited("br"));
    drive.send({ kind: "inputsReplaced", node: "br", from: "s3://b/edited.pb", finding: { kind: "branch", arm: 1 } });
    const { records } = drive.send({ kind: "continued", node: "br" });
    expect(texts(records)).toEqual(["br let go", "br RUNNING", "br-0-br-x SKIPPED"]);
  });

  test("are nothing to a node that is not held before it began", () => {
    const drive = startedDrive(chain);
    drive.send(at("a", "after"));
    expect(drive.send(edited("a")).commands).toEqual([]);
    drive.send(succeeded("a"));
    expect(drive.send(edited("a")).commands).toEqual([]);
  });
});
