import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { create, toBinary } from "@bufbuild/protobuf";
import { closureOf } from "@skein/compiler/testing/closure";
import { CompiledWorkflowClosureSchema } from "@skein/spec/gen/flyteidl/core/compiler_pb";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scriptedWorld } from "../runner/scripted.ts";
import { readExecutionError } from "../store/execution-error.ts";
import { findExecutionById, updateExecution } from "../store/executions.ts";
import { readJournal } from "../store/journal.ts";
import { findNodeExecution, nodeExecutionsOf } from "../store/node-executions.ts";
import { findSignal, saveSignalValue } from "../store/signals.ts";
import type { Clock } from "./clock.ts";
import {
  endless,
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  seedClosure,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";
import type { Values } from "./values.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const errorOf = ({ db }: Process, id: number) => readExecutionError(findExecutionById(db, id)?.error ?? null);

/** Time that leaps to the next timer: pauses are for people. */
function leapingClock(): Clock {
  let leap = 0;
  return {
    now: () => Date.now() + leap,
    wakeAt(at, call) {
      const timer = setTimeout(() => {
        leap = Math.max(leap, at - Date.now());
        call();
      }, 1);
      return () => clearTimeout(timer);
    },
  };
}

/** Values whose writes are refused while `refuses` says so. */
const refusing =
  (refuses: (uri: string) => boolean) =>
  (stored: Values): Values => ({
    ...stored,
    async write(uri, map) {
      if (refuses(uri)) throw new Error("ENOSPC: no space left on device");
      await stored.write(uri, map);
    },
    async writeBytes(uri, bytes) {
      if (refuses(uri)) throw new Error("ENOSPC: no space left on device");
      await stored.writeBytes(uri, bytes);
    },
  });

const chain = { nodes: [{ id: "a" }, { id: "b", after: ["a"] }], outputs: ["b"] };

describe("files that cannot be written", () => {
  test("for a while only delay an execution", async () => {
    const id = seed(folder, chain);
    let failures = 5;
    const values = refusing(() => failures-- > 0);
    const process = await startProcess({
      folder,
      world: scriptedWorld(),
      script: succeeds,
      values,
      clock: leapingClock(),
    });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    expect(process.errors.length).toBeGreaterThanOrEqual(5);
    process.kill();
  });

  test("for good end it FAILED, and its error says why", async () => {
    const id = seed(folder, chain);
    const values = refusing((uri) => uri.includes("/b/"));
    const process = await startProcess({
      folder,
      world: scriptedWorld(),
      script: succeeds,
      values,
      clock: leapingClock(),
    });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("FAILED");
    expect(errorOf(process, id)?.message).toMatch(/exhausted.*ENOSPC/);
    expect(findNodeExecution(process.db, id, "a")?.phase).toBe("SUCCEEDED");
    const failures = readJournal(process.db, id).filter((entry) => entry.event.kind === "commandFailed");
    expect(failures).toHaveLength(11);
    process.kill();
  });

  test("before it starts end it FAILED too, with what to do", async () => {
    const id = seed(folder, chain);
    const values = refusing(() => true);
    const process = await startProcess({
      folder,
      world: scriptedWorld(),
      script: succeeds,
      values,
      clock: leapingClock(),
    });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("FAILED");
    expect(errorOf(process, id)?.message).toMatch(/inputs could not be stored, 11 times: ENOSPC.*launch again/);
    process.kill();
  });

  test("do not keep an execution from being aborted before it starts", async () => {
    const id = seed(folder, chain);
    const values = refusing(() => true);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds, values });
    process.loop.start(id);
    await until(() => process.errors.length > 0);
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("ABORTED");
    process.kill();
  });
});

