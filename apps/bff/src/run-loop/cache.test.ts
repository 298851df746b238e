/** The cache for real (execution.md §8): files and a store on disk; only the containers are scripted. */
import { rmSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { ExecutionSpecSchema } from "@skein/spec/gen/flyteidl/admin/execution_pb";
import { WorkflowExecutionIdentifierSchema } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cachePrefix } from "../blobs/prefixes.ts";
import { toNodeExecution } from "../rpc/execution-messages.ts";
import type { AttemptSpec } from "../runner/runner.ts";
import { type Script, scriptedWorld } from "../runner/scripted.ts";
import { findNodeExecution } from "../store/node-executions.ts";
import {
  endless,
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  seedAnother,
  startProcess,
  succeeds,
  until,
} from "./testing/process.ts";
import { openValues, type Values } from "./values.ts";

// The race is run once per commit.
vi.setConfig({ testTimeout: 60_000 });

let folder = "";
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => removeFolder(folder));

const one = (cache: "each" | "serialized"): WorkflowSketch => ({ nodes: [{ id: "a", cache }], outputs: ["a"] });
const overwriting = { spec: toBinary(ExecutionSpecSchema, create(ExecutionSpecSchema, { overwriteCache: true })) };
const permanently = {
  endsAfterMs: 1,
  failure: { kind: "failed", retryable: false, error: { kind: "USER", code: "Bad", message: "no flour" } },
} as const satisfies Script;

async function opened(
  cache: "each" | "serialized" = "each",
  script: (attempt: AttemptSpec) => Script = succeeds,
  values?: (stored: Values) => Values,
) {
  const id = seed(folder, one(cache));
  const world = scriptedWorld();
  const process = await startProcess({ folder, world, script, ...(values && { values }) });
  return { id, world, process };
}

async function ran(process: Process, id: number): Promise<void> {
  process.loop.start(id);
  await until(() => hasEnded(process, id));
}

const nodeOf = ({ db }: Process, id: number) => findNodeExecution(db, id, "a");
const statusOf = (process: Process, id: number) => nodeOf(process, id)?.cache_status;
const metadataOf = (process: Process, id: number) => {
  const row = nodeOf(process, id);
  if (!row) throw new Error("The node has no row");
  const executionId = create(WorkflowExecutionIdentifierSchema, { name: "some" });
  return toNodeExecution(row, executionId, { child: undefined }).closure?.targetMetadata.value;
};
const artifactsOf = ({ db }: Process) => db.all(db.build.selectFrom("cache_artifacts").selectAll());
const reservationsOf = ({ db }: Process) => db.all(db.build.selectFrom("cache_reservations").selectAll());
const integer = (value: number) =>
  create(LiteralSchema, {
    value: {
      case: "scalar",
      value: { value: { case: "primitive", value: { value: { case: "integer", value: BigInt(value) } } } },
    },
  });

describe("a cached task", () => {
  test("is not run a second time: it has the first one's outputs, and names it", async () => {
    const { id, world, process } = await opened();
    await ran(process, id);
    const second = seedAnother(process.db, id, "second");
    await ran(process, second);
    expect(world.created).toHaveLength(1);

    const dataset = {
      project: "p",
      domain: "d",
      name: "flyte_task-kept",
      version: expect.stringMatching(/^1-GKw-c0Pw-/),
    };
    const artifactTag = {
      artifactId: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: expect.stringMatching(/^flyte_cached-/),
    };
    expect(metadataOf(process, id)).toMatchObject({ cacheStatus: 3, catalogKey: { datasetId: dataset, artifactTag } });
    expect(metadataOf(process, second)).toMatchObject({
      cacheStatus: 2,
      catalogKey: {
        datasetId: { resourceType: 4, ...dataset },
        artifactTag,
        sourceExecution: {
          value: {
            taskId: { resourceType: 1, project: "p", domain: "d", name: "kept", version: "1" },
            nodeExecutionId: { nodeId: "a", executionId: { name: "run" } },
            retryAttempt: 0,
          },
        },
      },
    });
    expect(nodeOf(process, second)).toMatchObject({ phase: "SUCCEEDED", queued_at: null, started_at: null });
    const values = openValues(process.blobs);
    const outputs = await values.read(nodeOf(process, second)?.output_uri ?? "");
    expect(outputs).toEqual(await values.read(nodeOf(process, id)?.output_uri ?? ""));
    expect(outputs?.literals.o).toEqual(integer(7));
    process.kill();
  });

  test("§8 §10.29 runs when the cache is to be overwritten, and leaves one artifact, of its own making", async () => {
    let made = 0;
    const counting = (): Script => ({ endsAfterMs: 1, outputs: { o: integer(++made) } });
    const { id, world, process } = await opened("each", counting);
    await ran(process, id);
    const [before] = artifactsOf(process);
    const second = seedAnother(process.db, id, "second", overwriting);
    await ran(process, second);
    expect(world.created).toHaveLength(2);
    expect(statusOf(process, second)).toBe("CACHE_POPULATED");
    const after = artifactsOf(process);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ artifact_id: before?.artifact_id, source_execution: "second" });

    const third = seedAnother(process.db, id, "third");
    await ran(process, third);
    expect(statusOf(process, third)).toBe("CACHE_HIT");
    const outputs = await openValues(process.blobs).read(nodeOf(process, third)?.output_uri ?? "");
    expect(outputs?.literals.o).toEqual(integer(2));
    process.kill();
  });

  test("succeeds where its outputs cannot be kept", async () => {
    const full = (stored: Values): Values => ({
      ...stored,
      write: (uri, map) =>
        uri.startsWith(cachePrefix) ? Promise.reject(new Error("disk full")) : stored.write(uri, map),
    });
    const { id, process } = await opened("serialized", succeeds, full);
    await ran(process, id);
    expect(nodeOf(process, id)).toMatchObject({ phase: "SUCCEEDED", cache_status: "CACHE_PUT_FAILURE" });
    expect(artifactsOf(process)).toEqual([]);
    expect(reservationsOf(process)).toEqual([]);
    process.kill();
  });

  test.each<[string, (process: Process, outputs: string) => unknown]>([
    ["is gone", ({ blobs }, outputs) => rmSync(blobs.pathOf(outputs))],
    [
      "is of another type",
      ({ blobs }, outputs) => openValues(blobs).writeBytes(outputs, Uint8Array.from([10, 5, 10, 1, 111, 18, 0])), // { o: nothing }
    ],
  ])("runs again when what was kept %s", async (_, spoil) => {
    const { id, world, process } = await opened();
    await ran(process, id);
    await spoil(process, artifactsOf(process)[0]?.outputs_uri ?? "");
    const second = seedAnother(process.db, id, "second");
    await ran(process, second);
    expect(world.created).toHaveLength(2);
    expect(statusOf(process, second)).toBe("CACHE_POPULATED");
    process.kill();
  });

  test("does not keep what failed", async () => {
    const { id, process } = await opened("each", () => permanently);
    await ran(process, id);
    expect(nodeOf(process, id)).toMatchObject({ phase: "FAILED", cache_status: null });
    expect(artifactsOf(process)).toEqual([]);
    process.kill();
  });
});

