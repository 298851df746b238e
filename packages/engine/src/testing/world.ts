/**
 * A small world for simulations: containers, timers and files that answer a run's commands in an order somebody else
 * chooses, repeat themselves, and survive the crash of the engine. It complains of every broken promise it sees.
 */
import { isDeepStrictEqual } from "node:util";
import type { Command } from "../command.ts";
import { commandKey } from "../command-key.ts";
import type { RunEvent, Verdict } from "../event.ts";
import { fnv32a } from "../node-id.ts";
import { outstanding } from "../outstanding.ts";
import type { Run } from "../run.ts";
import { isFinished } from "../status.ts";
import { step } from "../step.ts";
import { type EventInput, resolved, systemError, userError } from "./drive.ts";
import { checkState, makeRecordWatch, type RecordWatch } from "./laws.ts";

export interface World {
  run: Run;
  readonly journal: RunEvent[];
  readonly watch: RecordWatch;
  /** Commands not carried out yet. */
  readonly pool: Map<string, Command>;
  /** Container by `node#attempt`: whether it is gone, and how it ended. */
  readonly containers: Map<string, "running" | "ended" | "stopped" | "removed">;
  now: number;
}

/** How attempts end: the same for the same node and attempt, whatever else happens. */
export type Fate = (node: string, attempt: number) => "succeed" | "user" | "system" | "permanent";

/** `harshness` of 100 attempts fail, one way or another. */
export function fateOf(seed: number, harshness: number): Fate {
  return (node, attempt) => {
    const draw = fnv32a(`${seed}/${node}/${attempt}`) % 100;
    if (draw >= harshness) return "succeed";
    return (["user", "system", "permanent"] as const)[draw % 3] ?? "user";
  };
}

export function openWorld(run: Run): World {
  return { run, journal: [], watch: makeRecordWatch(), pool: new Map(), containers: new Map(), now: 1000 };
}

/** Sends an event as the shell would: through the journal, as JSON. */
export function send(world: World, input: EventInput): void {
  world.now += 1;
  const event: RunEvent = JSON.parse(JSON.stringify({ ...input, at: input.at ?? world.now }));
  const wasFinished = isFinished(world.run);
  const { commands, records } = step(world.run, event);
  if (wasFinished && commands.length + records.length > 0) throw new Error("Something came of a finished run.");
  world.journal.push(event);
  for (const record of records) world.watch.see(record);
  for (const command of commands) accept(world, command);
  checkState(world.run);
}

function accept(world: World, command: Command): void {
  const { pool, containers } = world;
  if (command.kind === "clearTimer") {
    pool.delete(`setTimer|${command.timer}`);
  } else if (command.kind === "removeTask") {
    const id = `${command.node}#${command.attempt}`;
    if (containers.get(id) === "running") throw new Error(`${id} was removed while it ran.`);
    containers.set(id, "removed");
    pool.delete(`startTask|${command.node}|${command.attempt}`);
    pool.delete(`stopTask|${command.node}|${command.attempt}`);
  } else {
    if (command.kind === "startTask") checkStart(world, command.node, command.attempt);
    pool.set(commandKey(command), command);
  }
}

/** Invariant 7: attempts come one after the other, without gaps. */
function checkStart({ containers }: World, node: string, attempt: number): void {
  for (let before = 0; before < attempt; before += 1) {
    const state = containers.get(`${node}#${before}`);
    if (state !== "removed") throw new Error(`${node}#${attempt} started while ${node}#${before} was ${state}.`);
  }
}

/** Carries one command of the pool out; `choice` says which, and how far. */
export function answer(world: World, fate: Fate, choice: number): void {
  const command = [...world.pool.values()][choice % world.pool.size];
  if (command === undefined) return;
  switch (command.kind) {
    case "resolveInputs":
      world.pool.delete(commandKey(command));
      send(world, resolved(command));
      return;
    case "copyOutputs":
      world.pool.delete(commandKey(command));
      send(world, { kind: "outputsCopied", node: command.node, written: true });
      return;
    case "awaitSignal": {
      const { node, attempt } = command;
      const rejected = fate(node, attempt) === "permanent";
      world.pool.delete(commandKey(command));
      send(world, { kind: "signalReceived", node, attempt, ...(rejected && { error: userError }) });
      return;
    }
    case "launchChild": {
      const { node, attempt } = command;
      if (choice % 3 === 0) {
        send(world, { kind: "childLaunched", node, attempt });
        return;
      }
      const succeeds = fate(node, attempt) === "succeed";
      world.pool.delete(commandKey(command));
      const outcome = succeeds ? ({ kind: "succeeded" } as const) : ({ kind: "failed", error: userError } as const);
      send(world, { kind: "childEnded", node, attempt, outcome });
      return;
    }
    case "terminateChild": {
      const { node, attempt } = command;
      world.pool.delete(commandKey(command));
      send(world, { kind: "childEnded", node, attempt, outcome: { kind: "failed", error: userError } });
      return;
    }
    case "setTimer":
      world.pool.delete(commandKey(command));
      world.now = Math.max(world.now, command.at);
      send(world, { kind: "timerFired", timer: command.timer });
      return;
    case "startTask":
      advance(world, fate, command.node, command.attempt, choice);
      return;
    case "stopTask": {
      const id = `${command.node}#${command.attempt}`;
      world.pool.delete(commandKey(command));
      world.containers.set(id, "stopped");
      send(world, { kind: "taskStopped", node: command.node, attempt: command.attempt });
      return;
    }
    case "removeTask":
    case "clearTimer":
      throw new Error(`${command.kind} was left in the pool.`);
  }
}

function advance(world: World, fate: Fate, node: string, attempt: number, choice: number): void {
  const id = `${node}#${attempt}`;
  if (!world.containers.has(id)) {
    world.containers.set(id, "running");
    send(world, { kind: "taskReported", node, attempt, phase: "QUEUED", reason: "submitted" });
  } else if (world.containers.get(id) === "running" && choice % 7 === 0) {
    send(world, { kind: "taskReported", node, attempt, phase: "RUNNING", reason: `still going ${choice % 3}` });
  } else if (world.containers.get(id) !== "stopped") {
    world.containers.set(id, "ended");
    send(world, { kind: "taskEnded", node, attempt, verdict: verdictOf(fate(node, attempt)) });
  }
}

function verdictOf(fate: ReturnType<Fate>): Verdict {
  if (fate === "succeed") return { kind: "succeeded", outputs: undefined };
  return { kind: "failed", error: fate === "system" ? systemError : userError, retryable: fate !== "permanent" };
}

/** The engine dies and comes back: the state from the journal, the commands from the state. */
export function crash(world: World, fresh: () => Run): void {
  const replayed = fresh();
  for (const event of world.journal) step(replayed, event);
  if (!isDeepStrictEqual(replayed, world.run)) throw new Error("The replayed run differs.");
  const again = outstanding(replayed);
  for (const key of again.map(commandKey)) {
    if (!world.pool.has(key)) throw new Error(`${key} was answered, but is still waited for.`);
  }
  world.run = replayed;
  world.pool.clear();
  for (const command of again) world.pool.set(commandKey(command), command);
}

/** Answers everything, first come first served, until nothing is left to answer. */
export function finish(world: World, fate: Fate): void {
  for (let turns = 0; !isFinished(world.run); turns += 1) {
    if (world.pool.size === 0) throw new Error("The run waits for nothing.");
    if (turns > 100_000) throw new Error("The run does not end.");
    answer(world, fate, turns);
  }
  for (const [id, state] of world.containers) if (state !== "removed") throw new Error(`${id} was left ${state}.`);
}