describe("a store that refuses commits", () => {
  test("§10.32 stops everything, and loses nothing once it takes them again", async () => {
    const id = seed(folder, chain);
    const world = scriptedWorld();
    const process = await startProcess({ folder, world, script: succeeds });
    const other = new Sqlite(join(folder, "skein.db"));
    other.exec("CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    process.loop.start(id);
    await until(() => process.errors.some((line) => line.includes("the disk is full")));
    expect(world.created).toEqual([]);
    expect(nodeExecutionsOf(process.db, id)).toEqual([]);
    expect(process.loop.refusal()).toBe("The store takes no commits: the disk is full");
    other.exec("DROP TRIGGER refuse");
    other.close();
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    const numbers = readJournal(process.db, id).map((entry) => entry.number);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(process.loop.refusal()).toBeUndefined();
    process.kill();
  });

  test("does not keep a gate from a signal that was set meanwhile", async () => {
    const id = seed(folder, { nodes: [{ id: "g", gate: "signal" }, { id: "a" }] });
    const world = scriptedWorld();
    const process = await startProcess({ folder, world, script: endless });
    const { db, loop } = process;
    loop.start(id);
    await until(() => findSignal(db, { executionId: id, signalId: "g" }) !== undefined && world.created.length > 0);
    const other = new Sqlite(join(folder, "skein.db"));
    other.exec("CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    process.runner.stop({ project: "flytesnacks", domain: "development", execution: "run", node: "a", attempt: 0 }, "");
    await until(() => loop.refusal() !== undefined);
    const row = findSignal(db, { executionId: id, signalId: "g" });
    if (row) saveSignalValue(db, row, succeeds().outputs?.o ?? create(LiteralSchema), 1);
    loop.signal(id, "g");
    other.exec("DROP TRIGGER refuse");
    other.close();
    await until(() => findNodeExecution(db, id, "g")?.phase === "SUCCEEDED");
    process.kill();
  });
});

/** Another execution of the same workflow. */
function seedTwin(id: number, name = "twin"): number {
  const store = new Sqlite(join(folder, "skein.db"));
  store.prepare("CREATE TEMP TABLE twin AS SELECT * FROM executions WHERE id = ?").run(id);
  store.prepare("UPDATE twin SET id = NULL, execution_name = ?").run(name);
  const twin = Number(store.prepare("INSERT INTO executions SELECT * FROM twin").run().lastInsertRowid);
  store.close();
  return twin;
}

describe("§1.1 events of one execution that the store refuses", () => {
  const refuseNodesOf = (id: number) =>
    `CREATE TRIGGER refuse BEFORE INSERT ON node_executions WHEN new.execution_id = ${id} AND new.node_id = 'b'
     BEGIN SELECT RAISE(ABORT, 'b is not wanted'); END`;

  test("hold up that one alone, and lose nothing once they are taken", async () => {
    const id = seed(folder, chain);
    const twin = seedTwin(id);
    const world = scriptedWorld();
    const process = await startProcess({ folder, world, script: succeeds });
    const other = new Sqlite(join(folder, "skein.db"));
    other.exec(refuseNodesOf(id));
    process.loop.start(id);
    process.loop.start(twin);
    await until(() => hasEnded(process, twin));
    await until(() => process.errors.some((line) => line.includes("b is not wanted")));
    expect(findExecutionById(process.db, twin)?.phase).toBe("SUCCEEDED");
    expect(findExecutionById(process.db, id)?.phase).toBe("RUNNING");
    expect(process.loop.refusal()).toBeUndefined();
    expect(world.created.filter(({ execution }) => execution === "run").map(({ node }) => node)).toEqual(["a"]);
    other.exec("DROP TRIGGER refuse");
    other.close();
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    const numbers = readJournal(process.db, id).map((entry) => entry.number);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    process.kill();
  });

  test("end it FAILED after ten more attempts, with all that it had under way", async () => {
    const id = seed(folder, { nodes: [{ id: "a" }, { id: "b", after: ["a"] }, { id: "long" }], outputs: ["b"] });
    const twin = seedTwin(id);
    const world = scriptedWorld();
    const process = await startProcess({
      folder,
      world,
      script: ({ key }) => (key.node === "long" && key.execution === "run" ? endless() : succeeds()),
      clock: leapingClock(),
    });
    const other = new Sqlite(join(folder, "skein.db"));
    other.exec(refuseNodesOf(id));
    other.close();
    process.loop.start(id);
    process.loop.start(twin);
    await until(() => hasEnded(process, id) && hasEnded(process, twin));
    expect(findExecutionById(process.db, twin)?.phase).toBe("SUCCEEDED");
    expect(findExecutionById(process.db, id)?.phase).toBe("FAILED");
    expect(errorOf(process, id)).toMatchObject({
      code: "Workflow abort failed",
      message: "max number of system retry attempts [11/10] exhausted. Last known status message: b is not wanted",
    });
    expect(findNodeExecution(process.db, id, "long")?.phase).toBe("ABORTED");
    expect(nodeExecutionsOf(process.db, id).every((row) => row.ended_at !== null)).toBe(true);
    await until(() => world.containers.size === 0);
    process.kill();
  });

  test("spend nothing of its budget while the store takes nobody's", async () => {
    const id = seed(folder, chain);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds, clock: leapingClock() });
    const other = new Sqlite(join(folder, "skein.db"));
    other.exec(refuseNodesOf(id));
    other.exec("CREATE TRIGGER refuse_all BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END");
    process.loop.start(id);
    await until(() => process.errors.length >= 2);
    expect(findExecutionById(process.db, id)?.phase).toBe("UNDEFINED");
    other.exec("DROP TRIGGER refuse_all; DROP TRIGGER refuse");
    other.close();
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    process.kill();
  });
});

