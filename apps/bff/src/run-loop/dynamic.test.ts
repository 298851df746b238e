/** Dynamic nodes for real (execution.md §4.4): files, the compiler and a store on disk; only containers are scripted. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { aNode, aTask, bind, int, listOf, run, text } from "@skein/compiler/testdata/samples";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { type CompiledTask, CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { type DynamicJobSpec, DynamicJobSpecSchema } from "@skein/spec/gen/flyteidl/core/dynamic_job_pb";
import {
  ContainerSchema,
  TaskMetadataSchema,
  type TaskTemplate,
  TaskTemplateSchema,
} from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { ArrayNodeSchema, WorkflowNodeSchema } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findDynamicWorkflow, readDynamicClosure } from "../store/dynamic-workflows.ts";
import { findExecutionById, insertExecution } from "../store/executions.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import { killedAnywhere } from "./testing/killed-anywhere.ts";
import {
  endless,
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  seedAnother,
  seedLaunchPlan,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";
import { openValues } from "./values.ts";

// One process per commit of each workflow.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
let process: Process | undefined;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => {
  process?.kill();
  process = undefined;
  removeFolder(folder);
});

/** A node that asks, and one that reads what it gives; what is asked for comes from the script. */
const asking: WorkflowSketch = {
  nodes: [
    { id: "a", asks: { nodes: [], outputs: ["o"] }, retries: 1 },
    { id: "b", after: ["a"] },
  ],
};

const inContainer = ({ template }: CompiledTask): TaskTemplate => ({
  ...(template ?? create(TaskTemplateSchema)),
  target: { case: "container", value: create(ContainerSchema, { image: "busybox:1.36", command: ["true"] }) },
});
const leaf = inContainer(aTask("leaf", {}, { o: "int" }));
const inc = inContainer(aTask("inc", { x: "int" }, { o: "int" }));
const again = inContainer(aTask("again", {}, { o: "int" }));

const spec = (rest: Partial<DynamicJobSpec>): Uint8Array =>
  toBinary(DynamicJobSpecSchema, { ...create(DynamicJobSpecSchema, { tasks: [leaf, inc, again] }), ...rest });
const two = spec({
  nodes: [run("dn0", "leaf"), run("dn1", "inc", { x: "dn0.o" })],
  outputs: bind({ o: "dn1.o" }),
});
const nested = spec({
  nodes: [run("dn0", "again"), run("dn1", "inc", { x: "dn0.o" })],
  outputs: bind({ o: "dn1.o" }),
});

/** What the first task asks for; `again` asks for `two`, others succeed. */
const asks =
  (futures: Uint8Array) =>
  ({ template }: AttemptSpec): Script => {
    const name = template.id?.name ?? "";
    if (name.startsWith("asks-")) return { endsAfterMs: 1, futures };
    return name === "again" ? { endsAfterMs: 1, futures: two } : succeeds();
  };

async function runToEnd(sketch: WorkflowSketch, script: (attempt: AttemptSpec) => Script) {
  const id = seed(folder, sketch);
  const started = await startProcess({ folder, world: scriptedWorld(), script });
  process = started;
  started.loop.start(id);
  await until(() => hasEnded(started, id));
  const node = (key: string) => findNodeExecution(started.db, id, key);
  return { id, started, node, execution: findExecutionById(started.db, id), values: openValues(started.blobs) };
}

describe("§4.4 killed after any commit and started again, comes to the same end and runs nothing twice", () => {
  test.each([
    ["one", two, { a: "SUCCEEDED 0", "a-0-dn0": "SUCCEEDED 0", "a-0-dn1": "SUCCEEDED 0", b: "SUCCEEDED 0" }],
    ["within another", nested, { "a-0-dn0": "SUCCEEDED 0", "a-0-dn0-0-dn1": "SUCCEEDED 0", b: "SUCCEEDED 0" }],
  ])("%s", async (_, futures, expected) => {
    const [undisturbed, ...killed] = await killedAnywhere({ sketch: asking, script: asks(futures) });
    expect(undisturbed?.nodes).toMatchObject(expected);
    expect(killed.length).toBeGreaterThan(10);
    for (const each of killed) expect(each).toEqual(undisturbed);
  });
});

