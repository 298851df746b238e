/** Each kind of node for real: files, timers and a store on disk; only the containers are scripted. */
import { existsSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import type { HoldSide } from "@skein/engine/breakpoint";
import { type Literal, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { LiteralTypeSchema, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findExecutionById, updateExecution } from "../store/executions.ts";
import { openKept } from "../store/kept-objects.ts";
import { findNodeExecution, nodeExecutionsOf } from "../store/node-executions.ts";
import { ensureSignal, findSignal, saveSignalValue } from "../store/signals.ts";
import { killedAnywhere, type Trial } from "./testing/killed-anywhere.ts";
import {
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";
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

const cached: WorkflowSketch = {
  nodes: [
    { id: "a", cache: "each" },
    { id: "b", cache: "serialized", after: ["a"], retries: 1 },
    { id: "c", after: ["b"] },
  ],
  outputs: ["b"],
};
const failsAtFirst = ({ key }: AttemptSpec): Script =>
  key.node === "b" && key.attempt === 0
    ? { endsAfterMs: 1, failure: { kind: "failed", retryable: true, error: bad } }
    : succeeds();

const gates: WorkflowSketch = {
  nodes: [
    { id: "o" },
    { id: "yes", gate: "approve", after: ["o"] },
    { id: "value", gate: "signal" },
    { id: "b", after: ["value"] },
  ],
  outputs: ["value"],
};
const seven = succeeds().outputs?.o ?? create(LiteralSchema);
const yes = create(LiteralSchema, {
  value: {
    case: "scalar",
    value: { value: { case: "primitive", value: { value: { case: "boolean", value: true } } } },
  },
});
/** Says yes and seven to whoever asks, soon after they ask. */
function answerGates(process: Process, id: number): void {
  const { db, loop } = process;
  const timer = setInterval(() => {
    if (process.isKilled) {
      clearInterval(timer);
      return;
    }
    for (const [signalId, value] of Object.entries({ yes, value: seven })) {
      const row = findSignal(db, { executionId: id, signalId });
      if (!row || row.value) continue;
      saveSignalValue(db, row, value, 1);
      loop.signal(id, signalId);
    }
  }, 1);
}

const held: WorkflowSketch = {
  nodes: [
    { id: "a" },
    { id: "b", after: ["a"], arms: [{ id: "x" }, { id: "y", after: ["a"] }], takes: 1 },
    { id: "s", after: ["b"], inside: { nodes: [{ id: "x" }], outputs: ["x"] } },
  ],
  outputs: ["s"],
};

/** Somebody at breakpoints before and after nodes, who gives the first inputs of a branch anew, and lets all go. */
function debug(process: Process, id: number): void {
  const { db, loop } = process;
  const at = (path: string, when: HoldSide) => ({ where: { kind: "path", path }, when }) as const;
  const breakpoints = JSON.stringify([at("a", "after"), at("b", "before"), at("s/x", "before"), at("s", "after")]);
  if (findExecutionById(db, id)?.phase === "UNDEFINED")
    db.transaction((change) => updateExecution(db, change, id, { breakpoints }));
  const edited = new Set<string>();
  const act = async (node: string) => {
    if (node === "b" && !edited.has(node)) {
      edited.add(node);
      await loop.debugging.editInputs(id, node, await loop.debugging.inputsOf(id, node));
    } else {
      loop.debugging.letGo(id, node, node === "a" ? "stepped" : "continued");
    }
  };
  const timer = setInterval(() => {
    if (process.isKilled) clearInterval(timer);
    else for (const row of nodeExecutionsOf(db, id)) if (row.held !== "") act(row.node_id).catch(() => {});
  }, 1);
}

describe("killed after any commit and started again, comes to the same end and runs nothing twice", () => {
  test.each<[string, WorkflowSketch, Record<string, string>, ((attempt: AttemptSpec) => Script)?, Trial["meanwhile"]?]>(
    [
      ["core-sleep and echo", sleepAndEcho, { rest: "SUCCEEDED 0", said: "SUCCEEDED 0", b: "SUCCEEDED 0" }],
      ["branch", branches, { b: "SUCCEEDED 0", "b-0-b-x": "SKIPPED 0", "b-0-b-y": "SUCCEEDED 0", c: "SUCCEEDED 0" }],
      ["failure node", cleaning, { a: "SUCCEEDED 0", bad: "FAILED 0", efn: "SUCCEEDED 0" }, badFails],
      ["cached tasks", cached, { a: "SUCCEEDED 0", b: "SUCCEEDED 1", c: "SUCCEEDED 0" }, failsAtFirst],
      ["breakpoints", held, { a: "SUCCEEDED 0", s: "SUCCEEDED 0", "s-0-x": "SUCCEEDED 0" }, succeeds, debug],
      ["gates", gates, { yes: "SUCCEEDED 0", value: "SUCCEEDED 0", b: "SUCCEEDED 0" }, succeeds, answerGates],
    ],
  )("%s", async (_, sketch, expected, script = succeeds, meanwhile) => {
    const [undisturbed, ...killed] = await killedAnywhere({ sketch, script, ...(meanwhile && { meanwhile }) });
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

  test("§10.19 what a sleep reads is there in the commit that shows it, without a file", async () => {
    const id = seed(folder, { nodes: [{ id: "a", sleepMs: 0 }] });
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    const kept = openKept(process.db);
    const read: (boolean | undefined)[] = [];
    process.db.onCommit(() => {
      const row = findNodeExecution(process.db, id, "a");
      if (row) read.push(row.input_uri !== null && kept.find(row.input_uri) !== undefined);
    });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(new Set(read)).toEqual(new Set([true]));
    const uri = findNodeExecution(process.db, id, "a")?.input_uri ?? "";
    expect(Object.values((await openValues(process.blobs).read(uri))?.literals ?? {})).toHaveLength(1);
    expect(existsSync(process.blobs.pathOf(uri))).toBe(false);
    process.kill();
  });

  test("a sleep needs no container, and is not begun anew by a restart", async () => {
    const id = seed(folder, { nodes: [{ id: "a", sleepMs: 600 }] });
    const world = scriptedWorld();
    let process = await startProcess({ folder, world, script: succeeds });
    process.loop.start(id);
    await until(() => nodeExecutionsOf(process.db, id).some((row) => row.node_id === "a" && row.phase === "RUNNING"));
    const due = process.loop.why(id, "a")?.text;
    expect(due).toMatch(/^Sleeps until /);
    process.kill();
    process = await startProcess({ folder, world, script: succeeds });
    process.loop.recover();
    expect(process.loop.why(id, "a")?.text).toBe(due);
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
    expect(process.loop.why(id, "b-0-b-x")?.text).toBe("Skipped because branch condition x == 0 was false.");
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

describe("gates", () => {
  const trial = async (signal: string, value: Literal) => {
    const gate = signal === "yes" ? "approve" : "signal";
    const id = seed(folder, { nodes: [{ id: signal, gate }], outputs: gate === "signal" ? [signal] : [] });
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    const key = { executionId: id, signalId: signal };
    const say = () => {
      const row = findSignal(process.db, key);
      if (row) saveSignalValue(process.db, row, value, 1);
      process.loop.signal(id, signal);
    };
    return { id, process, key, say };
  };

  test("a value becomes the output; until then the gate says what it waits for", async () => {
    const { id, process, key, say } = await trial("value", seven);
    process.loop.start(id);
    await until(() => findSignal(process.db, key) !== undefined);
    expect(process.loop.why(id, "value")?.text).toBe("Waits for a value of type int: signal value.");
    say();
    await until(() => hasEnded(process, id));
    const outputs = await openValues(process.blobs).read(findExecutionById(process.db, id)?.outputs_uri ?? "");
    expect(outputs?.literals.value).toEqual(seven);
    process.kill();
  });

  test("a value that was there before the gate is taken at once", async () => {
    const { id, process, key } = await trial("value", seven);
    const integer = create(LiteralTypeSchema, { type: { case: "simple", value: SimpleType.INTEGER } });
    saveSignalValue(process.db, ensureSignal(process.db, key, integer, 1), seven, 1);
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    process.kill();
  });

  test("a no fails the gate and the execution", async () => {
    const no = structuredClone(yes);
    if (no.value.case === "scalar" && no.value.value.value.case === "primitive")
      no.value.value.value.value.value = { case: "boolean", value: false };
    const { id, process, key, say } = await trial("yes", no);
    process.loop.start(id);
    await until(() => findSignal(process.db, key) !== undefined);
    say();
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)).toMatchObject({ phase: "FAILED", error_code: "ReceivedRejectSignal" });
    process.kill();
  });
});
