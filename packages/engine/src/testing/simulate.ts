/** One case of a simulation from its start to its end, and what must hold there. */
import { closureOf } from "@skein/compiler/testing/closure";
import { makePlan } from "../make-plan.ts";
import { executionRoot } from "../paths.ts";
import { planRerun, type RerunPlan } from "../plan-rerun.ts";
import { createRun } from "../run.ts";
import { isFinished } from "../status.ts";
import { accept } from "./answers.ts";
import type { Case } from "./case.ts";
import { type Course, compare, type Seen, same } from "./compare.ts";
import { debug } from "./debugger.ts";
import { dynamicPlansOf } from "./drive.ts";
import { fateOf, keptOf } from "./fate.ts";
import { happen } from "./faults.ts";
import { broken, type RecordWatch } from "./laws.ts";
import { type OracleSource, outcomeOf } from "./oracle.ts";
import { luck } from "./random.ts";
import { saidOf } from "./said.ts";
import { crash, openWorld, type Source, type Step, send, turn, type World } from "./world.ts";

/** No case of ours is as long; a run that goes round in circles is. */
const longest = 20_000;

/**
 * Plays the case.
 *
 * @param step in place of the engine's own: one that is broken on purpose
 * @throws LawBroken, or whatever the engine throws
 */
export function simulate(each: Case, step?: Step): World {
  return simulateFrom(each, { step });
}

/**
 * Plays the case, then recovers what it came to, most of what failed having been put right; now and then something of
 * it is lost meanwhile, or a node is to run again.
 */
export function simulateRecovery(each: Case): World {
  const first = simulate(each);
  const has = (node: string) => {
    const record = first.watch.newest.get(node);
    const isDone = record?.phase === "SUCCEEDED" || record?.phase === "RECOVERED";
    return isDone && luck(each.seed, `lost ${node}`, 20) > 0 ? record : undefined;
  };
  const done = [...first.watch.newest.keys()].filter((node) => has(node) !== undefined);
  const again = done[luck(each.seed, "again", 2 * done.length + 1)];
  const plan = planRerun(
    first.run.options.plan,
    {
      source: first.run.options.execution,
      from: again === undefined ? undefined : first.watch.newest.get(again)?.path,
      changedInputs: new Set(),
    },
    (node) => {
      const record = first.watch.newest.get(node);
      if (record === undefined) return undefined;
      return { phase: has(node) === undefined ? "FAILED" : record.phase, hasOutputs: true };
    },
  );
  const asked = (node: string) => (has(node) === undefined ? first.watch.asked.get(node) : undefined);
  const source: Source = { root: executionRoot(first.run.options), values: first.values, has, asked };
  const later = { ...each, seed: each.seed + 1, harshness: each.harshness > 40 ? 20 : 0 };
  const world = simulateFrom(later, { source, sets: plan.sets });
  checkPlan(world, plan);
  return world;
}

/** What was planned is what was done, as far as the run came. */
function checkPlan({ watch }: World, { nodes }: RerunPlan): void {
  for (const { node, fate, why } of nodes) {
    const phase = watch.newest.get(node)?.phase;
    if (phase === undefined) continue;
    if ((phase === "RECOVERED") !== (fate === "reused")) broken(20, `${node} is ${phase}; the plan was: ${why}.`);
  }
}

interface Setting {
  readonly step?: Step | undefined;
  readonly source?: Source;
  readonly sets?: RerunPlan["sets"];
}

function simulateFrom(each: Case, { step, source, sets }: Setting): World {
  const plan = makePlan(closureOf(each.sketch, each.taskRetries));
  const options = {
    project: "p",
    domain: "d",
    execution: source === undefined ? "f1" : "f2",
    ...(sets && { recovery: { source: "f1", ...sets } }),
    plan,
    dynamicPlan: dynamicPlansOf(each.sketch, each.taskRetries),
    maxParallelism: each.maxParallelism,
    rawOutputPrefix: "s3://my-s3-bucket/raw",
    metadataPrefix: "s3://my-s3-bucket/metadata/propeller",
  };
  const fate = fateOf(each.seed, each.harshness);
  const fresh = () => createRun(options);
  const isKept = keptOf(each.cacheSeed);
  const world = openWorld({
    ...{ seed: each.seed, fate, isKept, fresh, accept, onHold: debug },
    ...(step && { step }),
    ...(source && { source }),
  });
  play(world, each);
  checkEnd(world, each);
  return world;
}

function play(world: World, { faults, sketch }: Case): void {
  const left = faults.toSorted((a, b) => a.after - b.after);
  send(world, { kind: "started" });
  for (let turns = 0; ; turns += 1) {
    if (turns > longest) broken(34, "The run does not end.");
    for (; left[0] !== undefined && left[0].after <= world.events; left.shift()) happen(world, left[0], sketch);
    // What is said late, of what is over, must change nothing.
    if (!turn(world)) break;
  }
  if (!isFinished(world.run)) broken(9, "The run waits for nothing.");
}

