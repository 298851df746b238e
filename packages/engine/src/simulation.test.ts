import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { isFinished } from "./status.ts";
import { runOf } from "./testing/drive.ts";
import { outcomeOf } from "./testing/oracle.ts";
import { answer, crash, type Fate, fateOf, finish, openWorld, send, type World } from "./testing/world.ts";

// Seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Ids whose alphabetical order is not that of the list: n0, n5, n10, n15, … */
const anyWorkflow = (depth: number, timeouts: boolean): fc.Arbitrary<WorkflowSketch> =>
  fc
    .record({
      nodes: fc.array(anyNode(depth, timeouts), { maxLength: depth === 0 ? 3 : 7 }),
      handler: fc.option(anyNode(depth, timeouts), { freq: 2, nil: undefined }),
    })
    .map(({ nodes, handler }) => ({
      nodes: nodes.map(named),
      outputs: nodes.length > 0 && nodes.length % 2 === 0 ? ["n0"] : [],
      ...(handler !== undefined &&
        handler.sleepMs === undefined &&
        handler.gate === undefined && { onFailure: { ...named(handler, 0), id: "efn" } }),
    }));

/** An id that no hash makes ambiguous, and earlier nodes as far as there are any. */
const named = ({ earlier, arms, ...node }: AnyNode, index: number): NodeSketch => {
  const after = [...new Set(index === 0 ? [] : earlier.map((each) => `n${(each % index) * 5}`))];
  if (arms === undefined) return { ...node, id: `n${index * 5}`, after };
  // Arms read nodes of the workflow, which the branch itself need not wait for; only what they read orders them.
  const inner = arms.map((arm, each) => {
    const isReading = arm.sleepMs === undefined && arm.arms === undefined && (arm.gate ?? "approve") === "approve";
    return { ...named(isReading ? arm : { ...arm, earlier: [] }, index), id: `a${each}` };
  });
  return { ...node, id: `n${index * 5}`, after, arms: inner };
};

type AnyNode = Omit<NodeSketch, "id" | "arms"> & { earlier: number[]; arms?: AnyNode[] };

const anyNode = (depth: number, timeouts: boolean): fc.Arbitrary<AnyNode> =>
  fc
    .record({
      earlier: fc.array(fc.nat(6), { maxLength: 3 }),
      retries: fc.nat(2),
      timeoutMs: timeouts ? fc.constantFrom(0, 1, 5000) : fc.constant(0),
      work: fc.constantFrom<Pick<NodeSketch, "sleepMs" | "echo" | "gate" | "launches">>(
        { launches: "lp" },
        { launches: "lp" },
        { gate: "sleep" },
        { gate: "approve" },
        { gate: "signal" },
        {},
        {},
        {},
        { sleepMs: 0 },
        { sleepMs: 1500 },
        { echo: true },
      ),
      inside: depth === 0 ? fc.constant(undefined) : fc.option(anyWorkflow(depth - 1, timeouts), { nil: undefined }),
      branch: depth === 0 ? fc.constant(undefined) : fc.option(anyBranch(depth - 1, timeouts), { nil: undefined }),
    })
    .map(({ inside, branch, work, ...node }) => {
      if (inside !== undefined) return { ...node, inside };
      return branch === undefined ? { ...node, ...work } : { ...node, ...branch };
    });

const anyBranch = (depth: number, timeouts: boolean) =>
  fc
    .record({
      arms: fc.array(anyNode(depth, timeouts), { minLength: 1, maxLength: 3 }),
      takes: fc.nat(3),
      hasElse: fc.boolean(),
    })
    .map((branch) => ({ ...branch, hasElse: branch.hasElse && branch.arms.length > 1 }));

const anyChoices = fc.array(fc.nat(10_000), { maxLength: 60 });

/** Plays the choices: mostly answers, sometimes an event once more, a foreign one, or a crash. */
function play(world: World, fate: Fate, choices: readonly number[], fresh: () => ReturnType<typeof runOf>): void {
  send(world, { kind: "started" });
  for (const choice of choices) {
    const again = world.journal[choice % world.journal.length];
    if (choice % 10 === 0 && again !== undefined) send(world, again);
    else if (choice % 10 === 1) send(world, { kind: "taskStopped", node: "n5-7", attempt: choice % 3 });
    else if (choice % 10 === 2) crash(world, fresh);
    else if (choice % 10 === 3) send(world, { kind: "timerFired", timer: "execution|n5|0" });
    else if (world.pool.size > 0) answer(world, fate, choice);
  }
}

