/** Each kind of node for real: files, timers and a store on disk; only the containers are scripted. */
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findExecutionById } from "../store/executions.ts";
import { findNodeExecution, nodeExecutionsOf } from "../store/node-executions.ts";
import { killedAnywhere } from "./testing/killed-anywhere.ts";
import { hasEnded, makeFolder, removeFolder, seed, startProcess, succeeds, until } from "./testing/process.ts";
import { openValues } from "./values.ts";

// One process per commit of each workflow.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const sleepAndEcho: WorkflowSketch = {
  nodes: [
    { id: "a" },
    { id: "rest", sleepMs: 30 },
    { id: "said", after: ["a"], echo: true },
    { id: "b", after: ["said"] },
  ],
  outputs: ["said"],
};

const branches: WorkflowSketch = {
  nodes: [
    { id: "a" },
    {
      id: "b",
      after: ["a"],
      takes: 1,
      arms: [{ id: "x" }, { id: "y", arms: [{ id: "z", after: ["a"] }], takes: 0 }],
    },
    { id: "c", after: ["b"] },
  ],
  outputs: ["b"],
};

const cleaning: WorkflowSketch = {
  nodes: [{ id: "a" }, { id: "bad", after: ["a"] }],
  onFailure: { id: "efn" },
};
const bad = { code: "Bad", message: "no flour", kind: "USER" } as const;
const badFails = (attempt: AttemptSpec): Script =>
  attempt.key.node === "bad"
    ? { endsAfterMs: 1, failure: { kind: "failed", retryable: false, error: bad } }
    : succeeds();

describe("killed after any commit and started again, comes to the same end and runs nothing twice", () => {
  test.each<[string, WorkflowSketch, Record<string, string>, ((attempt: AttemptSpec) => Script)?]>([
    ["core-sleep and echo", sleepAndEcho, { rest: "SUCCEEDED 0", said: "SUCCEEDED 0", b: "SUCCEEDED 0" }],
    ["branch", branches, { b: "SUCCEEDED 0", "b-0-b-x": "SKIPPED 0", "b-0-b-y": "SUCCEEDED 0", c: "SUCCEEDED 0" }],
    ["failure node", cleaning, { a: "SUCCEEDED 0", bad: "FAILED 0", efn: "SUCCEEDED 0" }, badFails],
  ])("%s", async (_, sketch, expected, script = succeeds) => {
    const [undisturbed, ...killed] = await killedAnywhere({ sketch, script });
    expect(undisturbed?.nodes).toMatchObject(expected);
    for (const each of killed) expect(each).toEqual(undisturbed);
  });
});

describe("core-sleep and echo", () => {
  test("an echo passes values on under the name of its output", async () => {
    const id = seed(folder, sleepAndEcho);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    const values = openValues(process.blobs);
    const outputs = await values.read(findExecutionById(process.db, id)?.outputs_uri ?? "");
    const given = await values.read(findNodeExecution(process.db, id, "said")?.input_uri ?? "");
    expect(outputs?.literals.said).toEqual(given?.literals.a);
    expect(outputs?.literals.said?.value.case).toBe("scalar");
    process.kill();
  });

  test("a sleep needs no container, and is not begun anew by a restart", async () => {
    const id = seed(folder, { nodes: [{ id: "a", sleepMs: 600 }] });
    const world = scriptedWorld();
    let process = await startProcess({ folder, world, script: succeeds });
    process.loop.start(id);
    await until(() => nodeExecutionsOf(process.db, id).some((row) => row.node_id === "a" && row.phase === "RUNNING"));
    const due = process.loop.why(id, "a");
    expect(due).toMatch(/^Sleeps until /);
    process.kill();
    process = await startProcess({ folder, world, script: succeeds });
    process.loop.recover();
    expect(process.loop.why(id, "a")).toBe(due);
    await until(() => hasEnded(process, id));
    const row = findNodeExecution(process.db, id, "a");
    expect(row).toMatchObject({ phase: "SUCCEEDED", attempt: 0 });
    expect(row?.duration_ms).toBeGreaterThanOrEqual(600);
    expect(world.created).toEqual([]);
    process.kill();
  });
});

describe("a branch", () => {
  test("passes on what its arm wrote, and says in rows why the other was not taken", async () => {
    const id = seed(folder, branches);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    const values = openValues(process.blobs);
    const outputs = await values.read(findExecutionById(process.db, id)?.outputs_uri ?? "");
    expect(outputs?.literals.b?.value.case).toBe("scalar");
    const branch = findNodeExecution(process.db, id, "b");
    expect(findNodeExecution(process.db, id, "b-0-b-x")).toMatchObject({
      phase: "SKIPPED",
      parent_id: branch?.id,
      reason: "Skipped because branch condition x == 0 was false.",
    });
    expect(process.loop.why(id, "b-0-b-x")).toBe("Skipped because branch condition x == 0 was false.");
    process.kill();
  });

  test("fails with the author's message where no condition holds", async () => {
    const id = seed(folder, { nodes: [{ id: "b", arms: [{ id: "x" }], takes: 5 }] });
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)).toMatchObject({ phase: "FAILED", error_code: "UserProvidedError" });
    process.kill();
  });
});

test("a failure node gets the failure as its input err, and the execution keeps it", async () => {
  const id = seed(folder, cleaning);
  const process = await startProcess({ folder, world: scriptedWorld(), script: badFails });
  process.loop.start(id);
  await until(() => hasEnded(process, id));
  expect(findExecutionById(process.db, id)).toMatchObject({ phase: "FAILED", error_code: "Bad", error_node: "bad" });
  const handler = findNodeExecution(process.db, id, "efn");
  const inputs = await openValues(process.blobs).read(handler?.input_uri ?? "");
  expect(inputs?.literals.err?.value.value).toMatchObject({ value: { case: "union" } });
  process.kill();
});