describe("a serialized cache", () => {
  /** The first one under way, the second waiting for it. */
  async function waitingFor(script: (attempt: AttemptSpec) => Script) {
    const { id, world, process } = await opened("serialized", script);
    process.loop.start(id);
    await until(() => world.containers.size === 1);
    const second = seedAnother(process.db, id, "second");
    process.loop.start(second);
    await until(() => nodeOf(process, second)?.phase === "QUEUED");
    return { id, second, world, process };
  }

  test("§8 §10.28 has the second wait for the first, say so, and take its outputs", async () => {
    const { id, second, world, process } = await waitingFor(() => ({ ...succeeds(), endsAfterMs: 50 }));
    expect(nodeOf(process, second)?.reason).toBe("waiting on serialized cache");
    expect(process.loop.why(second, "a")?.text).toBe(
      "Waits for node a of execution run to make the same result (serialized cache).",
    );
    await until(() => hasEnded(process, second));
    expect(statusOf(process, id)).toBe("CACHE_POPULATED");
    expect(statusOf(process, second)).toBe("CACHE_HIT");
    expect(world.created).toHaveLength(1);
    expect(reservationsOf(process)).toEqual([]);
    process.kill();
  });

  test("goes over to the second when the first fails", async () => {
    const { second, world, process } = await waitingFor(({ key }) =>
      key.execution === "run" ? { ...permanently, endsAfterMs: 50 } : succeeds(),
    );
    await until(() => hasEnded(process, second));
    expect(statusOf(process, second)).toBe("CACHE_POPULATED");
    expect(world.created.map(({ execution }) => execution)).toEqual(["run", "second"]);
    process.kill();
  });

  test("goes over to the second when the first is aborted", async () => {
    const { id, second, process } = await waitingFor(({ key }) => (key.execution === "run" ? endless() : succeeds()));
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, second));
    expect(statusOf(process, second)).toBe("CACHE_POPULATED");
    process.kill();
  });

  test("is not held by one that waited and was aborted", async () => {
    const { id, second, process } = await waitingFor(endless);
    process.loop.abort(second, "enough");
    await until(() => hasEnded(process, second));
    expect(reservationsOf(process)).toMatchObject([{ execution_id: id }]);
    process.loop.abort(id, "enough");
    await until(() => hasEnded(process, id));
    expect(reservationsOf(process)).toEqual([]);
    process.kill();
  });

  test("§8 §10.28 runs once between two that race, wherever the process is killed", async () => {
    for (let killAfter = 1; ; killAfter += 1) {
      const home = makeFolder();
      const id = seed(home, one("serialized"));
      const world = scriptedWorld();
      let process = await startProcess({ folder: home, world, script: succeeds });
      const second = seedAnother(process.db, id, "second");
      const wasKilled = await new Promise<boolean>((resolve) => {
        let commits = 0;
        process.db.onCommit(() => {
          commits += 1;
          if (commits === killAfter) resolve(true);
          else if (hasEnded(process, id) && hasEnded(process, second)) resolve(false);
        });
        process.loop.start(id);
        process.loop.start(second);
      });
      process.kill();
      process = await startProcess({ folder: home, world, script: succeeds });
      await process.loop.recover().strays;
      await until(() => hasEnded(process, id) && hasEnded(process, second));
      expect(world.created).toHaveLength(1);
      expect([statusOf(process, id), statusOf(process, second)].sort()).toEqual(["CACHE_HIT", "CACHE_POPULATED"]);
      expect(reservationsOf(process)).toEqual([]);
      process.kill();
      removeFolder(home);
      if (!wasKilled) break;
    }
  });
});
