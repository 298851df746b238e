/** The phases that become visible, by the tables of execution.md §1.1–§1.4 and §1.10. */
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import { expect, test } from "vitest";
import { type Drive, type EventInput, failed, reported, startedDrive, succeeded, userError } from "./testing/drive.ts";

const phasesOf = (records: readonly { readonly phase: string }[]): string =>
  records.map(({ phase }) => phase).join(" ");
const executionPhases = ({ records }: Drive) => phasesOf(records.filter((each) => each.kind === "execution"));
const nodePhases = ({ records }: Drive, node: string) =>
  phasesOf(records.flatMap((each) => (each.kind === "node" && each.node === node ? [each] : [])));
const two: WorkflowSketch = { nodes: [{ id: "a" }, { id: "b", after: ["a"] }] };
const cleaning: WorkflowSketch = { nodes: [{ id: "a" }], onFailure: { id: "efn" } };
const abort = { kind: "abortRequested", reason: "enough" } as const;
const stopped = (node: string) => ({ kind: "taskStopped", node, attempt: 0 }) as const;

test.each([
  ["all succeed", two, [succeeded("a"), succeeded("b")], "RUNNING SUCCEEDING SUCCEEDED"],
  ["there is nothing", { nodes: [] }, [], "RUNNING SUCCEEDING SUCCEEDED"],
  ["one fails", two, [failed("a")], "RUNNING FAILING FAILED"],
  ["it has a failure node", cleaning, [failed("a"), succeeded("efn")], "RUNNING FAILING FAILED"],
  ["somebody aborts", two, [abort, stopped("a")], "RUNNING ABORTING ABORTED"],
  ["somebody aborts twice", two, [abort, abort, stopped("a")], "RUNNING ABORTING ABORTED"],
  ["the task ends by itself after an abort", two, [abort, succeeded("a")], "RUNNING ABORTING ABORTED"],
  ["an abort comes too late", { nodes: [{ id: "a" }] }, [succeeded("a"), abort], "RUNNING SUCCEEDING SUCCEEDED"],
] as const)("§1.1 the execution where %s", (_, sketch, events, phases) => {
  const drive = startedDrive(sketch);
  for (const event of events) drive.send(event);
  expect(executionPhases(drive)).toBe(phases);
});

test.each([
  ["an end node that has outputs", { ...two, outputs: ["b"] }, true],
  ["an end node that has none", two, false],
] as const)("§1.1 SUCCEEDED names the file of %s", (_, sketch, hasOutputs) => {
  const drive = startedDrive(sketch);
  drive.send(succeeded("a"));
  drive.send(succeeded("b"));
  const last = drive.records.at(-1);
  expect(last).toMatchObject({ kind: "execution", phase: "SUCCEEDED", error: undefined });
  expect(last?.kind === "execution" && last.outputs !== undefined).toBe(hasOutputs);
});

test("§1.1 FAILING and FAILED say with what, and by which node", () => {
  const drive = startedDrive(two);
  drive.send(failed("a", 0, userError, false));
  for (const phase of ["FAILING", "FAILED"]) {
    expect(drive.records.find((each) => each.kind === "execution" && each.phase === phase)).toMatchObject({
      error: userError,
      errorNode: "a",
    });
  }
});

const awake = { kind: "timerFired", timer: "sleep|x|0" } as const;
const said = { kind: "signalReceived", node: "x", attempt: 0 } as const;
const launched = { kind: "childLaunched", node: "x", attempt: 0 } as const;
const childDone = { kind: "childEnded", node: "x", attempt: 0, outcome: { kind: "succeeded" } } as const;

test.each<[string, Omit<NodeSketch, "id">, EventInput[], string]>([
  ["a task that was seen running", {}, [reported("x"), succeeded("x")], "QUEUED RUNNING SUCCEEDED"],
  ["a task that only ended", {}, [succeeded("x")], "QUEUED SUCCEEDED"],
  [
    "a task that is tried again",
    { retries: 1 },
    [reported("x"), failed("x"), reported("x", 1), succeeded("x", 1)],
    "QUEUED RUNNING SUCCEEDED",
  ],
  ["a task that fails", {}, [failed("x")], "QUEUED FAILED"],
  ["a sleep of no time", { sleepMs: 0 }, [], "QUEUED SUCCEEDED"],
  ["a sleep", { sleepMs: 10 }, [awake], "QUEUED RUNNING SUCCEEDED"],
  ["a gate that sleeps", { gate: "sleep" }, [awake], "QUEUED RUNNING SUCCEEDED"],
  ["an approval", { gate: "approve" }, [said], "QUEUED RUNNING SUCCEEDED"],
  ["an empty sub-workflow", { inside: { nodes: [] } }, [], "QUEUED RUNNING SUCCEEDED"],
  ["a branch without an arm to take", { arms: [{ id: "y" }], takes: 1 }, [], "QUEUED FAILED"],
  ["a launch plan", { launches: "lp" }, [launched, childDone], "QUEUED RUNNING SUCCEEDED"],
  ["a task under abort", {}, [reported("x"), abort, stopped("x")], "QUEUED RUNNING ABORTED"],
])("§1.2 %s", (_, node, events, phases) => {
  const drive = startedDrive({ nodes: [{ id: "x", ...node }] });
  for (const event of events) drive.send(event);
  expect(nodePhases(drive, "x")).toBe(phases);
});

