import { closureOf } from "@skein/compiler/testing/closure";
import { makePlan } from "@skein/engine/make-plan";
import { outstanding } from "@skein/engine/outstanding";
import { createRun } from "@skein/engine/run";
import { describe, expect, test } from "vitest";
import type { LiveRun } from "./live-run.ts";
import { openTurns, type RunTurn } from "./turn.ts";

/** Time stands still: turns end by their size alone. */
const clock = { now: () => 1000, wakeAt: () => () => {} };

function sleeping(id: number, leaves: number, sleepMs = 0): LiveRun {
  const nodes = Array.from({ length: leaves }, (_, n) => ({ id: `n${n}`, sleepMs }));
  const name = { project: "p", domain: "d", execution: `x${id}` };
  const run = createRun({
    ...name,
    plan: makePlan(closureOf({ nodes })),
    maxParallelism: 0,
    rawOutputPrefix: "s3://b/raw",
    metadataPrefix: "s3://b/meta",
  });
  const given = { templates: new Map(), env: new Map(), inputs: new Uint8Array(), platformResources: undefined };
  return { id, name, run, next: 0, workflow: "w", source: undefined, breakpoints: [], ...given };
}

function turnsOf(...runs: LiveRun[]) {
  const turns = openTurns(new Map(runs.map((run) => [run.id, run])), clock);
  for (const run of runs) turns.put(run, { event: { kind: "started", at: 1000 } });
  return turns;
}

const succeeded = (turn: RunTurn): number =>
  turn.entries.flatMap(({ records }) => records).filter((each) => each.kind === "task" && each.phase === "SUCCEEDED")
    .length;

describe("§11.1 work that needs nothing outside is done in place", () => {
  test("a leaf without duration goes from its inputs to its end in one event, its inputs kept beside it", () => {
    const run = sleeping(1, 1);
    const [turn] = turnsOf(run).take();
    expect(turn?.entries.map(({ event }) => event.kind)).toEqual(["started", "inputsResolved"]);
    expect(
      turn?.entries[1]?.records.map((each) => `${each.kind} ${"phase" in each ? each.phase : ""}`).slice(0, 3),
    ).toEqual(["node QUEUED", "task SUCCEEDED", "node SUCCEEDED"]);
    expect(turn?.objects.map(({ uri }) => uri)).toEqual(["s3://b/meta/p-d-x1/n0/data/inputs.pb"]);
  });

  test("what a task in a container reads is not: it reads files", () => {
    const run = sleeping(1, 1);
    const plain = createRun({ ...run.run.options, plan: makePlan(closureOf({ nodes: [{ id: "a" }] })) });
    const [turn] = turnsOf({ ...run, run: plain }).take();
    expect(turn?.commands.map(({ kind }) => kind)).toEqual(["resolveInputs"]);
  });
});

describe("§10.11 fairness", () => {
  test("a turn is bounded, however much there is", () => {
    const turns = turnsOf(sleeping(1, 1000));
    const sizes = Array.from({ length: 4 }, () => turns.take().reduce((sum, { entries }) => sum + entries.length, 0));
    for (const size of sizes) expect(size).toBeLessThanOrEqual(160);
    expect(turns.isEmpty).toBe(false);
  });

  test("a small execution is done within turns, whatever a large one has before it", () => {
    const [large, small] = [sleeping(1, 2000), sleeping(2, 8)];
    const turns = turnsOf(large, small);
    const first = [...turns.take(), ...turns.take()].filter(({ run }) => run === small);
    expect(first.reduce((sum, turn) => sum + succeeded(turn), 0)).toBe(8);
  });

  test("each of many executions moves before any moves twice as far", () => {
    const runs = Array.from({ length: 6 }, (_, id) => sleeping(id, 400));
    const turns = turnsOf(...runs);
    for (let turn = 0; turn < 6; turn += 1) turns.take();
    const moved = runs.map(({ next }) => next);
    expect(Math.max(...moved)).toBeLessThanOrEqual(2 * Math.min(...moved));
  });
});

test("§11.2 while much waits to be committed, few nodes are admitted", () => {
  const run = sleeping(1, 4000, 60_000);
  const turns = turnsOf(run);
  turns.take();
  for (let n = 0; n < 3000; n += 1) turns.put(run, { event: { kind: "timerFired", timer: `late ${n}`, at: 1000 } });
  const [turn] = turns.take();
  const admitted = turn?.entries.filter(({ event }) => event.kind === "inputsResolved").length ?? 0;
  expect(admitted).toBeGreaterThan(0);
  expect(admitted).toBeLessThan(16);
});

test("what was dropped is not answered, and is still outstanding for whoever takes the run up", () => {
  const run = sleeping(1, 40);
  const turns = turnsOf(run);
  turns.take();
  for (const command of outstanding(run.run)) turns.admit(run, command);
  turns.drop(run);
  expect(turns.isEmpty).toBe(true);
  expect(turns.take()).toEqual([]);
});
