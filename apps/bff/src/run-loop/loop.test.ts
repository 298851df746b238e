import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import { closureOf, type WorkflowSketch } from "@skein/engine/testing/closure";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { TypedInterfaceSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Blobs, openBlobs } from "../blobs/blobs.ts";
import { createLog } from "../log.ts";
import type { AttemptSpec } from "../runner/runner.ts";
import {
  type Script,
  type ScriptedRunner,
  type ScriptedWorld,
  scriptedRunner,
  scriptedWorld,
} from "../runner/scripted.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { findExecutionById, updateExecution } from "../store/executions.ts";
import { readJournal } from "../store/journal.ts";
import { nodeExecutionsOf } from "../store/node-executions.ts";
import { seededDatabase } from "../store/testing/seeded.ts";
import { insertWorkflow } from "../store/workflows.ts";
import { systemClock } from "./clock.ts";
import { openRunLoop, type RunLoop } from "./loop.ts";
import { openValues } from "./values.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skein-loop-"));
});
afterEach(removeFolder);

/** A killed process of ours is only cut off: a write it had begun may still end. */
function removeFolder(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 10 });
}

const seven = create(LiteralSchema, {
  value: { case: "scalar", value: { value: { case: "primitive", value: { value: { case: "integer", value: 7n } } } } },
});
const succeeds = (): Script => ({ endsAfterMs: 1, outputs: { o: seven } });

/** One process of ours over a home and a world that outlive it. */
interface Process {
  readonly db: Database;
  readonly loop: RunLoop;
  readonly runner: ScriptedRunner;
  kill(): void;
}

/** Files as a process sees them that may be killed: what it had begun then never comes back to it. */
function untilKilled(blobs: Blobs, isKilled: () => boolean): Blobs {
  const guard = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      work.then(
        (value) => isKilled() || resolve(value),
        (reason: unknown) => isKilled() || reject(reason),
      );
    });
  return {
    ...blobs,
    read: (uri, maxBytes) => guard(blobs.read(uri, maxBytes)),
    write: (uri, bytes) => guard(blobs.write(uri, bytes)),
  };
}

async function startProcess(world: ScriptedWorld, script: (attempt: AttemptSpec) => Script): Promise<Process> {
  const db = openDatabase(join(folder, "skein.db"));
  let isKilled = false;
  const blobs = untilKilled(await openBlobs(join(folder, "blobs")), () => isKilled);
  const runner = scriptedRunner({ world, blobs, clock: systemClock, script });
  const log = createLog("error", () => {});
  const loop = openRunLoop({ db, values: openValues(blobs), runner, clock: systemClock, log });
  return {
    db,
    loop,
    runner,
    kill() {
      isKilled = true;
      runner.kill();
      loop.abandon();
      db.close();
    },
  };
}

/** A home with one execution of the sketched workflow, not yet started. */
function seed(sketch: WorkflowSketch, taskRetries = 0): number {
  const { db, launch } = seededDatabase(join(folder, "skein.db"));
  const workflowId = db.transaction((change) =>
    insertWorkflow(db, change, {
      project: "p",
      domain: "d",
      name: "w",
      version: "1",
      short_description: "",
      typed_interface: toBinary(TypedInterfaceSchema, create(TypedInterfaceSchema)),
      digest: new Uint8Array(32),
      closure: toBinary(CompiledWorkflowClosureSchema, closureOf(sketch, taskRetries)),
      node_count: 1,
      created_at: 1,
    }),
  );
  const id = launch("run", { workflow_id: workflowId });
  db.close();
  return id;
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 2000) throw new Error("it never came true");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const diamond: WorkflowSketch = {
  nodes: [
    { id: "a" },
    { id: "b", after: ["a"] },
    { id: "c", after: ["a"], inside: { nodes: [{ id: "x" }, { id: "y", after: ["x"] }], outputs: ["y"] } },
    { id: "d", after: ["b"] },
  ],
  outputs: ["d"],
};

const outcomeOf = ({ db }: Process, id: number) => ({
  phase: findExecutionById(db, id)?.phase,
  nodes: Object.fromEntries(nodeExecutionsOf(db, id).map((row) => [row.node_id, `${row.phase} ${row.attempt}`])),
});

