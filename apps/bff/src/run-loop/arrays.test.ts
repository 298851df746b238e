/** §4.5 Array nodes for real: files, timers and a store on disk; only the containers are scripted. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { closureOf, type WorkflowSketch } from "@skein/compiler/testing/closure";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { TaskExecution_Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { OutputReferenceSchema } from "@skein/spec/gen/flyteidl/core/types_pb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { externalResources } from "../rpc/external-resources.ts";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, type ScriptedWorld, scriptedWorld } from "../runner/scripted.ts";
import { findExecution, findExecutionById } from "../store/executions.ts";
import { readJournal } from "../store/journal.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import { arrayCountsOf, subNodesOf } from "../store/sub-nodes.ts";
import { taskExecutionsOf } from "../store/task-executions.ts";
import { killedAnywhere } from "./testing/killed-anywhere.ts";
import {
  endless,
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  seedAnother,
  seedClosure,
  seedLaunchPlan,
  startProcess,
  succeeds,
  until,
  whole,
} from "./testing/process.ts";
import { openValues } from "./values.ts";

// One process per commit of each workflow.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const error = { code: "Bad", message: "no flour", kind: "USER" } as const;
/** Element 1 fails once, element 2 for good. */
const mixed = ({ key }: AttemptSpec): Script => {
  if (key.node === "m-0-n1" && key.attempt === 0)
    return { endsAfterMs: 1, failure: { kind: "failed", retryable: true, error } };
  if (key.node === "m-0-n2") return { endsAfterMs: 1, failure: { kind: "failed", retryable: false, error } };
  return succeeds();
};

const containers: WorkflowSketch = {
  nodes: [
    { id: "m", maps: { size: 4, parallelism: 2, retries: 1, minRatio: 0.7 } },
    { id: "b", after: ["m"] },
  ],
  outputs: ["m"],
};
const cachedOnes: WorkflowSketch = {
  nodes: [
    { id: "m", maps: { size: 4, parallelism: 2, retries: 1, minRatio: 0.7, cache: "serialized" } },
    { id: "b", after: ["m"] },
  ],
  outputs: ["m"],
};
const tooFew: WorkflowSketch = { nodes: [{ id: "m", maps: { size: 5, retries: 1 } }] };
const sleepers: WorkflowSketch = {
  nodes: [
    { id: "m", maps: { size: 3, sleepMs: 15, parallelism: 2 } },
    { id: "none", maps: { size: 0 } },
    { id: "b", after: ["none"] },
  ],
};
const launches: WorkflowSketch = {
  nodes: [
    { id: "m", maps: { size: 2, launches: "inner", parallelism: 1 } },
    { id: "b", after: ["m"] },
  ],
};
const inner: WorkflowSketch = { nodes: [{ id: "o" }], takes: ["x"], outputs: ["o"] };

describe("killed after any commit and started again, comes to the same end and runs nothing twice", () => {
  test.each<[string, WorkflowSketch, Record<string, string>, ((attempt: AttemptSpec) => Script)?]>([
    ["containers", containers, { m: "SUCCEEDED 0", b: "SUCCEEDED 0" }, mixed],
    ["sleepers, and an empty one", sleepers, { m: "SUCCEEDED 0", none: "SUCCEEDED 0", b: "SUCCEEDED 0" }],
    ["cached containers", cachedOnes, { m: "SUCCEEDED 0", b: "SUCCEEDED 0" }, mixed],
    ["executions", launches, { m: "SUCCEEDED 0", b: "SUCCEEDED 0" }],
  ])("%s", async (_, sketch, expected, script = succeeds) => {
    const [undisturbed, ...killed] = await killedAnywhere({ sketch, script, launchPlans: { inner } });
    expect(undisturbed?.nodes).toMatchObject(expected);
    for (const each of killed) expect(each).toEqual(undisturbed);
  });
});

async function run(
  sketch: WorkflowSketch,
  script: (attempt: AttemptSpec) => Script = succeeds,
): Promise<{ process: Process; id: number; world: ScriptedWorld }> {
  const id = seed(folder, sketch);
  const world = scriptedWorld();
  const process = await startProcess({ folder, world, script });
  process.loop.start(id);
  await until(() => hasEnded(process, id));
  return { process, id, world };
}

function scopeOf({ db }: Process, id: number) {
  const row = findExecutionById(db, id);
  return { project: row?.execution_project ?? "", domain: row?.execution_domain ?? "" };
}

const elementsOf = (literal: Literal | undefined) =>
  literal?.value.case === "collection" ? literal.value.value.literals.map(wordOf) : undefined;
const wordOf = ({ value }: Literal) => {
  if (value.case !== "scalar") return value.case;
  const primitive = value.value.value.case === "primitive" ? value.value.value.value.value : undefined;
  return primitive?.case === "integer" ? Number(primitive.value) : value.value.value.case;
};

