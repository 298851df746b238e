/** For tests: the same workflow, run with the process killed after each of its commits in turn. */
import { cpSync } from "node:fs";
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import type { AttemptSpec } from "../../runner/runner.ts";
import { type Script, scriptedWorld } from "../../runner/scripted.ts";
import { findExecutionById } from "../../store/executions.ts";
import { readJournal } from "../../store/journal.ts";
import { nodeExecutionsOf } from "../../store/node-executions.ts";
import {
  hasEnded,
  makeFolder,
  type Process,
  removeFolder,
  seed,
  seedLaunchPlan,
  seedRecovery,
  startProcess,
  until,
} from "./process.ts";

export interface Outcome {
  readonly phase: string | undefined;
  readonly errorNode: string | null | undefined;
  /** `<phase> <attempt>` by unique node id. */
  readonly nodes: Readonly<Record<string, string>>;
  /** Containers ever made, `<node> <attempt>`, sorted: one that was made twice stands here twice. */
  readonly created: readonly string[];
}

export interface Trial {
  readonly sketch: WorkflowSketch;
  readonly script: (attempt: AttemptSpec) => Script;
  /** Launch plans that its nodes launch, by name. */
  readonly launchPlans?: Readonly<Record<string, WorkflowSketch>>;
  /** The execution recovers one that ran to its end by this script. */
  readonly recovers?: (attempt: AttemptSpec) => Script;
  /** Done once in each process, before anything else can happen. */
  readonly meanwhile?: (process: Process, executionId: number) => void;
}

/** What the workflow comes to undisturbed (first), and for each commit after which its process was killed. */
export async function killedAnywhere(trial: Trial): Promise<Outcome[]> {
  const start = await makeStart(trial);
  const outcomes = [(await runKilled(trial, start, Number.POSITIVE_INFINITY)).outcome];
  for (let commits = 1; ; commits += 1) {
    const { outcome, wasKilled } = await runKilled(trial, start, commits);
    outcomes.push(outcome);
    if (wasKilled) continue;
    removeFolder(start.folder);
    return outcomes;
  }
}

/** A home in which nothing of the execution has happened; each trial has a copy. */
interface Start {
  readonly folder: string;
  readonly id: number;
}

async function makeStart({ sketch, launchPlans = {}, recovers }: Trial): Promise<Start> {
  const folder = makeFolder();
  const seeded = seed(folder, sketch);
  for (const [name, each] of Object.entries(launchPlans)) seedLaunchPlan(folder, name, each);
  return { folder, id: recovers === undefined ? seeded : await ranBefore(folder, seeded, recovers) };
}

/** What is recovered has run to its end, in a world of its own, before anything is killed. */
async function ranBefore(folder: string, id: number, script: (attempt: AttemptSpec) => Script): Promise<number> {
  const process = await startProcess({ folder, world: scriptedWorld(), script });
  process.loop.start(id);
  await until(() => hasEnded(process, id));
  const again = seedRecovery(process.db, id);
  process.kill();
  return again;
}

async function runKilled({ script, meanwhile = () => {} }: Trial, { folder: start, id }: Start, killAfter: number) {
  const folder = makeFolder();
  cpSync(start, folder, { recursive: true });
  const world = scriptedWorld();
  let process = await startProcess({ folder, world, script });
  const wasKilled = await new Promise<boolean>((resolve) => {
    let commits = 0;
    process.db.onCommit(() => {
      commits += 1;
      if (commits === killAfter) resolve(true);
      else if (hasEnded(process, id)) resolve(false);
    });
    meanwhile(process, id);
    process.loop.start(id);
  });
  process.kill();
  process = await startProcess({ folder, world, script });
  meanwhile(process, id);
  await process.loop.recover().strays;
  const { db } = process;
  await until(() => hasEnded(process, id) && world.containers.size === 0);
  const numbers = readJournal(db, id).map((entry) => entry.number);
  if (numbers.some((number, index) => number !== index)) throw new Error(`The journal has gaps: ${numbers.join()}`);
  const row = findExecutionById(db, id);
  const outcome: Outcome = {
    phase: row?.phase,
    errorNode: row?.error_node,
    nodes: Object.fromEntries(
      nodeExecutionsOf(db, id)
        .map((each) => [each.node_id, `${each.phase} ${each.attempt}`] as const)
        .sort(),
    ),
    created: world.created.map((key) => `${key.node} ${key.attempt}`).sort(),
  };
  process.kill();
  removeFolder(folder);
  return { outcome, wasKilled };
}