describe("the loop", () => {
  test("runs an execution to its end and leaves no container", async () => {
    const id = seed(diamond);
    const world = scriptedWorld();
    const process = await startProcess(world, succeeds);
    process.loop.start(id);
    await until(() => findExecutionById(process.db, id)?.ended_at !== null);
    expect(outcomeOf(process, id)).toEqual({
      phase: "SUCCEEDED",
      nodes: {
        "start-node": "SUCCEEDED 0",
        a: "SUCCEEDED 0",
        b: "SUCCEEDED 0",
        c: "SUCCEEDED 0",
        "c-0-start-node": "SUCCEEDED 0",
        "c-0-x": "SUCCEEDED 0",
        "c-0-y": "SUCCEEDED 0",
        "c-0-end-node": "SUCCEEDED 0",
        d: "SUCCEEDED 0",
        "end-node": "SUCCEEDED 0",
      },
    });
    expect(world.containers.size).toBe(0);
    process.kill();
  });

  test("killed after any commit and started again, comes to the same end and runs no attempt twice", async () => {
    const sketch = diamond;
    const failsOnce = ({ key }: AttemptSpec): Script =>
      key.node === "b" && key.attempt === 0
        ? {
            endsAfterMs: 1,
            failure: { kind: "failed", retryable: true, error: { code: "Error", message: "exit 1", kind: "USER" } },
          }
        : succeeds();
    for (let killAfter = 1; ; killAfter += 1) {
      const id = seed(sketch, 1);
      const world = scriptedWorld();
      let process = await startProcess(world, failsOnce);
      process.loop.start(id);
      const reached = await new Promise<boolean>((resolve) => {
        let commits = 0;
        process.db.onCommit(() => {
          commits += 1;
          if (commits === killAfter) resolve(true);
          else if (findExecutionById(process.db, id)?.ended_at !== null) resolve(false);
        });
      });
      process.kill();
      process = await startProcess(world, failsOnce);
      await process.loop.recover().strays;
      await until(() => findExecutionById(process.db, id)?.ended_at !== null && world.containers.size === 0);
      const outcome = outcomeOf(process, id);
      expect(outcome.phase).toBe("SUCCEEDED");
      expect(outcome.nodes.b).toBe("SUCCEEDED 1");
      const created = world.created.map((key) => `${key.node} ${key.attempt}`);
      expect(created.toSorted()).toEqual(["a 0", "b 0", "b 1", "c-0-x 0", "c-0-y 0", "d 0"]);
      const numbers = readJournal(process.db, id).map((entry) => entry.number);
      expect(numbers).toEqual(numbers.map((_, index) => index));
      process.kill();
      removeFolder();
      folder = mkdtempSync(join(tmpdir(), "skein-loop-"));
      if (!reached) break;
    }
  });

  test("aborts: what runs is stopped, the execution ends ABORTED, nothing is left", async () => {
    const id = seed({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }] });
    const world = scriptedWorld();
    const process = await startProcess(world, () => ({ endsAfterMs: undefined }));
    process.loop.start(id);
    await until(() => world.containers.size === 1);
    process.loop.abort(id, "enough");
    await until(() => findExecutionById(process.db, id)?.ended_at !== null);
    expect(outcomeOf(process, id)).toMatchObject({ phase: "ABORTED", nodes: { a: "ABORTED 0" } });
    await until(() => world.containers.size === 0);
    process.kill();
  });

  test("aborts at the next start what was asked to end just before a crash", async () => {
    const id = seed({ nodes: [{ id: "a" }] });
    const world = scriptedWorld();
    const endless = (): Script => ({ endsAfterMs: undefined });
    let process = await startProcess(world, endless);
    process.loop.start(id);
    await until(() => world.containers.size === 1);
    // The row is written by the launcher; the loop did not get to it.
    process.db.transaction((change) =>
      updateExecution(process.db, change, id, { phase: "ABORTING", abort_cause: "enough" }),
    );
    process.kill();
    process = await startProcess(world, endless);
    await process.loop.recover().strays;
    await until(() => findExecutionById(process.db, id)?.phase === "ABORTED");
    expect(world.containers.size).toBe(0);
    process.kill();
  });

  test("says why a node waits", async () => {
    const id = seed({ nodes: [{ id: "a" }, { id: "b", after: ["a"] }] });
    const process = await startProcess(scriptedWorld(), () => ({ endsAfterMs: undefined }));
    process.loop.start(id);
    await until(() => nodeExecutionsOf(process.db, id).some((row) => row.node_id === "a" && row.phase === "RUNNING"));
    expect(process.loop.why(id, "b")).toMatch(/[Ww]aits for a/);
    expect(process.loop.why(id, "a")).toBeUndefined();
    process.kill();
  });
});
