/** §1.9 Recovering: over files and a store on disk; only the containers are scripted. */
import { rmSync, statSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { aTask, bind, run } from "@skein/compiler/testdata/samples";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import { ContainerSchema, type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findChildExecution, findChildOfNode, findExecutionById } from "../store/executions.ts";
import { findNodeExecution, nodeExecutionsOf } from "../store/node-executions.ts";
import { killedAnywhere } from "./testing/killed-anywhere.ts";
import {
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  seedLaunchPlan,
  seedRecovery,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";
import { openValues } from "./values.ts";

// One process per commit.
vi.setConfig({ testTimeout: 180_000 });

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const broken: Script = {
  endsAfterMs: 1,
  failure: { kind: "failed", retryable: false, error: { code: "Error", message: "exit 1", kind: "USER" } },
};
const failing =
  (...nodes: string[]) =>
  ({ key }: AttemptSpec): Script =>
    nodes.includes(key.node) ? broken : succeeds();

const inside: WorkflowSketch = { nodes: [{ id: "x" }, { id: "o", after: ["x"] }], outputs: ["o"] };
const sketch: WorkflowSketch = {
  nodes: [
    { id: "a" },
    { id: "m", after: ["a"], inside },
    { id: "b", after: ["a"], arms: [{ id: "t", after: ["a"] }] },
    { id: "e", after: ["a"], echo: true },
    { id: "z", after: ["m", "b", "e"] },
  ],
  outputs: ["z", "b"],
  failAfter: true,
};

const phasesOf = ({ db }: Process, id: number) =>
  Object.fromEntries(nodeExecutionsOf(db, id).map((row) => [row.node_id, row.phase]));
const outputsOf = ({ db, blobs }: Process, id: number) =>
  openValues(blobs).read(findExecutionById(db, id)?.outputs_uri ?? "");

/** Runs each script in turn, each execution a recovery of the one before; a fresh world for each. */
async function inTurn(...scripts: ((attempt: AttemptSpec) => Script)[]) {
  let id = 0;
  let process: Process | undefined;
  let world = scriptedWorld();
  for (const [turn, script] of scripts.entries()) {
    process?.kill();
    if (turn === 0) id = seed(folder, sketch);
    world = scriptedWorld();
    process = await startProcess({ folder, world, script });
    if (turn > 0) id = seedRecovery(process.db, id, undefined, `again${turn}`);
    process.loop.start(id);
    const running = process;
    await until(() => hasEnded(running, id));
  }
  if (!process) throw new Error("nothing ran");
  return { id, process, created: world.created.map((key) => key.node).sort() };
}

test("runs only what is missing, and comes to the outputs of a run in which nothing failed", async () => {
  const { id, process, created } = await inTurn(failing("m-0-o"), succeeds);
  expect(created).toEqual(["m-0-o", "z"]);
  expect(phasesOf(process, id)).toEqual({
    "start-node": "SUCCEEDED",
    a: "RECOVERED",
    m: "SUCCEEDED",
    "m-0-start-node": "SUCCEEDED",
    "m-0-x": "RECOVERED",
    "m-0-o": "SUCCEEDED",
    "m-0-end-node": "SUCCEEDED",
    b: "RECOVERED",
    e: "RECOVERED",
    z: "SUCCEEDED",
    "end-node": "SUCCEEDED",
  });
  const values = openValues(process.blobs);
  const a = findNodeExecution(process.db, id, "a");
  expect(a).toMatchObject({ recovered_from: "run", input_uri: expect.stringMatching(/-again1\/a\/data\/inputs.pb$/) });
  expect(await values.read(a?.output_uri ?? "")).toEqual(
    await values.read(a?.output_uri?.replace("again1", "run") ?? ""),
  );
  const recovered = await outputsOf(process, id);
  process.kill();
  removeFolder(folder);
  folder = makeFolder();
  const clean = await inTurn(succeeds);
  expect(recovered).toEqual(await outputsOf(clean.process, clean.id));
  clean.process.kill();
});

test("a recovery is recovered in its turn, and every node says where it ran", async () => {
  const { id, process, created } = await inTurn(failing("m-0-o"), failing("z"), succeeds);
  expect(created).toEqual(["z"]);
  const from = Object.fromEntries(nodeExecutionsOf(process.db, id).map((row) => [row.node_id, row.recovered_from]));
  expect(from).toMatchObject({ a: "run", b: "run", e: "run", m: "again1", z: null });
  expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
  process.kill();
});

test("a node whose outputs are gone runs and says so, and so does what reads it; the source's files stay as they are", async () => {
  const first = await inTurn(failing("z"));
  const { blobs } = first.process;
  const pathOf = (node: string, key = `${node}/data/0/outputs.pb`) =>
    blobs.pathOf(`s3://my-s3-bucket/metadata/propeller/flytesnacks-development-run/${key}`);
  rmSync(pathOf("a"));
  const before = statSync(pathOf("m"));
  const again = seedRecovery(first.process.db, first.id);
  first.process.loop.start(again);
  await until(() => hasEnded(first.process, again));
  const phases = phasesOf(first.process, again);
  expect(Object.values(phases)).not.toContain("RECOVERED");
  expect(phases).toMatchObject({ a: "SUCCEEDED", m: "SUCCEEDED", z: "FAILED" });
  expect(statSync(pathOf("m"))).toEqual(before);
  first.process.kill();
});

test("killed after any commit of the recovery, comes to the same end and starts no task twice, nor one that was done", async () => {
  const [undisturbed, ...killed] = await killedAnywhere({
    sketch: { ...sketch, nodes: [...sketch.nodes, { id: "n", launches: "child" }] },
    launchPlans: { child: { nodes: [{ id: "q" }, { id: "p", after: ["q"] }], outputs: ["p"] } },
    recovers: failing("m-0-o", "p"),
    script: succeeds,
  });
  expect(undisturbed).toMatchObject({
    phase: "SUCCEEDED",
    nodes: { a: "RECOVERED 0", "m-0-x": "RECOVERED 0", z: "SUCCEEDED 0", n: "SUCCEEDED 0" },
    created: ["m-0-o 0", "p 0", "z 0"],
  });
  for (const each of killed) expect(each).toEqual(undisturbed);
});

test("a launch plan node that succeeded keeps the execution it had; one that failed recovers its own", async () => {
  const parent: WorkflowSketch = {
    nodes: [
      { id: "n", launches: "good" },
      { id: "k", launches: "bad" },
    ],
    failAfter: true,
  };
  const first = seed(folder, parent);
  seedLaunchPlan(folder, "good", { nodes: [{ id: "o" }], outputs: ["o"] });
  seedLaunchPlan(folder, "bad", { nodes: [{ id: "p" }, { id: "q", after: ["p"] }], outputs: ["q"] });
  let world = scriptedWorld();
  let process = await startProcess({ folder, world, script: failing("q") });
  process.loop.start(first);
  await until(() => hasEnded(process, first));
  process.kill();
  world = scriptedWorld();
  process = await startProcess({ folder, world, script: succeeds });
  const { db, loop } = process;
  const again = seedRecovery(db, first);
  loop.start(again);
  await until(() => hasEnded(process, again));
  expect(world.created.map((key) => key.node)).toEqual(["q"]);
  expect(phasesOf(process, again)).toMatchObject({ n: "RECOVERED", k: "SUCCEEDED" });
  const [n, k] = ["n", "k"].map((node) => findNodeExecution(db, again, node));
  expect(n && findChildOfNode(db, n)?.execution_name).toBe("run-n-0");
  const child = k && findChildExecution(db, k.id);
  expect(child).toMatchObject({ execution_name: "again-k-0", mode: 5, phase: "SUCCEEDED" });
  expect(phasesOf(process, child?.id ?? 0)).toMatchObject({ p: "RECOVERED", q: "SUCCEEDED" });
  process.kill();
});

test("a task that failed begins with the checkpoint of its last attempt there", async () => {
  const first = await inTurn(failing("a"));
  first.process.kill();
  const attempts: AttemptSpec[] = [];
  const process = await startProcess({
    folder,
    world: scriptedWorld(),
    script(attempt) {
      attempts.push(attempt);
      return succeeds();
    },
  });
  const again = seedRecovery(process.db, first.id);
  process.loop.start(again);
  await until(() => hasEnded(process, again));
  const [start] = attempts.filter((each) => each.key.node === "a");
  expect(start?.paths.previousCheckpoint).toMatch(/\/[a-z0-9]{2}\/run-a-0\/_flytecheckpoints$/);
  process.kill();
});

test("§1.9 what was cached in the source is told of the node that is taken over", async () => {
  const id = seed(folder, {
    nodes: [
      { id: "a", cache: "each" },
      { id: "b", after: ["a"] },
    ],
  });
  const process = await startProcess({ folder, world: scriptedWorld(), script: failing("b") });
  process.loop.start(id);
  await until(() => hasEnded(process, id));
  const again = seedRecovery(process.db, id);
  process.loop.start(again);
  await until(() => hasEnded(process, again));
  const source = findNodeExecution(process.db, id, "a");
  expect(source).toMatchObject({ phase: "SUCCEEDED", cache_status: "CACHE_POPULATED" });
  const row = findNodeExecution(process.db, again, "a");
  expect(row).toMatchObject({ phase: "RECOVERED", cache_status: "CACHE_POPULATED", catalog_key: source?.catalog_key });
  process.kill();
});

test("§1.9 what a dynamic task had asked for is taken over: it does not run again, nor what had succeeded of that", async () => {
  const leaf: TaskTemplate = {
    ...(aTask("leaf", {}, { o: "int" }).template ?? create(TaskTemplateSchema)),
    target: { case: "container", value: create(ContainerSchema, { image: "busybox:1.36", command: ["true"] }) },
  };
  const futures = toBinary(
    DynamicJobSpecSchema,
    create(DynamicJobSpecSchema, {
      tasks: [leaf],
      nodes: [run("dn0", "leaf"), run("dn1", "leaf")],
      outputs: bind({ o: "dn1.o" }),
    }),
  );
  const first = seed(folder, {
    nodes: [
      { id: "a", asks: { nodes: [], outputs: ["o"] } },
      { id: "b", after: ["a"] },
    ],
    failAfter: true,
  });
  const script =
    (bad: string) =>
    ({ key, template }: AttemptSpec): Script => {
      if (template.id?.name.startsWith("asks-")) return { endsAfterMs: 1, futures };
      return key.node === bad ? broken : succeeds();
    };
  let process = await startProcess({ folder, world: scriptedWorld(), script: script("a-0-dn1") });
  process.loop.start(first);
  await until(() => hasEnded(process, first));
  process.kill();
  const world = scriptedWorld();
  process = await startProcess({ folder, world, script: script("") });
  const again = seedRecovery(process.db, first);
  process.loop.start(again);
  await until(() => hasEnded(process, again));
  expect(world.created.map((key) => key.node)).toEqual(["a-0-dn1", "b"]);
  expect(phasesOf(process, again)).toMatchObject({ a: "SUCCEEDED", "a-0-dn0": "RECOVERED", "a-0-dn1": "SUCCEEDED" });
  process.kill();
});
