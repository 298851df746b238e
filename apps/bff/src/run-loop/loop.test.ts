import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findExecutionById, updateExecution } from "../store/executions.ts";
import { readJournal } from "../store/journal.ts";
import { nodeExecutionsOf } from "../store/node-executions.ts";
import {
  endless,
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

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
    const id = seed(folder, diamond);
    const world = scriptedWorld();
    const process = await startProcess({ folder, world, script: succeeds });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
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
      const id = seed(folder, sketch, 1);
      const world = scriptedWorld();
      let process = await startProcess({ folder, world, script: failsOnce });
      process.loop.start(id);
      const reached = await new Promise<boolean>((resolve) => {
        let commits = 0;
        process.db.onCommit(() => {
          commits += 1;
          if (commits === killAfter) resolve(true);
          else if (hasEnded(process, id)) resolve(false);
        });
      });
      process.kill();
      process = await startProcess({ folder, world, script: failsOnce });
      await process.loop.recover().strays;
      await until(() => hasEnded(process, id) && world.containers.size === 0);
      const outcome = outcomeOf(process, id);
      expect(outcome.phase).toBe("SUCCEEDED");
      expect(outcome.nodes.b).toBe("SUCCEEDED 1");
      const created = world.created.map((key) => `${key.node} ${key.attempt}`);
      expect(created.toSorted()).toEqual(["a 0", "b 0", "b 1", "c-0-x 0", "c-0-y 0", "d 0"]);
      const numbers = readJournal(process.db, id).map((entry) => entry.number);
      expect(numbers).toEqual(numbers.map((_, index) => index));
      process.kill();
      removeFolder(folder);
      folder = makeFolder();
      if (!reached) break;
    }
  });

  test("aborts: what runs is stopped, the execution ends ABORTED, nothing is left", async () => {
    const id = seed(folder, { nodes: [{ id: "a" }, { id: "b", after: ["a"] }] });
    const world = scriptedWorld();
    const process = await startProcess({ folder, world, script: endless });
    process.loop.start(id);
    await until(() => world.containers.size === 1);
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, id));
    expect(outcomeOf(process, id)).toMatchObject({ phase: "ABORTED", nodes: { a: "ABORTED 0" } });
    await until(() => world.containers.size === 0);
    process.kill();
  });

  test("aborts at the next start what was asked to end just before a crash", async () => {
    const id = seed(folder, { nodes: [{ id: "a" }] });
    const world = scriptedWorld();
    let process = await startProcess({ folder, world, script: endless });
    process.loop.start(id);
    await until(() => world.containers.size === 1);
    // The row is written by the launcher; the loop did not get to it.
    process.db.transaction((change) =>
      updateExecution(process.db, change, id, { phase: "ABORTING", abort_cause: "enough" }),
    );
    process.kill();
    process = await startProcess({ folder, world, script: endless });
    await process.loop.recover().strays;
    await until(() => findExecutionById(process.db, id)?.phase === "ABORTED");
    expect(world.containers.size).toBe(0);
    process.kill();
  });

  test("says why a node waits", async () => {
    const id = seed(folder, { nodes: [{ id: "a" }, { id: "b", after: ["a"] }] });
    const process = await startProcess({ folder, world: scriptedWorld(), script: endless });
    process.loop.start(id);
    await until(() => nodeExecutionsOf(process.db, id).some((row) => row.node_id === "a" && row.phase === "RUNNING"));
    expect(process.loop.why(id, "b")?.text).toMatch(/[Ww]aits for a/);
    expect(process.loop.why(id, "a")?.text).toBeUndefined();
    process.kill();
  });
});