/** Invariants 1, 3, 16, 24, 25, 28, 30, and what the oracle says. */
function checkEnd(world: World, each: Case): void {
  for (const [id, { state, node }] of world.containers) {
    if (state !== "removed" && node !== "ghost") broken(24, `${id} was left ${state}.`);
  }
  for (const [id, state] of world.children) if (state === "running") broken(27, `The execution of ${id} was left.`);
  for (const [id, phase] of [...world.watch.nodes, ...world.watch.attempts]) {
    if (phase === "RUNNING" || phase === "QUEUED" || phase === "DYNAMIC_RUNNING") broken(1, `${id} was left ${phase}.`);
  }
  for (const node of world.reserved) broken(28, `${node} never gave its reservation back.`);
  for (const [id, phase] of world.watch.subNodes) {
    if (phase === "RUNNING" || phase === "QUEUED") broken(1, `${id} was left ${phase}.`);
  }
  checkPhase(world);
  checkOutcome(world, each);
  checkRecovered(world, each);
  crash(world);
  while (turn(world)) if (!isFinished(world.run)) broken(3, "The run is not over after a restart.");
  for (const [id, { state }] of world.containers) if (state !== "removed") broken(25, `${id} was left ${state}.`);
}

function checkPhase({ run, watch, abortWanted, abortTaken }: World): void {
  if (abortTaken && run.phase !== "ABORTED") broken(34, `The run was aborted, but is ${run.phase}.`);
  switch (run.phase) {
    case "ABORTED":
      if (!abortWanted) broken(16, "The run was aborted, by nobody.");
      return;
    case "FAILED":
      if (run.error === undefined) broken(16, "The run failed without an error.");
      return;
    case "SUCCEEDED":
      if (run.error !== undefined) broken(16, "The run succeeded with an error.");
      // Arms that were not taken are skipped.
      for (const [node, { phase }] of watch.newest) {
        const isGood =
          phase === "SUCCEEDED" || phase === "RECOVERED" || phase === "SKIPPED" || isOfEarlierAttempt(watch, node);
        if (!isGood) broken(16, `${node} is ${phase}.`);
      }
      return;
    default:
      broken(16, `The run ended ${run.phase}.`);
  }
}

/** Whether it stood inside an attempt of a node that was made anew since. */
function isOfEarlierAttempt({ newest }: Pick<RecordWatch, "newest">, node: string): boolean {
  const { parent, retryGroup } = newest.get(node) ?? {};
  if (parent === undefined) return false;
  return Number(retryGroup) < (newest.get(parent)?.attempt ?? 0) || isOfEarlierAttempt({ newest }, parent);
}

/** What happened on the way that makes the outcome depend on when. */
function courseOf({ run, journal }: World, { sketch }: Case): Course | "timed" {
  const haveElementsDeadlines = /"maps":\{[^}]*"timeoutMs":[1-9]/.test(JSON.stringify(sketch));
  const deadlines = haveElementsDeadlines ? /^(active|execution|array)\|/ : /^(active|execution)\|/;
  const isTimed = journal.some((event) => event.kind === "timerFired" && deadlines.test(event.timer));
  if (isTimed || run.givenUp) return "timed";
  return run.phase === "ABORTED" || sketch.failAfter !== true ? "cut short" : "free";
}

/** §1.9 A run that recovers another, and has succeeded, says what one says in which nothing failed. */
function checkRecovered({ options, run, watch, values }: World, { sketch, taskRetries }: Case): void {
  const last = watch.last();
  if (options.source === undefined || run.phase !== "SUCCEEDED" || last?.kind !== "execution") return;
  // Of an array that need not be whole, what failed is not made again.
  if (/"(minSuccesses|minRatio)"/.test(JSON.stringify(sketch))) return;
  const clean = outcomeOf(sketch, { fate: () => "succeed", isKept: options.isKept, taskRetries });
  same("The run", last.outputs === undefined ? undefined : saidOf(values.get(last.outputs)), clean.outputs);
}

function checkOutcome(world: World, each: Case): void {
  const course = courseOf(world, each);
  if (course === "timed") return;
  const luck = fateOf(each.seed, each.harshness);
  // Containers that were removed, or ended by the end of their engine, ended otherwise than they were to.
  const fate = (node: string, attempt: number) => world.ends.get(`${node}#${attempt}`) ?? luck(node, attempt);
  const isKept = keptOf(each.cacheSeed);
  const expected = outcomeOf(each.sketch, { fate, isKept, taskRetries: each.taskRetries, ...oracleSource(world) });
  compare(seenOf(world), expected, course);
}

function oracleSource({ options: { source }, run }: World): { source?: OracleSource } {
  const { recovery } = run.options;
  if (source === undefined || recovery === undefined) return {};
  const says = (key: string) => {
    const record = source.has(key);
    return record && saidOf(source.values.get(record.outputs ?? ""));
  };
  const hasAsked = (key: string) => source.asked(key) !== undefined;
  return { source: { says, hasAsked, rerun: recovery.rerun, enter: recovery.enter } };
}

function seenOf({ run, watch, values }: World): Seen {
  const last = watch.last();
  const outputs = last?.kind === "execution" ? last.outputs : undefined;
  const read = (uri: string | undefined) => (uri === undefined ? undefined : saidOf(values.get(uri)));
  return {
    phase: run.phase,
    errorNode: run.errorNode,
    outputs: read(outputs),
    nodes: new Map(
      [...watch.newest].map(([node, { phase, outputs: uri }]) => [node, { phase, says: read(uri) }] as const),
    ),
    attempts: new Set(watch.attempts.keys()),
  };
}
