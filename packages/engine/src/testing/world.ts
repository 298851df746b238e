/**
 * A small world for simulations: a clock, a store, containers, values and child executions, which answer a run's
 * commands (answers.ts) as a seed says, go wrong (faults.ts), and survive the crash of the engine.
 *
 * Its time jumps from one thing to the next: nothing here waits. It complains of every broken promise it sees.
 */
import { isDeepStrictEqual } from "node:util";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { Command } from "../command.ts";
import { commandKey } from "../command-key.ts";
import type { RunEvent } from "../event.ts";
import { outstanding } from "../outstanding.ts";
import { executionInputsUri } from "../paths.ts";
import type { NodeRecord } from "../record.ts";
import type { NodeKey, Run, TimerId } from "../run.ts";
import { isFinished } from "../status.ts";
import { step as engineStep } from "../step.ts";
import type { EventInput } from "./drive.ts";
import type { End, Fate, IsKept } from "./fate.ts";
import { broken, checkState, makeRecordWatch, type RecordWatch } from "./laws.ts";
import { luck } from "./random.ts";
import { mapOf } from "./said.ts";

export type Step = typeof engineStep;

export interface WorldOptions {
  readonly seed: number;
  readonly fate: Fate;
  readonly isKept: IsKept;
  /** A run in which nothing has happened. */
  readonly fresh: () => Run;
  /** Takes a command whose step is committed (answers.ts). */
  readonly accept: (world: World, command: Command) => void;
  /** Of a run that recovers another: what it finds of a node there, and the values that are stored. */
  readonly source?: Source;
  /** Told of each node that came to a breakpoint (debugger.ts). */
  readonly onHold: (world: World, node: NodeKey) => void;
  /** In place of the engine's own: one that is broken on purpose. */
  readonly step?: Step;
}

export interface Source {
  /** Where the values of the other are. */
  readonly root: string;
  readonly values: ReadonlyMap<string, LiteralMap>;
  /** A node that can be taken over. */
  readonly has: (node: string) => Pick<NodeRecord, "inputs" | "outputs"> | undefined;
  /** What its task asked for, of a node that cannot. */
  readonly asked: (node: string) => string | undefined;
}

export interface Container {
  state: "running" | "ended" | "stopped" | "removed";
  readonly node: string;
  readonly attempt: number;
  /** What its task asks for when it ends well: the name of what drive.ts has a plan of. */
  readonly asks?: string | undefined;
  end: End | undefined;
}

export interface World {
  readonly options: WorldOptions;
  readonly step: Step;
  run: Run;
  /** What was committed. */
  readonly journal: RunEvent[];
  readonly watch: RecordWatch;
  /** Stepped, but not committed: the store takes nothing. Later events wait behind it. */
  held: Taken | undefined;
  readonly inbox: EventInput[];
  /** Commands that were issued, in this life of the process. */
  readonly issued: Set<string>;
  readonly timers: Map<TimerId, number>;
  readonly agenda: Item[];
  /** Milliseconds since the world began; the clock on the wall is `skew` ahead. */
  time: number;
  skew: number;
  engineBackAt: number;
  storeBackAt: number;
  valuesBackAt: number;
  isDeaf: boolean;
  losesNext: boolean;
  abortWanted: boolean;
  /** The abort was committed before the run had ended. */
  abortTaken: boolean;
  /** Which life of the process this is. */
  life: number;
  events: number;
  items: number;
  /** By `node#attempt`. */
  readonly containers: Map<string, Container>;
  readonly children: Map<string, "running" | "succeeded" | "failed">;
  readonly values: Map<string, LiteralMap>;
  /** How attempts did end, whatever their fate was. */
  readonly ends: Map<string, End>;
  /** Nodes that have promised to make a result for the cache. */
  readonly reserved: Set<string>;
}

/** An event that was taken in, and what it led to. */
interface Taken {
  readonly event: RunEvent;
  readonly stepped: ReturnType<Step>;
  readonly wasFinished: boolean;
}

interface Item {
  readonly at: number;
  readonly order: number;
  /** The life of the process it goes with; undefined for what does not need us. */
  readonly life: number | undefined;
  readonly act: () => void;
}

export function openWorld(options: WorldOptions): World {
  const run = options.fresh();
  return {
    options,
    step: options.step ?? engineStep,
    run,
    journal: [],
    watch: makeRecordWatch((node) => options.source?.asked(node) !== undefined),
    held: undefined,
    inbox: [],
    issued: new Set(),
    timers: new Map(),
    agenda: [],
    time: 0,
    skew: 1_000_000,
    engineBackAt: 0,
    storeBackAt: 0,
    valuesBackAt: 0,
    isDeaf: false,
    losesNext: false,
    abortWanted: false,
    abortTaken: false,
    life: 0,
    events: 0,
    items: 0,
    containers: new Map(),
    children: new Map(),
    values: new Map([...(options.source?.values ?? []), [executionInputsUri(run.options), mapOf({})]]),
    ends: new Map(),
    reserved: new Set(),
  };
}

/** Has something happen later; with `lives`, only if the process still lives then. */
export function later(world: World, afterMs: number, act: () => void, lives = true): void {
  world.items += 1;
  world.agenda.push({ at: world.time + afterMs, order: world.items, life: lives ? world.life : undefined, act });
}

