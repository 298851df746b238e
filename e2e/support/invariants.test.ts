/**
 * The invariants of execution.md §10 and where each is kept: checked by the simulation after every step or at its end
 * (packages/engine/src/testing, apps/bff/src/run-loop/testing), or by a test of its own. Each place names the number.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const engine = "packages/engine/src";
const laws = `${engine}/testing/laws.ts`;
const compare = `${engine}/testing/compare.ts`;
const answers = `${engine}/testing/answers.ts`;
const world = `${engine}/testing/world.ts`;
const simulate = `${engine}/testing/simulate.ts`;
const simulation = `${engine}/simulation.test.ts`;
const loop = "apps/bff/src/run-loop";
const simulateLoop = `${loop}/testing/simulate-loop.ts`;
const docker = "apps/bff/src/runner/docker/docker-runner.docker.test.ts";
const crash = "e2e/journeys/crash.spec.ts";

test.each<[number, string, ...string[]]>([
  [1, "terminal phases are absorbing", laws, world, simulate],
  [2, "every entity walks its graph, once", laws],
  [3, "replaying the journal gives the same state", world],
  [4, "step is total", `${engine}/totality.test.ts`],
  [5, "counters equal a recount", laws],
  [6, "starts follow readiness", laws],
  [7, "one live attempt, the next when it is gone", answers, `${engine}/attempts.test.ts`],
  [8, "parallelism is kept, and used", laws, `${engine}/parallelism.test.ts`],
  [9, "no wake-up is lost", laws, world, simulateLoop],
  [10, "all orders come to the same", simulation, compare],
  [11, "no execution starves another", `${loop}/turn.test.ts`],
  [12, "budgets hold, attempts have no gaps", laws, compare],
  [13, "a success or a permanent failure is the last attempt", compare],
  [14, "failure policies", compare],
  [15, "what is skipped, and what is not", laws],
  [16, "phases of executions have their reasons", laws, simulate, compare],
  [17, "the failure node runs once, last, and never on abort", laws, `${engine}/failure-node.test.ts`],
  [18, "no deadline after the end", `${engine}/timers.test.ts`],
  [19, "files are there before records name them", laws],
  [20, "consumers read what producers wrote", answers, compare],
  [21, "attempts write apart", `${engine}/attempts.test.ts`],
  [22, "outputs of arrays are as long as their inputs", `${engine}/testing/kinds.ts`, `${loop}/arrays.test.ts`],
  [23, "literals are carried exactly", `${engine}/msgpack.test.ts`, `${engine}/inputs.test.ts`],
  [24, "no container, mount or directory is left", simulate, docker, crash],
  [25, "strays go, lost containers are missed", simulate, docker],
  [26, "no more is admitted than there is", "apps/bff/src/runner/ledger.test.ts"],
  [27, "one child for each attempt", answers, `${loop}/children.test.ts`],
  [28, "one owner of a reservation", `${loop}/cache.test.ts`],
  [29, "one artifact for each tag", `${loop}/cache.test.ts`],
  [30, "a crash anywhere changes nothing", simulateLoop, `${loop}/simulation.test.ts`, crash],
  [31, "commands are the same when issued again", `${engine}/command-failure.test.ts`],
  [32, "nothing is begun before it is committed", world, `${loop}/failures.test.ts`],
  [33, "a clock that jumps only moves timers", laws, `${engine}/timers.test.ts`],
  [34, "an abort ends in bounded steps", simulate, simulateLoop],
  [35, "memory and cost do not grow with what is over", `${engine}/failure.test.ts`, `${loop}/failures.test.ts`],
  [36, "who sleeps costs nothing", `${loop}/timers.test.ts`],
])("§10.%i %s", (number, _, ...places) => {
  const named = new RegExp(
    `§10\\.${number}\\b|broken\\(\\s*(?:\\w+ === \\w+ \\? )?${number}\\b|Invariants? [\\d, ]*\\b${number}\\b`,
  );
  for (const place of places) expect(named.test(readFileSync(join(root, place), "utf8")), place).toBe(true);
});
