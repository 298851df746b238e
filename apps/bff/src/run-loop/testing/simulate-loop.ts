/**
 * A case of the engine's simulation, through the real run loop and a real store: processes that are killed and come
 * back, executions of their own for launch plan nodes, signals in their table. Only containers and time are made up.
 */
import { join } from "node:path";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import type { Case, Fault } from "@skein/engine/testing/case";
import { type Course, compare, type Seen } from "@skein/engine/testing/compare";
import { type Fate, fateOf } from "@skein/engine/testing/fate";
import { broken } from "@skein/engine/testing/laws";
import { outcomeOf } from "@skein/engine/testing/oracle";
import { saidOf } from "@skein/engine/testing/said";
import Sqlite from "better-sqlite3";
import { type ScriptedWorld, scriptedWorld } from "../../runner/scripted.ts";
import { findExecutionById } from "../../store/executions.ts";
import { readJournal } from "../../store/journal.ts";
import { nodeExecutionsOf } from "../../store/node-executions.ts";
import { taskExecutionsOf } from "../../store/task-executions.ts";
import { openValues } from "../values.ts";
import { asLoopRuns, childSketch, scriptOf, setSignals } from "./loop-case.ts";
import { hasEnded, memoryFolder, type Process, removeFolder, seed, seedLaunchPlan, startProcess } from "./process.ts";
import { drawnValues, type HandClock, handClock, inMemory } from "./simulated-world.ts";

export interface Home {
  readonly case: Case;
  readonly sketch: WorkflowSketch;
  readonly folder: string;
  readonly id: number;
  readonly fate: Fate;
  readonly clock: HandClock;
  readonly world: ScriptedWorld;
  readonly files: Map<string, Uint8Array>;
  process: Process;
  /** Of all processes so far. */
  commits: number;
  valuesBackAt: number;
  isAborted: boolean;
}

/** @throws LawBroken, or whatever was thrown on the way */
export async function simulateLoop(each: Case): Promise<void> {
  const folder = memoryFolder();
  const fate = fateOf(each.seed, each.harshness);
  const sketch = asLoopRuns(each.sketch, fate);
  const id = seed(folder, sketch, each.taskRetries);
  seedLaunchPlan(folder, "lp", childSketch);
  const parts = { case: each, sketch, folder, id, fate, clock: handClock() };
  const home = { ...parts, world: scriptedWorld(), files: new Map(), commits: 0, valuesBackAt: 0, isAborted: false };
  const opened: Home = Object.assign(home, { process: await boot(home) });
  try {
    opened.process.loop.start(id);
    await play(opened);
    await check(opened);
  } finally {
    opened.process.kill();
    removeFolder(folder);
  }
}

async function boot(home: Omit<Home, "process">): Promise<Process> {
  const { folder, world, clock, files } = home;
  const process: Process = await startProcess({
    folder,
    world,
    clock,
    files: inMemory(files),
    values: drawnValues(() => clock.now() < home.valuesBackAt),
    script: (attempt) => scriptOf(home, process.db, attempt),
  });
  process.db.onCommit(() => {
    home.commits += 1;
  });
  return process;
}

async function play(home: Home): Promise<void> {
  const left = home.case.faults.toSorted((a, b) => a.after - b.after);
  for (let turns = 0; !isOver(home); turns += 1) {
    if (turns > 5000) broken(34, "The run does not end.");
    // One commit at a time, so that a fault can come between any two.
    const moved = await oneCommit(home);
    for (; left[0] !== undefined && left[0].after <= home.commits; left.shift()) await happen(home, left[0]);
    if (moved || setSignals(home) || home.clock.leap()) continue;
    // The store is asked again by the clock on the wall.
    if (home.process.loop.refusal() === undefined) broken(9, "The run waits for nothing.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const isOver = ({ process, id, world }: Home): boolean => hasEnded(process, id) && world.containers.size === 0;

/** Waits until something is committed, or nothing is under way any more. */
async function oneCommit(home: Home): Promise<boolean> {
  const before = home.commits;
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (home.commits !== before) return true;
  }
  return false;
}

async function happen(home: Home, fault: Fault): Promise<void> {
  const { process, clock, id } = home;
  switch (fault.kind) {
    case "crash":
      // What is taken in until then is lost with the process.
      if (fault.loses) await whileStoreRefuses(home, () => oneCommit(home));
      await restart(home);
      return;
    case "engineGone":
      process.runner.setReachable(false);
      clock.wakeAt(clock.now() + fault.ms, () => home.process.runner.setReachable(true));
      return;
    case "valuesGone":
      // An execution that is given up is a case of its own.
      home.valuesBackAt = clock.now() + Math.min(fault.ms, 60_000);
      return;
    case "storeGone":
      await whileStoreRefuses(home, () => oneCommit(home));
      return;
    case "clockJumps":
      clock.jump(fault.ms);
      return;
    case "abort":
      home.isAborted ||= !hasEnded(process, id);
      process.loop.abort(id, "enough");
      return;
    // What a runner says late, twice or wrongly, and who holds nodes, is played in the engine's own simulation.
    case "breakpoint":
    case "breakpointGone":
    case "repeat":
    case "foreign":
    case "deaf":
    case "vanish":
    case "ghost":
      return;
  }
}

async function whileStoreRefuses({ folder }: Home, work: () => Promise<unknown>): Promise<void> {
  const other = new Sqlite(join(folder, "skein.db"));
  other.exec("CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  await work();
  other.exec("DROP TRIGGER refuse");
  other.close();
}

async function restart(home: Home): Promise<void> {
  home.process.kill();
  home.world.reachable = true;
  home.process = await boot(home);
  await home.process.loop.recover().strays;
  if (home.isAborted) home.process.loop.abort(home.id, "enough");
}

async function check(home: Home): Promise<void> {
  const { process, id, world, fate, sketch, case: each } = home;
  const numbers = readJournal(process.db, id).map((entry) => entry.number);
  if (numbers.some((number, index) => number !== index)) broken(30, `The journal has gaps: ${numbers.join()}`);
  const created = world.created.map((key) => `${key.execution} ${key.node}#${key.attempt}`);
  if (new Set(created).size !== created.length) broken(30, `An attempt ran twice: ${created.sort().join()}`);
  const seen = await look(home);
  const course: Course = seen.phase === "ABORTED" || sketch.failAfter !== true ? "cut short" : "free";
  if (seen.phase === "ABORTED" && !home.isAborted) broken(16, "The run was aborted, by nobody.");
  compare(seen, outcomeOf(sketch, { fate, isKept: () => false, taskRetries: each.taskRetries }), course);
}

async function look({ process: { db, blobs }, id }: Home): Promise<Seen> {
  const row = findExecutionById(db, id);
  const stored = openValues(blobs);
  const read = async (uri: string | null | undefined) => (uri ? saidOf(await stored.read(uri)) : undefined);
  const nodes = new Map<string, { phase: string; says: Awaited<ReturnType<typeof read>> }>();
  const attempts = new Set<string>();
  for (const node of nodeExecutionsOf(db, id)) {
    nodes.set(node.node_id, { phase: node.phase, says: await read(node.output_uri) });
    for (const { retry_attempt } of taskExecutionsOf(db, node.id)) attempts.add(`${node.node_id}#${retry_attempt}`);
  }
  const { phase = "UNDEFINED", error_node: errorNode, outputs_uri: outputs } = row ?? {};
  return { phase, errorNode: errorNode ?? undefined, outputs: await read(outputs), nodes, attempts };
}