/** Has something happen later that needs the container engine: when it is there. */
export function atEngine(world: World, afterMs: number, act: () => void): void {
  later(world, Math.max(afterMs, world.engineBackAt - world.time), () => {
    if (world.time < world.engineBackAt) atEngine(world, 0, act);
    else act();
  });
}

/** How long something takes: mostly a moment, now and then long; the same each time for the same. */
export function takesMs(world: World, what: string): number {
  const draw = luck(world.options.seed, what, 1000);
  return draw < 400 ? draw % 4 : draw < 900 ? draw % 300 : draw * 3;
}

/** The next thing happens. False when there is none. */
export function turn(world: World): boolean {
  const item = nextItem(world);
  const timer = nextTimer(world);
  if (timer !== undefined && (item === undefined || timer.at - world.skew <= item.at)) {
    world.time = Math.max(world.time, timer.at - world.skew);
    world.timers.delete(timer.id);
    send(world, { kind: "timerFired", timer: timer.id });
    return true;
  }
  if (item === undefined) return false;
  world.agenda.splice(world.agenda.indexOf(item), 1);
  world.time = Math.max(world.time, item.at);
  item.act();
  return true;
}

function nextItem({ agenda }: World): Item | undefined {
  let next: Item | undefined;
  for (const each of agenda) {
    if (next === undefined || each.at < next.at || (each.at === next.at && each.order < next.order)) next = each;
  }
  return next;
}

function nextTimer({ timers }: World): { id: TimerId; at: number } | undefined {
  let next: { id: TimerId; at: number } | undefined;
  for (const [id, at] of timers) if (next === undefined || at < next.at) next = { id, at };
  return next;
}

/** Sends an event as the shell would: as JSON, through the journal, before anything comes of it. */
export function send(world: World, input: EventInput): void {
  if (world.held !== undefined) {
    world.inbox.push(input);
    return;
  }
  world.events += 1;
  const event: RunEvent = JSON.parse(JSON.stringify({ ...input, at: input.at ?? world.time + world.skew }));
  const wasFinished = isFinished(world.run);
  const stepped = world.step(world.run, event);
  if (wasFinished && stepped.commands.length + stepped.records.length > 0) {
    broken(1, "Something came of a finished run.");
  }
  if (world.losesNext) {
    world.losesNext = false;
    crash(world, true);
  } else if (world.time < world.storeBackAt) {
    world.held = { event, stepped, wasFinished };
    later(world, world.storeBackAt - world.time, () => commitHeld(world));
  } else {
    commit(world, { event, stepped, wasFinished });
  }
}

function commitHeld(world: World): void {
  const { held } = world;
  if (held === undefined) return;
  world.held = undefined;
  commit(world, held);
  const { life } = world;
  for (const input of world.inbox.splice(0)) if (world.life === life) send(world, input);
}

/** Invariant 32: what an event led to is visible with it, and nothing is begun before. */
function commit(world: World, { event, stepped: { commands, records }, wasFinished }: Taken): void {
  world.journal.push(event);
  if (event.kind === "abortRequested") world.abortTaken ||= !wasFinished;
  for (const record of records) {
    world.watch.see(record, world.values);
    if (record.kind === "hold" && record.held !== undefined) world.options.onHold(world, record.node);
  }
  for (const command of commands) issue(world, command);
  checkState(world.run);
  for (const command of outstanding(world.run)) {
    const key = commandKey(command);
    if (!world.issued.has(key)) broken(9, `${key} is waited for, but was never issued.`);
  }
}

function issue(world: World, command: Command): void {
  world.issued.add(commandKey(command));
  world.options.accept(world, command);
}

/** The process dies and comes back: the state from the journal, the commands from the state. */
export function crash(world: World, isAhead = world.held !== undefined): void {
  const { run } = world;
  world.life += 1;
  world.held = undefined;
  world.inbox.length = 0;
  world.timers.clear();
  world.issued.clear();
  const left = world.agenda.filter(({ life }) => life === undefined);
  world.agenda.splice(0, world.agenda.length, ...left);
  world.run = replayed(world);
  // What was stepped but not committed is in the old run only.
  if (!isAhead && !isDeepStrictEqual(world.run, run)) broken(3, "The replayed run differs.");
  recover(world);
}

/** Invariant 3: the journal is the run. */
export function replayed(world: World): Run {
  const run = world.options.fresh();
  for (const event of world.journal) world.step(run, event);
  return run;
}

/** As the run loop does at boot: asks again for what was unanswered, and removes what nobody knows. */
function recover(world: World): void {
  const again = outstanding(world.run);
  const known = new Set(
    again.flatMap((each) =>
      each.kind === "startTask" || each.kind === "stopTask" ? [`${each.node}#${each.attempt}`] : [],
    ),
  );
  for (const [id, container] of world.containers) {
    if (container.state !== "removed" && !known.has(id))
      atEngine(world, 0, () => {
        container.state = "removed";
      });
  }
  if (world.journal.length === 0) send(world, { kind: "started" });
  for (const command of again) issue(world, command);
  if (world.abortWanted && world.run.phase !== "ABORTING" && !isFinished(world.run)) {
    send(world, { kind: "abortRequested", reason: "enough" });
  }
}