test("§4.4 its outputs are those of its end node, and its rows say what it is", async () => {
  const { id, started, node, values } = await runToEnd(asking, asks(nested));
  expect(node("a")).toMatchObject({ phase: "SUCCEEDED", is_parent: 1, is_dynamic: 1, is_in_dynamic_chain: 0 });
  expect(node("a-0-dn0")).toMatchObject({ is_parent: 1, is_dynamic: 1, is_in_dynamic_chain: 1, retry_group: "0" });
  expect(node("a-0-dn0-0-dn0")).toMatchObject({
    is_parent: 0,
    is_dynamic: 0,
    is_in_dynamic_chain: 1,
    path: "a/dn0/dn0",
  });
  expect(node("a-0-dn0")?.parent_id).toBe(node("a")?.id);
  expect(node("b")).toMatchObject({ is_dynamic: 0, is_in_dynamic_chain: 0 });
  const outputs = await values.read(node("a")?.output_uri ?? "");
  expect(outputs).toEqual(await values.read(node("a-0-end-node")?.input_uri ?? ""));
  expect(Object.keys(outputs?.literals ?? {})).toEqual(["o"]);
  expect(node("a-0-start-node")).toMatchObject({ phase: "SUCCEEDED", output_uri: null });

  const found = findDynamicWorkflow(started.db, { execution_id: id, node_id: "a" });
  const closure = fromBinary(CompiledWorkflowClosureSchema, readDynamicClosure(started.db, found?.digest ?? "") ?? two);
  expect(closure.primary?.template?.id).toMatchObject({
    project: "flytesnacks",
    domain: "development",
    name: "dynamic_a",
  });
  expect(closure.primary?.template?.id?.version).toMatch(/^[0-9a-f]{10}$/);
  expect(found?.futures_uri).toMatch(/\/a\/data\/0\/futures\.pb$/);
});

describe("§8 a cached dynamic task", () => {
  const cached: WorkflowSketch = {
    nodes: [
      { id: "a", asks: { nodes: [], outputs: ["o"] }, cache: "serialized" },
      { id: "b", after: ["a"] },
    ],
  };
  const metadata = create(TaskMetadataSchema, { discoverable: true, discoveryVersion: "1" });
  const keptLeaf = { ...leaf, metadata };
  const futures = spec({ tasks: [keptLeaf, inc], nodes: [run("dn0", "leaf")], outputs: bind({ o: "dn0.o" }) });

  test("is kept as a whole, and so are the cached tasks inside; a second run needs none of them", async () => {
    const { id, started, node } = await runToEnd(cached, asks(futures));
    expect(node("a")).toMatchObject({ phase: "SUCCEEDED", cache_status: "CACHE_POPULATED" });
    expect(node("a-0-dn0")).toMatchObject({ phase: "SUCCEEDED", cache_status: "CACHE_POPULATED" });
    const second = seedAnother(started.db, id, "second");
    started.loop.start(second);
    await until(() => hasEnded(started, second));
    const row = findNodeExecution(started.db, second, "a");
    expect(row).toMatchObject({ phase: "SUCCEEDED", cache_status: "CACHE_HIT", is_dynamic: 0 });
    expect(findNodeExecution(started.db, second, "a-0-dn0")).toBeUndefined();
    const values = openValues(started.blobs);
    expect(await values.read(row?.output_uri ?? "")).toEqual(await values.read(node("a")?.output_uri ?? ""));
  });

  test("killed after any commit and started again, comes to the same end and runs nothing twice", async () => {
    const [undisturbed, ...killed] = await killedAnywhere({ sketch: cached, script: asks(futures) });
    expect(undisturbed?.created).toEqual(["a 0", "a-0-dn0 0", "b 0"]);
    for (const each of killed) expect(each).toEqual(undisturbed);
  });
});

test("§4.4 launch plans it names are fetched from the store, and equal closures are stored once", async () => {
  seedLaunchPlan(folder, "lp", { nodes: [{ id: "x" }] });
  const reference = { case: "launchplanRef" as const, value: { project: "p", domain: "d", name: "lp", version: "1" } };
  const target = create(WorkflowNodeSchema, {
    reference: { ...reference, value: { ...reference.value, resourceType: 3 } },
  });
  const launching = spec({ nodes: [aNode("dn0", { case: "workflowNode", value: target })] });
  const sketch: WorkflowSketch = {
    nodes: [
      { id: "w", inside: { nodes: [{ id: "a", asks: { nodes: [] } }] } },
      { id: "br", arms: [{ id: "a", asks: { nodes: [] } }] },
    ],
  };
  const { started, node, execution } = await runToEnd(sketch, asks(launching));
  expect(execution?.phase).toBe("SUCCEEDED");
  for (const key of ["w-0-a", "br-0-br-a"]) expect(node(key)).toMatchObject({ phase: "SUCCEEDED", is_dynamic: 1 });
  expect(node("w-0-a-0-dn0")).toMatchObject({ phase: "SUCCEEDED" });
  // Their nodes have different ids, so two; the same node of another execution would share one.
  const closures = started.db.all(started.db.build.selectFrom("dynamic_closures").select("digest"));
  expect(closures).toHaveLength(2);
});

test("§4.5 an array node it asks for maps a task of its own closure", async () => {
  // A mapped task has the lists in its interface.
  const each = inContainer(aTask("each", { x: "list[int]" }, { o: "list[int]" }));
  const mapping = aNode(
    "dn0",
    { case: "arrayNode", value: create(ArrayNodeSchema, { node: run("", "each") }) },
    {
      x: listOf(int(1), int(2), int(3)),
    },
  );
  const sketch: WorkflowSketch = { nodes: [{ id: "a", asks: { nodes: [] } }] };
  const { node, execution } = await runToEnd(sketch, asks(spec({ nodes: [mapping], tasks: [each] })));
  expect(execution).toMatchObject({ phase: "SUCCEEDED", error: null });
  expect(node("a-0-dn0")).toMatchObject({ phase: "SUCCEEDED", is_array: 1, is_in_dynamic_chain: 1 });
});

