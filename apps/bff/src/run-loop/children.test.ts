/** Launch plan nodes: executions inside executions, over files and a store on disk; only the containers are scripted. */
import { create } from "@bufbuild/protobuf";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toNodeExecution } from "../rpc/execution-messages.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findChildExecution, findExecutionById } from "../store/executions.ts";
import { readJournal } from "../store/journal.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import { killedAnywhere } from "./testing/killed-anywhere.ts";
import {
  endless,
  hasEnded,
  makeFolder,
  removeFolder,
  seed,
  seedLaunchPlan,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";
import { openValues } from "./values.ts";

// One process per commit of both executions.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const child: WorkflowSketch = { nodes: [{ id: "o" }], outputs: ["o"] };
const parent: WorkflowSketch = {
  nodes: [
    { id: "n", launches: "child" },
    { id: "b", after: ["n"] },
  ],
  outputs: ["n"],
};

const executionId = create(WorkflowExecutionIdentifierSchema, { name: "run" });

async function started(sketch: WorkflowSketch, script: () => Script = succeeds, inner = child) {
  const id = seed(folder, sketch);
  seedLaunchPlan(folder, "child", inner);
  const world = scriptedWorld();
  const process = await startProcess({ folder, world, script });
  process.loop.start(id);
  const { db } = process;
  const inside = (executionId = id, node = "n") => {
    const row = findNodeExecution(db, executionId, node);
    return row && findChildExecution(db, row.id);
  };
  return { id, process, world, db, inside };
}

test("a launch plan node is an execution of its own, whose outputs become the node's", async () => {
  const { id, process, db, inside } = await started(parent);
  await until(() => hasEnded(process, id));
  expect(findExecutionById(db, id)?.phase).toBe("SUCCEEDED");
  expect(inside()).toMatchObject({ phase: "SUCCEEDED", execution_name: "run-n-0", mode: 4 });
  const row = findNodeExecution(db, id, "n");
  expect(row && toNodeExecution(row, executionId, { child: inside() }).closure?.targetMetadata).toMatchObject({
    case: "workflowNodeMetadata",
    value: { executionId: { name: "run-n-0" } },
  });
  const values = openValues(process.blobs);
  const outputs = await values.read(findExecutionById(db, id)?.outputs_uri ?? "");
  expect(outputs?.literals.n).toEqual(succeeds().outputs?.o);
  process.kill();
});

test("§4.2 §10.27 killed after any commit and started again, launches its child once and comes to the same end", async () => {
  const [undisturbed, ...killed] = await killedAnywhere({
    sketch: parent,
    launchPlans: { child },
    script: succeeds,
  });
  expect(undisturbed).toMatchObject({
    phase: "SUCCEEDED",
    nodes: { n: "SUCCEEDED 0", b: "SUCCEEDED 0" },
    created: ["b 0", "o 0"],
  });
  for (const each of killed) expect(each).toEqual(undisturbed);
});

test("§4.2 a child's failure is the node's, to the letter", async () => {
  const error = { kind: "USER", code: "Bad", message: "no flour" } as const;
  const fails = (): Script => ({ endsAfterMs: 1, failure: { kind: "failed", retryable: false, error } });
  const { id, process, db } = await started({ nodes: [{ id: "n", launches: "child", retries: 2 }] }, fails);
  await until(() => hasEnded(process, id));
  expect(findExecutionById(db, id)).toMatchObject({ phase: "FAILED", error_code: "Bad", error_node: "n" });
  process.kill();
});

test("§1.7 an abort goes down to the children and ends when they have", async () => {
  const { id, process, world, db, inside } = await started(parent, endless);
  await until(() => world.containers.size === 1);
  process.loop.abort(id, "enough");
  await until(() => hasEnded(process, id));
  expect(findExecutionById(db, id)?.phase).toBe("ABORTED");
  expect(inside()).toMatchObject({
    phase: "ABORTED",
    abort_cause:
      "cascading abort as parent execution id [flytesnacks:development:run] aborted, reason [Workflow aborted.]",
  });
  await until(() => world.containers.size === 0);
  process.kill();
});

test("§1.7 an abort that was half-way down when the process was killed goes on at its next start", async () => {
  const { id, process, world, db, inside } = await started(parent, endless);
  await until(() => world.containers.size === 1);
  process.runner.setReachable(false);
  process.loop.abort(id, "enough");
  const journal = () => readJournal(db, inside()?.id ?? 0);
  await until(() => journal().some(({ event }) => event.kind === "abortRequested"));
  process.kill();
  world.reachable = true;
  const next = await startProcess({ folder, world, script: endless });
  next.loop.recover();
  await until(() => hasEnded(next, id) && world.containers.size === 0);
  expect(findExecutionById(next.db, id)?.phase).toBe("ABORTED");
  next.kill();
});

test("§4.2 a child that somebody aborts fails its node", async () => {
  const { id, process, world, db, inside } = await started(parent, endless);
  await until(() => world.containers.size === 1);
  process.loop.abort(inside()?.id ?? 0, "not this one");
  await until(() => hasEnded(process, id));
  expect(findExecutionById(db, id)).toMatchObject({
    phase: "FAILED",
    error_code: "RemoteChildWorkflowExecutionFailed",
  });
  process.kill();
});

test("a launch plan that is not there fails the node in words", async () => {
  const { id, process, db } = await started({ nodes: [{ id: "n", launches: "nobody" }] });
  await until(() => hasEnded(process, id));
  expect(findExecutionById(db, id)).toMatchObject({ phase: "FAILED", error_code: "RuntimeExecutionError" });
  process.kill();
});

test("a launch plan that launches itself without end stops at a depth, and says so all the way up", async () => {
  const endlessly: WorkflowSketch = { nodes: [{ id: "n", launches: "child" }] };
  const { id, process, db } = await started(endlessly, succeeds, endlessly);
  await until(() => hasEnded(process, id));
  const row = findExecutionById(db, id);
  expect(row).toMatchObject({ phase: "FAILED", error_code: "RuntimeExecutionError" });
  expect(Buffer.from(row?.error ?? []).toString()).toMatch(/at most 20 may be/);
  process.kill();
});
