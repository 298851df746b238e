/**
 * Random workflows of all kinds of nodes, in a world where things go wrong, against a naive walk over the drawing
 * (testing/oracle.ts) and the invariants of execution.md §10. More seeds: `npm run simulate -- --seeds 100000`.
 */
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { expect, test, vi } from "vitest";
import { step } from "./step.ts";
import { drawCase } from "./testing/case.ts";
import { playSeeds } from "./testing/seeds.ts";
import { simulate, simulateRecovery } from "./testing/simulate.ts";
import type { Step } from "./testing/world.ts";

// Seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

test("whatever happens on the way, a run comes to what a walk by hand comes to, and breaks no invariant", async () => {
  expect((await playSeeds(0, 2500, (each) => simulate(each))).failure).toBeUndefined();
});

test("§10.10 where no task fails all orders lead to the same phases, whatever the parallelism", () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const drawn = { ...drawCase(seed), harshness: 0, faults: [] };
    const sketch: WorkflowSketch = JSON.parse(JSON.stringify(drawn.sketch), (key, value) =>
      key === "timeoutMs" ? 0 : value,
    );
    const ends = [0, 1, 2, 3].map((parallelism) => {
      const each = { ...drawn, seed: seed * 4 + parallelism, maxParallelism: parallelism };
      return new Map([...simulate({ ...each, sketch: { ...sketch, failAfter: true } }).watch.nodes].sort());
    });
    for (const end of ends) expect(end).toEqual(ends[0]);
  }
});

test("the container engine is gone for five minutes: what ran goes on or has ended, and nothing fails by it", () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const drawn = drawCase(seed);
    const sketch: WorkflowSketch = JSON.parse(JSON.stringify(drawn.sketch), (key, value) =>
      key === "timeoutMs" ? 0 : value,
    );
    const faults = [{ after: 3 + (seed % 10), kind: "engineGone", ms: 300_000, kills: false } as const];
    const ends = [[], faults].map((each) => {
      const { watch, run } = simulate({ ...drawn, sketch: { ...sketch, failAfter: true }, faults: each });
      return { phase: run.phase, attempts: [...watch.attempts].sort(), nodes: [...watch.nodes].sort() };
    });
    expect(ends[1]).toEqual(ends[0]);
  }
});

test("§1.9 a run that recovers another, however that ended, runs what is missing and comes to what was to come", async () => {
  expect((await playSeeds(0, 1000, (each) => simulateRecovery(each))).failure).toBeUndefined();
});

/** Engines that are broken on purpose: the simulation has to see it, soon. */
const broken: Record<string, Step> = {
  "starts a task twice": (run, event) => {
    const stepped = step(run, event);
    const start = stepped.commands.find((each) => each.kind === "startTask");
    if (start?.kind !== "startTask") return stepped;
    return { ...stepped, commands: [...stepped.commands, { ...start, attempt: start.attempt + 1 }] };
  },
  "loses a wake-up": (run, event) => {
    const { commands, records } = step(run, event);
    const isLast = event.kind === "taskEnded" && commands.length > 1;
    return { commands: isLast ? commands.filter(({ kind }) => kind !== "resolveInputs") : commands, records };
  },
  "ignores an abort": (run, event) =>
    event.kind === "abortRequested" ? { commands: [], records: [] } : step(run, event),
  "does not tell that a node is queued": (run, event) => {
    const { commands, records } = step(run, event);
    return { commands, records: records.filter((each) => each.kind !== "node" || each.phase !== "QUEUED") };
  },
  "forgets to remove containers": (run, event) => {
    const { commands, records } = step(run, event);
    return { commands: commands.filter(({ kind }) => kind !== "removeTask"), records };
  },
  "never gives a reservation back": (run, event) => {
    const { commands, records } = step(run, event);
    return { commands: commands.filter(({ kind }) => kind !== "releaseCache"), records };
  },
  "runs a task whose result is there": (run, event) =>
    event.kind === "cacheChecked" ? step(run, { ...event, outcome: { kind: "miss" } }) : step(run, event),
  "tries once too often": (run, event) => {
    if (event.kind !== "taskEnded" || event.verdict.kind !== "failed") return step(run, event);
    return step(run, { ...event, verdict: { ...event.verdict, retryable: true } });
  },
  "takes what failed for a success": (run, event) =>
    event.kind === "taskEnded"
      ? step(run, { ...event, verdict: { kind: "succeeded", outputs: undefined } })
      : step(run, event),
};

test.each(Object.entries(broken))("an engine that %s is caught, and by a small case", async (_, wrong) => {
  const { failure, seeds } = await playSeeds(0, 500, (each) => simulate(each, wrong));
  expect(failure).toMatch(/^npm run simulate -- --seeds 1 --from \d+\n/);
  expect(seeds).toBeLessThan(500);
  expect(failure?.split("\n").length).toBeLessThan(12);
});