test("§11.2 six thousand nodes are compiled once, stored once for two runs, and all run", async () => {
  const task = { ...create(TaskTemplateSchema, aTask("rest", { time: "duration" }).template), type: "core-sleep" };
  const zero = { value: { case: "duration", value: { seconds: 0n } } } as const;
  const none = { value: { case: "scalar", value: { value: { case: "primitive", value: zero } } } } as const;
  const nodes = Array.from({ length: 6000 }, (_, index) => run(`dn${index}`, "rest", { time: none }));
  const id = seed(folder, { nodes: [{ id: "a", asks: { nodes: [] } }] });
  const script = asks(spec({ tasks: [task], nodes }));
  const started = await startProcess({ folder, world: scriptedWorld(), script });
  process = started;
  started.loop.start(id);
  await until(() => findNodeExecution(started.db, id, "a")?.phase === "DYNAMIC_RUNNING");
  const other = launchAgain(started.db, id);
  started.loop.start(other);
  for (const each of [id, other]) await until(() => hasEnded(started, each));
  const counted = started.db.build.selectFrom("node_executions").select((of) => of.fn.countAll<number>().as("n"));
  expect(started.db.first(counted.where("phase", "=", "SUCCEEDED"))?.n).toBe(2 * (6000 + 2 + 1 + 2));
  expect(started.db.all(started.db.build.selectFrom("dynamic_closures").select("digest"))).toHaveLength(1);
});

/** Another execution like that one. */
function launchAgain(db: Process["db"], executionId: number): number {
  const row = findExecutionById(db, executionId);
  if (!row) throw new Error("no execution");
  const { id: _, seq: __, ...fields } = row;
  const other = { ...fields, execution_name: "other", phase: "UNDEFINED" as const, started_at: null };
  return db.transaction((change) => insertExecution(db, change, other, []));
}

describe("§4.4 what does not compile fails the node for good, as the user's error", () => {
  test.each<[string, Uint8Array, RegExp]>([
    [
      "half a file",
      two.subarray(0, two.length - 3),
      /futures\.pb does not hold a whole flyteidl\.core\.DynamicJobSpec/,
    ],
    ["no nodes", spec({}), /failed to compile the workflow that node a asks for/],
    ["a task that is not in the file", spec({ nodes: [run("dn0", "nowhere")] }), /TaskReferenceNotFound/],
    [
      "an output of the wrong type",
      spec({ nodes: [run("dn0", "leaf")], outputs: bind({ o: text("seven") }) }),
      /MismatchingTypes.*o/,
    ],
  ])("%s", async (_, futures, message) => {
    const { node, execution } = await runToEnd(asking, asks(futures));
    expect(node("a")).toMatchObject({
      phase: "FAILED",
      error_code: "DynamicWorkflowBuildFailed",
      error_kind: "USER",
      attempt: 0,
      is_dynamic: 0,
      is_parent: 0,
    });
    expect(String(execution?.error)).toMatch(message);
    expect(execution).toMatchObject({ phase: "FAILED", error_node: "a" });
  });
});

test("§4.4 a node inside that fails is the failure of all around it", async () => {
  const error = { code: "Bad", message: "no flour", kind: "USER" } as const;
  const { node, execution } = await runToEnd(asking, (attempt) =>
    attempt.key.node === "a-0-dn0-0-dn0"
      ? { endsAfterMs: 1, failure: { kind: "failed", retryable: false, error } }
      : asks(nested)(attempt),
  );
  for (const key of ["a-0-dn0-0-dn0", "a-0-dn0", "a"])
    expect(node(key)).toMatchObject({ phase: "FAILED", error_code: "Bad" });
  expect(execution).toMatchObject({ phase: "FAILED", error_code: "Bad", error_node: "a-0-dn0-0-dn0" });
});

test("§1.7 an abort brings down what runs inside", async () => {
  const id = seed(folder, asking);
  const script = (attempt: AttemptSpec) => (attempt.template.id?.name === "leaf" ? endless() : asks(two)(attempt));
  const started = await startProcess({ folder, world: scriptedWorld(), script });
  process = started;
  started.loop.start(id);
  await until(() => findNodeExecution(started.db, id, "a-0-dn0")?.phase === "RUNNING");
  expect(findNodeExecution(started.db, id, "a")?.phase).toBe("DYNAMIC_RUNNING");
  started.loop.abort(id, "enough");
  await until(() => hasEnded(started, id));
  expect(findExecutionById(started.db, id)?.phase).toBe("ABORTED");
  for (const key of ["a-0-dn0", "a"]) expect(findNodeExecution(started.db, id, key)?.phase).toBe("ABORTED");
});