describe("an array node", () => {
  test("§10.22 gathers its outputs in order, with none where an element did not succeed", async () => {
    const { process, id } = await run(containers, mixed);
    const row = findExecutionById(process.db, id);
    const outputs = await openValues(process.blobs).read(row?.outputs_uri ?? "");
    expect(elementsOf(outputs?.literals.m)).toEqual([7, 7, "noneType", 7]);
    process.kill();
  });

  test("§8 keeps each of its elements: a second run makes only what is missing", async () => {
    const { process, id, world } = await run(cachedOnes, mixed);
    const statusOf = (executionId: number) => {
      const node = findNodeExecution(process.db, executionId, "m");
      const newest = subNodesOf(process.db, node?.id ?? 0, 0).filter((each) => each.is_newest === 1);
      return newest.map((each) => each.cache_status);
    };
    expect(statusOf(id)).toEqual(["CACHE_POPULATED", "CACHE_POPULATED", null, "CACHE_POPULATED"]);
    const second = seedAnother(process.db, id, "second");
    process.loop.start(second);
    await until(() => hasEnded(process, second));
    expect(statusOf(second)).toEqual(["CACHE_HIT", "CACHE_HIT", null, "CACHE_HIT"]);
    const made = world.created.filter(({ execution, node }) => execution === "second" && node !== "b");
    expect(made.map(({ node }) => node)).toEqual(["m-0-n2"]);
    const outputs = await openValues(process.blobs).read(findExecutionById(process.db, second)?.outputs_uri ?? "");
    expect(elementsOf(outputs?.literals.m)).toEqual([7, 7, "noneType", 7]);

    const node = findNodeExecution(process.db, second, "m");
    const [task] = taskExecutionsOf(process.db, node?.id ?? 0);
    const executionId = create(WorkflowExecutionIdentifierSchema, { name: "second" });
    if (!node || !task) throw new Error("The array has no task execution");
    const resources = externalResources(process.db, node, task, executionId);
    expect(resources.map(({ phase, cacheStatus }) => [phase, cacheStatus])).toEqual([
      [TaskExecution_Phase.SUCCEEDED, CatalogCacheStatus.CACHE_HIT],
      [TaskExecution_Phase.SUCCEEDED, CatalogCacheStatus.CACHE_HIT],
      [TaskExecution_Phase.FAILED, CatalogCacheStatus.CACHE_DISABLED],
      [TaskExecution_Phase.SUCCEEDED, CatalogCacheStatus.CACHE_HIT],
    ]);
    process.kill();
  });

  test("has empty lists where its input has no elements", async () => {
    const { process, id } = await run({ nodes: [{ id: "m", maps: { size: 0 } }], outputs: ["m"] });
    const row = findExecutionById(process.db, id);
    const outputs = await openValues(process.blobs).read(row?.outputs_uri ?? "");
    expect(elementsOf(outputs?.literals.m)).toEqual([]);
    process.kill();
  });

  test("§3.5 maps over a list that was stored apart because of its size", async () => {
    const closure = closureOf({ nodes: [{ id: "a" }, { id: "m", after: ["a"], maps: { size: 0 } }], outputs: ["m"] });
    const array = closure.primary?.template?.nodes.find(({ id }) => id === "m");
    const list = array?.inputs.find(({ binding }) => binding?.value.case === "collection");
    if (!list?.binding) throw new Error("The array has no list");
    list.binding.value = { case: "promise", value: create(OutputReferenceSchema, { nodeId: "a", var: "o" }) };
    const apart = "s3://my-s3-bucket/data/apart.pb";
    const stored = create(LiteralSchema, { value: { case: "collection", value: { literals: [5, 6, 7].map(whole) } } });
    const offloaded = create(LiteralSchema, { value: { case: "offloadedMetadata", value: { uri: apart } } });

    const id = seedClosure(folder, toBinary(CompiledWorkflowClosureSchema, closure));
    const attempts: AttemptSpec[] = [];
    const script = (attempt: AttemptSpec): Script => {
      attempts.push(attempt);
      return attempt.key.node === "a" ? { endsAfterMs: 1, outputs: { o: offloaded } } : succeeds();
    };
    const process = await startProcess({ folder, world: scriptedWorld(), script });
    await process.blobs.write(apart, toBinary(LiteralSchema, stored));
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    const values = openValues(process.blobs);
    const outputs = await values.read(findExecutionById(process.db, id)?.outputs_uri ?? "");
    expect(elementsOf(outputs?.literals.m)).toEqual([7, 7, 7]);
    const elements = attempts.filter(({ subNode }) => subNode !== undefined);
    const read = elements.map(async ({ subNode, paths }) => {
      const seen = subNode && (await values.readElement(`${paths.inputPrefix}/inputs.pb`, subNode));
      return wordOf(seen?.literals[list.var] ?? offloaded);
    });
    expect((await Promise.all(read)).toSorted()).toEqual([5, 6, 7]);
    process.kill();
  });

  test("keeps one task execution, and a row for each attempt of each element", async () => {
    const { process, id } = await run(containers, mixed);
    const node = findNodeExecution(process.db, id, "m");
    const tasks = taskExecutionsOf(process.db, node?.id ?? 0);
    expect(tasks.map((each) => [each.task_type, each.retry_attempt, each.phase])).toEqual([
      ["container_array", 0, "SUCCEEDED"],
    ]);
    expect(node?.is_array).toBe(1);
    expect(node && arrayCountsOf(node)).toEqual({
      size: 4,
      queued: 0,
      running: 0,
      succeeded: 3,
      failed: 1,
      aborted: 0,
    });
    const rows = subNodesOf(process.db, node?.id ?? 0, 0);
    expect(rows.map((each) => `${each.item}#${each.attempt} ${each.phase} ${each.is_newest}`)).toEqual([
      "0#0 SUCCEEDED 1",
      "1#0 FAILED 0",
      "1#1 SUCCEEDED 1",
      "2#0 FAILED 1",
      "3#0 SUCCEEDED 1",
    ]);
    expect(rows.every((each) => each.facts !== null)).toBe(true);
    process.kill();
  });

  test("fails with the messages of its elements, by index", async () => {
    const { process, id } = await run(tooFew, mixed);
    const { errorNode, message } = {
      errorNode: findExecutionById(process.db, id)?.error_node,
      message: readJournal(process.db, id)
        .flatMap((entry) => entry.records)
        .find((record) => record.kind === "node" && record.phase === "FAILED"),
    };
    expect(errorNode).toBe("m");
    expect(message).toMatchObject({ error: { kind: "UNKNOWN", code: "", message: "[2]: no flour\n" } });
    process.kill();
  });

  test("is brought down with all of its elements", async () => {
    const id = seed(folder, { nodes: [{ id: "m", maps: { size: 4, parallelism: 3 } }] });
    const world = scriptedWorld();
    const process = await startProcess({ folder, world, script: endless });
    process.loop.start(id);
    await until(() => world.containers.size === 3);
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, id) && world.containers.size === 0);
    const node = findNodeExecution(process.db, id, "m");
    expect(findExecutionById(process.db, id)?.phase).toBe("ABORTED");
    expect(subNodesOf(process.db, node?.id ?? 0, 0).map((each) => each.phase)).toEqual([
      "ABORTED",
      "ABORTED",
      "ABORTED",
    ]);
    process.kill();
  });

  test("of sleepers that is brought down leaves none running", async () => {
    const id = seed(folder, { nodes: [{ id: "m", maps: { size: 4, sleepMs: 60_000 } }] });
    const process = await startProcess({ folder, world: scriptedWorld(), script: endless });
    process.loop.start(id);
    await until(() => findNodeExecution(process.db, id, "m")?.array_counts?.includes('"running":4') === true);
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, id));
    const node = findNodeExecution(process.db, id, "m");
    expect(subNodesOf(process.db, node?.id ?? 0, 0).map((each) => each.phase)).toEqual(new Array(4).fill("ABORTED"));
    process.kill();
  });

  test("over a launch plan passes each execution its element, and takes over what it says", async () => {
    const id = seed(folder, { nodes: [{ id: "m", maps: { size: 2, launches: "inner" } }] });
    seedLaunchPlan(folder, "inner", inner);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    const values = openValues(process.blobs);
    const outputs = await values.read(findNodeExecution(process.db, id, "m")?.output_uri ?? "");
    expect(elementsOf(outputs?.literals.o)).toEqual([7, 7]);
    const children = ["run-m-0-n0-0", "run-m-0-n1-0"].map((name) =>
      findExecution(process.db, { ...scopeOf(process, id), name }),
    );
    const given = children.map((each) => each && fromBinary(LiteralMapSchema, each.inputs).literals.x);
    expect(given.map((each) => each && wordOf(each))).toEqual([0, 1]);
    process.kill();
  });

  test("of a hundred thousand elements holds nothing up", async () => {
    const sketch: WorkflowSketch = { nodes: [{ id: "m", maps: { size: 100_000, sleepMs: 1 } }] };
    const id = seedClosure(folder, toBinary(CompiledWorkflowClosureSchema, closureOf(sketch)));
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    while (!hasEnded(process, id)) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    const node = findNodeExecution(process.db, id, "m");
    expect(node && arrayCountsOf(node)).toMatchObject({ size: 100_000, succeeded: 100_000 });
    process.kill();
  });
});
