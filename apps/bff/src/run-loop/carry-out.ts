/**
 * Carrying commands out: the only place where a run meets the world.
 *
 * Every command may be carried out again. What fails for a reason of ours (a full disk, an unreadable file) becomes an
 * event too: the engine issues the command again after a pause, and ends a run that makes no progress.
 */

import { create } from "@bufbuild/protobuf";
import type { Command } from "@skein/engine/command";
import { commandKey } from "@skein/engine/command-key";
import type { RunError, RunEvent } from "@skein/engine/event";
import { find, testCondition } from "@skein/engine/find";
import { isRunError } from "@skein/engine/inputs";
import { outstanding } from "@skein/engine/outstanding";
import { endNodeId } from "@skein/engine/plan-ids";
import type { TaskKey } from "@skein/engine/run";
import { type LiteralMap, LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { assertNever } from "@skein/spec/never";
import type { Log } from "../log.ts";
import type { Runner } from "../runner/runner.ts";
import type { Database } from "../store/database.ts";
import { saveExecutionValues } from "../store/execution-values.ts";
import { ensureSignal, signalValueOf } from "../store/signals.ts";
import type { Cache, CheckCache, WriteCache } from "./cache.ts";
import type { Children, LaunchChild, TerminateChild } from "./children.ts";
import type { Clock } from "./clock.ts";
import { collectOutputs } from "./collect-outputs.ts";
import type { DynamicClosures } from "./dynamic-closures.ts";
import { compileFutures } from "./futures.ts";
import type { LiveRun } from "./live-run.ts";
import { lookUpRecovery } from "./look-up-recovery.ts";
import { openNarrow } from "./narrow.ts";
import { type ResolveInputs, resolveReading } from "./resolve-inputs.ts";
import { signalOutputs } from "./signal-outputs.ts";
import type { Timers } from "./timers.ts";
import type { Values } from "./values.ts";

/** Nodes whose inputs or outputs are read and written at once: what the disk has to do, not how many wait for it. */
const FILES = 64;

export interface Carrier {
  carryOut(run: LiveRun, command: Command): void;
  /** Ends what an execution has under way outside, when no run will do it. */
  bringDown(run: LiveRun, reason: string): void;
}

/** Tens of thousands of nodes: more is no file of nodes. */
const MAX_FUTURES_BYTES = 256 * 1024 * 1024;

interface CarrierParts {
  readonly db: Database;
  readonly values: Values;
  readonly runner: Runner;
  readonly children: Children;
  readonly closures: DynamicClosures;
  readonly cache: Cache;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly log: Log;
  readonly answer: (run: LiveRun, event: RunEvent) => void;
}

export function openCarrier({
  db,
  values,
  runner,
  children,
  closures,
  cache,
  timers,
  clock,
  log,
  answer,
}: CarrierParts): Carrier {
  const files = openNarrow(FILES);

  /** Carries out what takes time. */
  function attempt(run: LiveRun, command: Command, work: () => Promise<void>): Promise<void> {
    return work().catch((reason: unknown) => {
      const key = commandKey(command);
      const message = reason instanceof Error ? reason.message : String(reason);
      log.error("A command could not be carried out", { execution: run.name.execution, command: key, cause: reason });
      answer(run, { kind: "commandFailed", at: clock.now(), command: key, message });
    });
  }

  async function resolveInputs(run: LiveRun, command: ResolveInputs): Promise<void> {
    const outputs = new Map<string, LiteralMap>();
    for (const [node, uri] of command.sources) {
      const map = await values.read(uri);
      if (map) outputs.set(node, map);
    }
    const bound = await resolveReading(command, outputs, values.readOffloaded);
    const { node } = command;
    if (isRunError(bound)) {
      answer(run, { kind: "inputsFailed", node, at: clock.now(), error: bound });
      return;
    }
    const resolved = command.find?.kind === "array" ? await loaded(bound, command.find.bound) : bound;
    await values.write(command.to, resolved);
    if (command.alsoTo !== undefined) await values.write(command.alsoTo, resolved);
    if (node === endNodeId) saveExecutionValues(db, run.id, "output", resolved);
    const finding = command.find === undefined ? {} : { finding: find(command.find, resolved) };
    answer(run, { kind: "inputsResolved", node, at: clock.now(), ...finding });
  }

  /** The lists an array maps over, where they were stored apart because of their size. */
  async function loaded(map: LiteralMap, bound: ReadonlySet<string>): Promise<LiteralMap> {
    for (const [name, { value }] of Object.entries(map.literals)) {
      if (bound.has(name) || value.case !== "offloadedMetadata") continue;
      const literal = await values.readOffloaded(value.value.uri);
      if (literal) map.literals[name] = literal;
    }
    return map;
  }

  async function collect(run: LiveRun, command: Command & { kind: "collectOutputs" }): Promise<void> {
    await values.write(command.to, await collectOutputs(db, values, command));
    answer(run, { kind: "outputsCopied", node: command.node, at: clock.now(), written: true });
  }

  async function copyOutputs(run: LiveRun, command: Command & { kind: "copyOutputs" }): Promise<void> {
    const { node, from, to, variables } = command;
    const map = await values.read(from);
    if (map) await values.write(to, variables ? renamed(map, variables) : map);
    answer(run, { kind: "outputsCopied", node, at: clock.now(), written: map !== undefined });
  }

  async function testBreakpoint(run: LiveRun, command: Command & { kind: "testBreakpoint" }): Promise<void> {
    const { node, when, condition, inputs } = command;
    const tested = testCondition(condition, (await values.read(inputs)) ?? create(LiteralMapSchema));
    answer(run, { kind: "breakpointTested", node, when, at: clock.now(), ...tested });
  }

  async function editInputs(run: LiveRun, command: Command & { kind: "editInputs" }): Promise<void> {
    const { node, from, to, alsoTo } = command;
    const edited = await values.read(from);
    if (!edited) throw new Error(`The edited inputs at ${from} are gone`);
    await values.write(to, edited);
    if (alsoTo !== undefined) await values.write(alsoTo, edited);
    const finding = command.find === undefined ? {} : { finding: find(command.find, edited) };
    answer(run, { kind: "inputsReplaced", node, from, at: clock.now(), ...finding });
  }

  /** Answers only when there is a value; whoever sets one has this carried out again (loop.ts, signal). */
  async function awaitSignal(run: LiveRun, command: Command & { kind: "awaitSignal" }): Promise<void> {
    const { node, attempt, signal, type, variable, inputs, to } = command;
    const value = signalValueOf(ensureSignal(db, { executionId: run.id, signalId: signal }, type, clock.now()));
    if (value === undefined) return;
    const outputs = signalOutputs(value, variable, (await values.read(inputs)) ?? create(LiteralMapSchema));
    if (!isRunError(outputs)) await values.write(to, outputs);
    const error = isRunError(outputs) ? { error: outputs } : {};
    answer(run, { kind: "signalReceived", node, attempt, at: clock.now(), ...error });
  }

  async function child(run: LiveRun, command: LaunchChild | TerminateChild): Promise<void> {
    const { node, attempt } = command;
    const told = command.kind === "launchChild" ? children.launch(run, command) : children.terminate(run, command);
    const news = await told;
    if (news) answer(run, { ...news, node, attempt, at: clock.now() });
  }

  async function compile(run: LiveRun, command: Command & { kind: "compileFutures" }): Promise<void> {
    const { node, attempt: number } = command;
    const bytes = await values.readBytes(command.futures, MAX_FUTURES_BYTES);
    const task = templateOf(run, command);
    if (!task) throw new Error(`Task ${command.task}, which asked for the nodes of ${node}, is in no closure`);
    const compiled = compileFutures({ db, closures }, run, command, { task, bytes });
    const of = { node, attempt: number, at: clock.now() };
    if ("error" in compiled) answer(run, { kind: "futuresRefused", ...of, ...compiled });
    else answer(run, { kind: "futuresCompiled", ...of, ...compiled });
  }

  async function checkCache(run: LiveRun, command: CheckCache): Promise<void> {
    const outcome = await cache.check(run, command);
    if (outcome) answer(run, { kind: "cacheChecked", node: command.node, at: clock.now(), outcome });
  }

  async function writeCache(run: LiveRun, command: WriteCache): Promise<void> {
    const { node, attempt } = command;
    const kept = await cache.write(run, command);
    answer(run, { kind: "cacheWritten", node, attempt, at: clock.now(), ...kept });
  }

  function templateOf(run: LiveRun, { task, closure }: Pick<Command & { kind: "startTask" }, "task" | "closure">) {
    return (closure === undefined ? run.templates : closures.templates(closure))?.get(task);
  }

  function startTask(run: LiveRun, command: Command & { kind: "startTask" }): void {
    const { node, attempt: number, task, overrides, interruptible, paths, subNode } = command;
    const template = templateOf(run, command);
    if (!template) {
      // The compiler puts every task of a workflow into its closure.
      const message = `The closure of ${run.workflow} does not hold task ${task}; register the workflow again`;
      const error: RunError = { code: "FailedToBuildResource", message, kind: "SYSTEM" };
      const verdict = { kind: "failed", error, retryable: false } as const;
      answer(run, { kind: "taskEnded", node, attempt: number, at: clock.now(), verdict });
      return;
    }
    const { workflow, env, platformResources } = run;
    const key = keyOf(run, command);
    const place = subNode && { subNode };
    runner.start({ key, template, overrides, paths, workflow, interruptible, env, platformResources, ...place });
  }

  return {
    carryOut(run, command) {
      switch (command.kind) {
        case "lookUpRecovery":
          return attempt(run, command, async () => {
            const found = await lookUpRecovery({ db, values }, run, command);
            answer(run, { kind: "recoveryFound", node: command.node, at: clock.now(), found });
          });
        case "resolveInputs":
          return files.pass(run.id, () => attempt(run, command, () => resolveInputs(run, command)));
        case "compileFutures":
          return attempt(run, command, () => compile(run, command));
        case "copyOutputs":
          return files.pass(run.id, () => attempt(run, command, () => copyOutputs(run, command)));
        case "collectOutputs":
          return attempt(run, command, () => collect(run, command));
        case "awaitSignal":
          return attempt(run, command, () => awaitSignal(run, command));
        case "testBreakpoint":
          return attempt(run, command, () => testBreakpoint(run, command));
        case "editInputs":
          return attempt(run, command, () => editInputs(run, command));
        case "launchChild":
        case "terminateChild":
          return attempt(run, command, () => child(run, command));
        case "checkCache":
          return attempt(run, command, () => checkCache(run, command));
        case "writeCache":
          return attempt(run, command, () => writeCache(run, command));
        case "releaseCache":
          return attempt(run, command, async () => cache.release(run.id, command.node));
        case "startTask":
          return startTask(run, command);
        case "stopTask":
          return runner.stop(keyOf(run, command), command.reason);
        case "removeTask":
          return runner.remove(keyOf(run, command));
        case "setTimer":
          return timers.set(timerKey(run, command.timer), command.at, () =>
            answer(run, { kind: "timerFired", timer: command.timer, at: clock.now() }),
          );
        case "clearTimer":
          return timers.clear(timerKey(run, command.timer));
        default:
          return assertNever(command, "command");
      }
    },
    bringDown(run, reason) {
      for (const command of outstanding(run.run)) {
        if (command.kind === "startTask") runner.stop(keyOf(run, command), reason);
        else if (command.kind === "launchChild") {
          const { node, attempt: number, parent, name } = command;
          const end = { kind: "terminateChild", node, attempt: number, parent, name, reason } as const;
          void attempt(run, end, () => child(run, end));
        }
      }
    },
  };
}

/** Engine timers of all executions share one heap: the key says whose it is. */
export const timerKey = (run: LiveRun, timer: string): string => `${run.id} ${timer}`;

function renamed({ literals }: LiteralMap, variables: ReadonlyMap<string, string>): LiteralMap {
  const kept = [...variables].flatMap(([from, to]) => (literals[from] ? [[to, literals[from]] as const] : []));
  return create(LiteralMapSchema, { literals: Object.fromEntries(kept) });
}

const keyOf = (run: LiveRun, { node, attempt }: { readonly node: string; readonly attempt: number }): TaskKey => ({
  ...run.name,
  node,
  attempt,
});