describe("an execution that cannot be loaded", () => {
  test("ends FAILED when it is launched, and says what is wrong", async () => {
    const id = seedClosure(folder, new Uint8Array([255, 255, 255]));
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    expect(findExecutionById(process.db, id)?.phase).toBe("FAILED");
    expect(errorOf(process, id)).toMatchObject({ code: "ExecutionNotRun" });
    expect(errorOf(process, id)?.message).toMatch(/^The execution cannot be run: ./);
    process.kill();
  });

  test("does not keep the others from being taken up at boot", async () => {
    const broken = seedClosure(folder, new Uint8Array([255, 255, 255]));
    const other = new Sqlite(join(folder, "skein.db"));
    other.prepare("UPDATE executions SET execution_name = 'broken' WHERE id = ?").run(broken);
    other.prepare("UPDATE workflows SET version = 'broken' WHERE name = 'w'").run();
    other.prepare("UPDATE workflows SET version = 'old' WHERE name = 'hello'").run();
    other.close();
    const id = seed(folder, chain);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    expect(process.loop.recover().executions).toBe(1);
    expect(findExecutionById(process.db, broken)?.phase).toBe("FAILED");
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    process.kill();
  });

  test("is ended as soon as the store takes its end", async () => {
    const id = seedClosure(folder, new Uint8Array([255, 255, 255]));
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds, clock: leapingClock() });
    const other = new Sqlite(join(folder, "skein.db"));
    other.exec("CREATE TRIGGER refuse BEFORE UPDATE ON executions BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    expect(() => process.loop.start(id)).not.toThrow();
    await until(() => process.errors.length >= 3);
    other.exec("DROP TRIGGER refuse");
    other.close();
    await until(() => hasEnded(process, id));
    process.kill();
  });
});

describe("aborting", () => {
  test("an execution nobody has taken up ends it", async () => {
    const id = seed(folder, chain);
    const process = await startProcess({ folder, world: scriptedWorld(), script: endless });
    process.db.transaction((change) => updateExecution(process.db, change, id, { phase: "ABORTING" }));
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, id));
    expect(findExecutionById(process.db, id)?.phase).toBe("ABORTED");
    process.kill();
  });

  test("one that has ended changes nothing", async () => {
    const id = seed(folder, chain);
    const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
    process.loop.start(id);
    await until(() => hasEnded(process, id));
    const entries = readJournal(process.db, id).length;
    process.loop.abort(id, "too late");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(findExecutionById(process.db, id)?.phase).toBe("SUCCEEDED");
    expect(readJournal(process.db, id)).toHaveLength(entries);
    process.kill();
  });
});

test("one launched before what was running is taken up runs once", async () => {
  const id = seed(folder, chain);
  const world = scriptedWorld();
  const process = await startProcess({ folder, world, script: succeeds });
  process.loop.start(id);
  expect(process.loop.recover().executions).toBe(1);
  await until(() => hasEnded(process, id));
  expect(world.created.map((key) => key.node)).toEqual(["a", "b"]);
  process.kill();
});

test("a task the closure does not hold ends the execution, naming task and node", async () => {
  const closure = closureOf(chain);
  closure.tasks = [];
  const id = seedClosure(folder, toBinary(CompiledWorkflowClosureSchema, closure));
  const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds });
  process.loop.start(id);
  await until(() => hasEnded(process, id));
  expect(findExecutionById(process.db, id)?.phase).toBe("FAILED");
  expect(errorOf(process, id)?.message).toMatch(/cannot be run: Task p:d:t:1 of node a is not in the closure/);
  process.kill();
});

test("§10.35 an ended execution leaves memory, and is still explained to whoever asks", async () => {
  const id = seed(folder, { nodes: [{ id: "a" }, { id: "b", after: ["a"] }], failAfter: true });
  const process = await startProcess({
    folder,
    world: scriptedWorld(),
    script: () => ({
      failure: { kind: "failed", retryable: false, error: { code: "Error", message: "no", kind: "USER" } },
    }),
  });
  process.loop.start(id);
  await until(() => hasEnded(process, id));
  expect(process.loop.recover().executions).toBe(0);
  expect(process.loop.why(id, "b")?.text).toMatch(/a failed/);
  expect(process.loop.why(id, "b")?.text).toMatch(/a failed/);
  process.kill();
});

test("§10.35 nothing of an ended execution stays in memory", async () => {
  const first = seed(folder, { nodes: [{ id: "a" }, { id: "rest", sleepMs: 5 }, { id: "b", after: ["a"] }] });
  const ids = [first, ...Array.from({ length: 5 }, (_, n) => seedTwin(first, `twin${n}`))];
  // What the loop holds of an execution holds its inputs: they go when all of it has gone.
  const inputs: WeakRef<Uint8Array>[] = [];
  const values = (stored: Values): Values => ({
    ...stored,
    writeBytes(uri, bytes) {
      inputs.push(new WeakRef(bytes));
      return stored.writeBytes(uri, bytes);
    },
  });
  const process = await startProcess({ folder, world: scriptedWorld(), script: succeeds, values });
  for (const id of ids) process.loop.start(id);
  await until(() => ids.every((id) => hasEnded(process, id)));
  expect(inputs).toHaveLength(ids.length);
  await until(() => {
    collectGarbage();
    return inputs.every((each) => each.deref() === undefined);
  });
  process.kill();
});