test("§1.2 the length of what an error says has no limit", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }] });
  const message = "x".repeat(200 * 1024);
  drive.send(failed("a", 0, { ...userError, message }, false));
  expect(drive.records.find((each) => each.kind === "node" && each.phase === "FAILED")).toMatchObject({
    error: { message },
  });
});

test("§1.3 the start node succeeds at once, with outputs and without inputs; the end node is queued first", () => {
  const drive = startedDrive({ nodes: [{ id: "a" }], outputs: ["a"] });
  drive.send(succeeded("a"));
  expect(nodePhases(drive, "start-node")).toBe("SUCCEEDED");
  expect(nodePhases(drive, "end-node")).toBe("QUEUED SUCCEEDED");
  const root = "s3://my-s3-bucket/metadata/propeller/p-d-f1";
  const recordOf = (node: string) => drive.records.findLast((each) => each.kind === "node" && each.node === node);
  expect(recordOf("start-node")).toMatchObject({ inputs: undefined, outputs: `${root}/start-node/data/0/outputs.pb` });
  expect(recordOf("end-node")).toMatchObject({ inputs: `${root}/end-node/data/inputs.pb`, outputs: undefined });
});

// What the two before x come to, in this order: + succeeds, - fails, / is skipped.
test.each([
  ["++", "QUEUED"],
  ["+-", "SKIPPED"],
  ["-+", "SKIPPED"],
  ["--", "SKIPPED"],
  ["/+", "SKIPPED"],
  ["+/", "SKIPPED"],
  ["//", "SKIPPED"],
] as const)("§1.4 a node after nodes that came to %s is %s, once both are decided", (ends, phase) => {
  const before = [...ends].map((end, index) => ({ id: `u${index}`, after: end === "/" ? ["bad"] : [] }));
  const drive = startedDrive({
    nodes: [{ id: "bad" }, ...before, { id: "x", after: ["u0", "u1"] }],
    failAfter: true,
  });
  drive.send(failed("bad"));
  [...ends].forEach((end, index) => {
    const isLast = [...ends].slice(index + 1).every((each) => each === "/");
    if (end !== "/") drive.send(end === "+" ? succeeded(`u${index}`) : failed(`u${index}`));
    if (!isLast && end !== "/") expect(nodePhases(drive, "x")).toBe("");
  });
  expect(nodePhases(drive, "x")).toBe(phase);
});

test("§1.4 a skip runs through to the end node: the workflow still succeeds where nothing failed, without outputs", () => {
  const arms = [{ id: "y", after: ["z"] }, { id: "n" }];
  const drive = startedDrive({
    nodes: [{ id: "z" }, { id: "x", arms, takes: 1 }, { id: "b", after: ["x"] }],
    outputs: ["b"],
  });
  drive.send(succeeded("z"));
  drive.send(succeeded("x-0-x-n"));
  drive.send(succeeded("b"));
  expect(executionPhases(drive)).toBe("RUNNING SUCCEEDING SUCCEEDED");
  expect(nodePhases(drive, "x-0-x-y")).toBe("SKIPPED");
});

test.each([
  ["QUEUED", "one", "QUEUED", "one", "QUEUED 0"],
  ["QUEUED", "one", "QUEUED", "two", "QUEUED 0, QUEUED 1"],
  ["QUEUED", "one", "RUNNING", "one", "QUEUED 0, RUNNING 0"],
  ["RUNNING", "one", "RUNNING", "two", "RUNNING 0, RUNNING 1"],
  ["RUNNING", "one", "QUEUED", "late", "RUNNING 0"],
] as const)("§1.10 a task reported %s %s, then %s %s, shows %s", (first, why, second, whyThen, shown) => {
  const drive = startedDrive({ nodes: [{ id: "a" }] });
  drive.send(reported("a", 0, why, first));
  drive.send(reported("a", 0, whyThen, second));
  const versions = drive.records.flatMap((each) => (each.kind === "task" ? [`${each.phase} ${each.version}`] : []));
  expect(versions.join(", ")).toBe(shown);
});