const budget = { numRuns: 150 };

test("any order of events comes to what a walk by hand comes to, when failures let the others finish", () => {
  const anyCase = fc.record({
    sketch: anyWorkflow(2, false),
    choices: anyChoices,
    seed: fc.nat(),
    harshness: fc.constantFrom(0, 10, 40, 70),
    maxParallelism: fc.nat(3),
  });
  fc.assert(
    fc.property(anyCase, ({ sketch, choices, seed, harshness, maxParallelism }) => {
      const fresh = () => runOf({ ...sketch, failAfter: true }, { maxParallelism });
      const world = openWorld(fresh());
      const fate = fateOf(seed, harshness);
      play(world, fate, choices, fresh);
      finish(world, fate);
      const expected = outcomeOf(sketch, fate);
      expect(new Map([...world.watch.nodes].sort())).toEqual(new Map([...expected.phases].sort()));
      for (const [node, attempt] of expected.attempts) {
        expect(world.watch.attempts.has(`${node}#${attempt}`)).toBe(true);
        expect(world.watch.attempts.has(`${node}#${attempt + 1}`)).toBe(false);
      }
      expect(world.run.phase).toBe(expected.failedNode === undefined ? "SUCCEEDED" : "FAILED");
      expect(world.run.errorNode).toBe(expected.failedNode);
      crash(world, fresh);
    }),
    budget,
  );
});

test("with timeouts, immediate failure and an abort at any point, every run ends, with nothing left behind", () => {
  const anyCase = fc.record({
    sketch: anyWorkflow(2, true),
    failAfter: fc.boolean(),
    choices: anyChoices,
    abortAt: fc.option(fc.nat(60), { nil: undefined }),
    seed: fc.nat(),
    harshness: fc.constantFrom(0, 10, 40),
    maxParallelism: fc.nat(3),
  });
  fc.assert(
    fc.property(anyCase, ({ sketch, failAfter, choices, abortAt, seed, harshness, maxParallelism }) => {
      const fresh = () => runOf({ ...sketch, failAfter }, { maxParallelism });
      const world = openWorld(fresh());
      const fate = fateOf(seed, harshness);
      play(world, fate, choices.slice(0, abortAt), fresh);
      const isAborted = abortAt !== undefined && !isFinished(world.run);
      if (abortAt !== undefined) {
        send(world, { kind: "abortRequested", reason: "enough" });
        play(world, fate, choices.slice(abortAt), fresh);
      }
      finish(world, fate);
      crash(world, fresh);
      const phases = [...world.watch.nodes.values()];
      expect(phases).not.toContain("RUNNING");
      expect(phases).not.toContain("QUEUED");
      expect([...world.watch.attempts.values()].filter((each) => each === "RUNNING" || each === "QUEUED")).toEqual([]);
      if (isAborted) expect(world.run.phase).toBe("ABORTED");
      else expect(world.run.phase).toBe(world.run.error === undefined ? "SUCCEEDED" : "FAILED");
      if (world.run.phase === "SUCCEEDED") {
        // Arms that were not taken are skipped.
        expect(phases.filter((each) => each !== "SUCCEEDED" && each !== "SKIPPED")).toEqual([]);
      }
    }),
    budget,
  );
});

test("where no task fails all orders lead to the same records of nodes, whatever the parallelism", () => {
  fc.assert(
    fc.property(anyWorkflow(2, false), anyChoices, fc.nat(4), (sketch, choices, maxParallelism) => {
      const fate = fateOf(0, 0);
      const ends = [0, maxParallelism].map((parallelism) => {
        // A branch may fail for want of an arm.
        const fresh = () => runOf({ ...sketch, failAfter: true }, { maxParallelism: parallelism });
        const world = openWorld(fresh());
        play(world, fate, parallelism === 0 ? [] : choices, fresh);
        finish(world, fate);
        return new Map([...world.watch.nodes].sort());
      });
      expect(ends[1]).toEqual(ends[0]);
    }),
    { numRuns: 100 },
  );
});
