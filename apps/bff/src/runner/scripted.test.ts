import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Blobs, openBlobs } from "../blobs/blobs.ts";
import { readLiteralMap } from "../blobs/literal-maps.ts";
import { systemClock } from "../run-loop/clock.ts";
import type { AttemptSpec, Report } from "./runner.ts";
import { type Script, type ScriptedWorld, scriptedRunner, scriptedWorld } from "./scripted.ts";

let root: string;
let blobs: Blobs;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "skein-scripted-"));
  blobs = await openBlobs(root);
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true, force: true });
});

const attempt: AttemptSpec = {
  key: { project: "p", domain: "d", execution: "x", node: "n0", attempt: 0 },
  template: create(TaskTemplateSchema),
  overrides: undefined,
  paths: {
    inputPrefix: "s3://bucket/n0/data",
    outputPrefix: "s3://bucket/n0/data/0",
    rawOutputPrefix: "s3://bucket/raw",
    previousCheckpoint: undefined,
    taskName: "x-n0-0",
  },
  workflow: "p:d:w",
  interruptible: false,
  platformResources: undefined,
  env: new Map(),
};

function open(world: ScriptedWorld, script: Script) {
  const reports: Report[] = [];
  const runner = scriptedRunner({ world, blobs, clock: systemClock, script: () => script });
  runner.onReport((report) => reports.push(report));
  return { runner, reports };
}
const kinds = (reports: readonly Report[]) => reports.map((report) => report.kind);

test("an attempt runs, writes its outputs and ends", async () => {
  const { runner, reports } = open(scriptedWorld(), { outputs: { x: create(LiteralSchema, { hash: "h" }) } });
  runner.start(attempt);
  await vi.waitFor(() => expect(kinds(reports)).toEqual(["progress", "ended"]));
  const uri = "s3://bucket/n0/data/0/outputs.pb";
  expect(reports[1]).toMatchObject({ verdict: { kind: "succeeded", outputs: uri } });
  expect((await readLiteralMap(blobs, uri))?.literals.x?.hash).toBe("h");
});

test("the times are the script's", async () => {
  vi.useFakeTimers();
  const error = { code: "Error", message: "no", kind: "USER" } as const;
  const failure = { kind: "failed", error, retryable: true } as const;
  const { runner, reports } = open(scriptedWorld(), { startsAfterMs: 10, endsAfterMs: 100, failure });
  runner.start(attempt);
  await vi.advanceTimersByTimeAsync(9);
  expect(reports).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(kinds(reports)).toEqual(["progress"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(reports[1]).toMatchObject({ kind: "ended", verdict: failure });
});

test("what runs for ever is stopped, and stopping nothing is answered too", async () => {
  const { runner, reports } = open(scriptedWorld(), { endsAfterMs: undefined });
  runner.start(attempt);
  runner.stop(attempt.key, "aborted");
  runner.stop(attempt.key, "aborted");
  await vi.waitFor(() => expect(kinds(reports)).toEqual(["stopped", "stopped"]));
  expect(reports[1]).toMatchObject({ facts: undefined });
});

test("the next process adopts what runs, and hears again of what ended", async () => {
  const world = scriptedWorld();
  const before = open(world, { endsAfterMs: 20 });
  before.runner.start(attempt);
  before.runner.kill();
  for (const _ of [1, 2]) {
    const { runner, reports } = open(world, { endsAfterMs: 20 });
    runner.start(attempt);
    await vi.waitFor(() => expect(kinds(reports)).toContain("ended"));
    runner.kill();
  }
  expect(before.reports).toEqual([]);
  expect(world.created).toEqual([attempt.key]);
});

test("while the engine is away nothing happens, and strays go when it is back", async () => {
  const world = scriptedWorld();
  const { runner, reports } = open(world, {});
  runner.setReachable(false);
  runner.start(attempt);
  expect(world.created).toEqual([]);
  expect(runner.status()).toMatchObject({ ready: false, waiting: 1 });
  runner.setReachable(true);
  await vi.waitFor(() => expect(kinds(reports)).toEqual(["progress", "ended"]));
  expect(await runner.removeStrays([attempt.key])).toBe(0);
  expect(await runner.removeStrays([])).toBe(1);
});
