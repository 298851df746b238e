/**
 * The loop: events in, `step`, one transaction, then the commands out.
 *
 * The order is the whole guarantee. Events of a turn go through the engine; what they led to is committed in one
 * transaction (group commit); only then are commands carried out, and what comes of them comes back as events. Kill
 * the process anywhere: what was committed is rebuilt by replay, and what was not yet answered is asked for again.
 *
 * What is in a turn is in turn.ts, what a command does in carry-out.ts, how a run is rebuilt in live-run.ts.
 */
import type { ArrayState } from "@skein/engine/array-state";
import type { Command } from "@skein/engine/command";
import type { RunError, RunEvent } from "@skein/engine/event";
import { awaitedCommand, subNodeCommand } from "@skein/engine/issue";
import { outstanding } from "@skein/engine/outstanding";
import { executionInputsUri } from "@skein/engine/paths";
import type { Run, TaskKey } from "@skein/engine/run";
import { isFinished, type Why, why } from "@skein/engine/status";
import { isKept } from "@skein/engine/sub-node-answers";
import { Problem } from "@skein/spec/problem";
import type { Launcher } from "../admin/launcher.ts";
import type { Log } from "../log.ts";
import type { Report, Runner } from "../runner/runner.ts";
import { abortUnended, applyRecords } from "../store/apply-records.ts";
import type { Database } from "../store/database.ts";
import { findExecutionById, liveExecutions } from "../store/executions.ts";
import type { AttemptFacts } from "../store/journal.ts";
import { findParentNode } from "../store/node-executions.ts";
import { openCache } from "./cache.ts";
import { type Carrier, openCarrier, timerKey } from "./carry-out.ts";
import { openChildren } from "./children.ts";
import type { Clock } from "./clock.ts";
import { commitTurns } from "./commit.ts";
import { type Debugging, openDebugging } from "./debugging.ts";
import { openDynamicClosures } from "./dynamic-closures.ts";
import { type LiveRun, openLoader } from "./live-run.ts";
import { openTimers } from "./timers.ts";
import { openTurns, type RunTurn } from "./turn.ts";
import type { Values } from "./values.ts";

const COMMIT_RETRY_MS = [100, 300, 1000, 3000, 5000];
/** Between attempts of ours at what one execution cannot go on without: to store its inputs, to commit its events. */
const RETRY_MS = [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];
/** Until a row that could not be ended is tried again. */
const END_RETRY_MS = 1000;

export interface RunLoop {
  /**
   * Takes up an execution whose row was just committed. Never throws: one that cannot be taken up ends FAILED with the
   * reason in its row.
   */
  start(executionId: number): void;
  /** Asks for the end of an execution; one that has ended is left alone. */
  abort(executionId: number, reason: string): void;
  /** A signal of the execution has a value: gates that wait for it look at it. */
  signal(executionId: number, signalId: string): void;
  /**
   * At boot: rebuilds what was live and asks again for what was unanswered. Strays are removed as soon as the runner
   * can be reached, which may take as long as it likes.
   */
  recover(): { readonly executions: number; readonly strays: Promise<number> };
  /** Why a node is not running, one sentence; undefined when there is nothing to say. */
  why(executionId: number, node: string): Why | undefined;
  /** Breakpoints of live executions, and what is done at them. */
  readonly debugging: Debugging;
  /** Why nothing moves: what the store said to the last commit; undefined while it takes them. */
  refusal(): string | undefined;
  /** One listener, called when that changes. */
  onRefusal(listener: () => void): void;
  /** Commits what is in hand; running attempts go on without us. */
  close(): void;
  /** Lets go of everything at once, committing nothing: what a kill does, for tests. */
  abandon(): void;
}

export interface LoopParts {
  readonly db: Database;
  readonly values: Values;
  readonly runner: Runner;
  /** For the executions that launch plan nodes are. */
  readonly launcher: Pick<Launcher, "launch" | "terminate">;
  readonly clock: Clock;
  readonly log: Log;
}

export function openRunLoop({ db, values, runner, launcher, clock, log }: LoopParts): RunLoop {
  const closures = openDynamicClosures(db);
  const load = openLoader(db, closures);
  const live = new Map<number, LiveRun>();
  const byName = new Map<string, LiveRun>();
  const turns = openTurns(live, clock);
  const timers = openTimers(clock);
  let scheduled: NodeJS.Immediate | undefined;
  let closed = false;
  // What was stepped but could not be committed: committed first, before anything else moves.
  let uncommitted: readonly RunTurn[] | undefined;
  // Signals that were set meanwhile: looked at once it is.
  const unheard: (() => void)[] = [];
  let failures = 0;
  let refusal: string | undefined;
  let refusalListener = () => {};

  const children = openChildren({ db, values, launcher });
  // A waiting node is told by asking once more; the carrier comes after the cache.
  const cache = openCache({
    db,
    values,
    closures,
    clock,
    log,
    retell: (run, command) => carrier.carryOut(run, command),
  });
  const carrier: Carrier = openCarrier({
    ...{ db, values, runner, children, closures, cache, timers, clock, log },
    answer: put,
  });
  const recall = openRecall(load);
  runner.onReport(onReport);

  function put(run: LiveRun, event: RunEvent, facts?: AttemptFacts): void {
    if (closed || live.get(run.id) !== run) return;
    turns.put(run, facts ? { event, facts } : { event });
    schedule();
  }

  function schedule(): void {
    if (!closed && failures === 0) scheduled ??= setImmediate(turn);
  }

  function turn(): void {
    scheduled = undefined;
    const { committed, refused, waiting, refusal: reason } = commitTurns(db, uncommitted ?? turns.take());
    uncommitted = waiting.length === 0 ? undefined : waiting;
    for (const each of committed) carryOn(each);
    for (const [each, why] of refused) stall(each, why, 0);
    if (uncommitted) {
      retryCommit(reason);
      return;
    }
    failures = 0;
    setRefusal(undefined);
    for (const hear of unheard.splice(0)) hear();
    if (!turns.isEmpty) schedule();
  }

  /** What a turn led to is committed: it is carried out. */
  function carryOn({ run, commands }: RunTurn): void {
    for (const command of commands) carrier.carryOut(run, command);
    if (!isFinished(run.run)) return;
    forget(run);
    cache.release(run.id);
    tellParent(run.id);
  }

  /** The store does not take what happened in this execution: it waits, the others go on. */
  function stall(turn: RunTurn, reason: unknown, failures: number): void {
    const { run } = turn;
    const { execution } = run.name;
    log.error("The store refused what happened in an execution; it waits", { execution, failures, cause: reason });
    turns.hold(run);
    const pauseMs = RETRY_MS[failures];
    if (pauseMs !== undefined) {
      timers.set(timerKey(run, COMMIT), clock.now() + pauseMs, () => commitStalled(turn, failures + 1));
      return;
    }
    const often = `max number of system retry attempts [${failures + 1}/${RETRY_MS.length}] exhausted`;
    const message = `${often}. Last known status message: ${messageOf(reason)}`;
    for (const command of turn.commands) if (command.kind === "removeTask") carrier.carryOut(run, command);
    carrier.bringDown(run, message);
    forget(run);
    endUnrun(run.id, { kind: "SYSTEM", code: "Workflow abort failed", message });
  }

  function commitStalled(turn: RunTurn, failures: number): void {
    const { run } = turn;
    const { committed, refused } = commitTurns(db, [turn]);
    if (refused.has(turn)) {
      stall(turn, refused.get(turn), failures);
    } else if (committed.length > 0) {
      turns.release(run);
      carryOn(turn);
      schedule();
    } else {
      // Nobody's commits are taken: that spends nothing of its budget.
      timers.set(timerKey(run, COMMIT), clock.now() + END_RETRY_MS, () => commitStalled(turn, failures));
    }
  }

  /** Carries out what may have been asked for before. */
  function carryOutAgain(run: LiveRun, command: Command): void {
    if (turns.admit(run, command)) schedule();
    else carrier.carryOut(run, command);
  }

  function retryCommit(reason: unknown): void {
    const delayMs = COMMIT_RETRY_MS[Math.min(failures, COMMIT_RETRY_MS.length - 1)] ?? 5000;
    failures += 1;
    setRefusal(reason instanceof Problem ? reason.message : `The store takes no commits: ${messageOf(reason)}`);
    log.error("The store refused a commit; nothing moves until it takes it", { reason, failures, delayMs });
    setTimeout(() => !closed && turn(), delayMs).unref();
  }

  function setRefusal(next: string | undefined): void {
    if (next === refusal) return;
    refusal = next;
    refusalListener();
  }

  function onReport(report: Report): void {
    const { key, at } = report;
    const run = byName.get(nameOf(key));
    if (!run) {
      // Late: the execution has ended, and what we had stopped is nobody's.
      if (report.kind === "stopped") runner.remove(key);
      return;
    }
    const { node, attempt } = key;
    switch (report.kind) {
      case "progress":
        if (!isKept(run.run, { node, attempt, phase: report.phase })) return;
        put(run, { kind: "taskReported", node, attempt, at, phase: report.phase, reason: report.reason });
        return;
      case "ended":
        put(
          run,
          { kind: "taskEnded", node, attempt, at, verdict: report.verdict },
          { node, attempt, facts: report.facts },
        );
        return;
      case "stopped":
        put(run, { kind: "taskStopped", node, attempt, at }, report.facts && { node, attempt, facts: report.facts });
        return;
    }
  }

  function remember(run: LiveRun): void {
    live.set(run.id, run);
    byName.set(nameOf(run.name), run);
  }

  function forget(run: LiveRun): void {
    live.delete(run.id);
    byName.delete(nameOf(run.name));
    turns.drop(run);
    for (const timer of [...run.run.timers.keys(), BEGIN, COMMIT]) timers.clear(timerKey(run, timer));
  }

  /** The node that is this execution looks at its end; where its own run is not live, it does when it is taken up. */
  function tellParent(executionId: number): void {
    const place = findParentNode(db, executionId);
    const parent = place && live.get(place.execution_id);
    const node = place && parent?.run.live.get(place.node_id);
    if (!parent || !node) return;
    const command = node.array ? childCommand(parent.run, node.array, executionId) : awaitedCommand(parent.run, node);
    if (command) carrier.carryOut(parent, command);
  }

  function hearSignal(executionId: number, signalId: string): void {
    const run = live.get(executionId);
    // What is not committed is not carried out.
    if (uncommitted || (run && turns.isHeld(run))) {
      unheard.push(() => hearSignal(executionId, signalId));
      return;
    }
    for (const command of run ? outstanding(run.run) : []) {
      if (run && command.kind === "awaitSignal" && command.signal === signalId) carrier.carryOut(run, command);
    }
  }

  /** What the element of an array waits for whose execution this is. */
  function childCommand(run: Run, { live: subNodes }: ArrayState, executionId: number): Command | undefined {
    const name = findExecutionById(db, executionId)?.execution_name;
    for (const each of subNodes) {
      const command = subNodeCommand(run, each);
      if (command && "name" in command && command.name === name) return command;
    }
    return undefined;
  }

  function takeUp(executionId: number): LiveRun | undefined {
    try {
      const run = load(executionId);
      remember(run);
      return run;
    } catch (reason) {
      log.error("An execution cannot be taken up and ends", { executionId, cause: reason });
      endUnrun(executionId, notRun(`The execution cannot be run: ${messageOf(reason)}`));
      return undefined;
    }
  }

  /** Ends the row of an execution that has no run to end it: better a failure in words than one that never moves. */
  function endUnrun(executionId: number, error: RunError, isBare = false): void {
    const record = { kind: "execution", phase: "FAILED", outputs: undefined, error, errorNode: undefined } as const;
    const at = clock.now();
    try {
      db.transaction((change) => {
        applyRecords(db, change, executionId, [{ ...record, at }]);
        // Where the rows below are what the store refuses, the end is more than they are.
        if (!isBare) abortUnended(db, change, executionId, at);
      });
      cache.release(executionId);
      tellParent(executionId);
    } catch (reason) {
      log.error("The store refused the end of an execution; trying again", { executionId, cause: reason });
      timers.set(`end ${executionId}`, at + END_RETRY_MS, () => endUnrun(executionId, error, !isBare));
    }
  }

  /** Stores the execution's inputs where start-node's outputs are; with that it has started. */
  function begin(run: LiveRun, failures = 0): void {
    values.writeBytes(executionInputsUri(run.run.options), run.inputs).then(
      () => {
        for (const breakpoint of run.breakpoints) put(run, { kind: "breakpointSet", breakpoint, at: clock.now() });
        put(run, { kind: "started", at: clock.now() });
      },
      (reason: unknown) => {
        if (closed || live.get(run.id) !== run) return;
        const { execution } = run.name;
        log.error("The inputs of an execution could not be stored", { execution, failures, cause: reason });
        const pauseMs = RETRY_MS[failures];
        if (pauseMs !== undefined) {
          timers.set(timerKey(run, BEGIN), clock.now() + pauseMs, () => begin(run, failures + 1));
          return;
        }
        forget(run);
        const often = `The inputs could not be stored, ${failures + 1} times`;
        endUnrun(run.id, notRun(`${often}: ${messageOf(reason)}. Put that right, then launch again`));
      },
    );
  }

  return {
    start(executionId) {
      if (live.has(executionId)) return;
      const run = takeUp(executionId);
      if (run) begin(run);
    },
    abort(executionId, reason) {
      const isOver = () => findExecutionById(db, executionId)?.ended_at !== null;
      const known = live.get(executionId);
      const run = known ?? (isOver() ? undefined : takeUp(executionId));
      if (!run) return;
      // Before its turn at boot, which then passes it by: its parent's end may ask for its own.
      if (!known) for (const command of outstanding(run.run)) carryOutAgain(run, command);
      put(run, { kind: "abortRequested", at: clock.now(), reason });
    },
    signal: hearSignal,
    recover() {
      const keys: TaskKey[] = [];
      for (const { id, phase, abort_cause: cause } of liveExecutions(db)) {
        // Whoever was quick has launched it since the port is open.
        const known = live.get(id);
        const run = known ?? takeUp(id);
        if (!run) continue;
        if (!known && run.run.phase === "UNDEFINED") begin(run);
        for (const command of outstanding(run.run)) {
          if (command.kind === "startTask" || command.kind === "stopTask")
            keys.push({ ...run.name, node: command.node, attempt: command.attempt });
          if (!known) carryOutAgain(run, command);
        }
        // The row says so from the moment somebody asked; the event may not have been committed.
        if (!known && phase === "ABORTING" && run.run.phase !== "ABORTING")
          put(run, { kind: "abortRequested", at: clock.now(), reason: cause ?? "" });
      }
      return { executions: live.size, strays: runner.removeStrays(keys) };
    },
    why: (executionId, node) => why((live.get(executionId) ?? recall(executionId)).run, node),
    debugging: openDebugging({ values, clock, find: (id) => live.get(id), put }),
    refusal: () => refusal,
    onRefusal(next) {
      refusalListener = next;
    },
    close() {
      if (!closed && (uncommitted || !turns.isEmpty)) turn();
      letGo();
    },
    abandon: letGo,
  };

  function letGo(): void {
    closed = true;
    if (scheduled) clearImmediate(scheduled);
    timers.close();
  }
}

const nameOf = ({ project, domain, execution }: Pick<TaskKey, "project" | "domain" | "execution">): string =>
  `${project}:${domain}:${execution}`;

/** The engine has no names for these timers: it does not know of the execution yet, or that its events wait. */
const BEGIN = "begin";
const COMMIT = "commit";

const notRun = (message: string): RunError => ({ kind: "SYSTEM", code: "ExecutionNotRun", message });

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

/** Ended runs are not kept but rebuilt for the one who asks; who asks once asks about the next node too. */
function openRecall(load: (executionId: number) => LiveRun): (executionId: number) => LiveRun {
  let last: WeakRef<LiveRun> | undefined;
  return (executionId) => {
    const known = last?.deref();
    if (known?.id === executionId) return known;
    const run = load(executionId);
    last = new WeakRef(run);
    return run;
  };
}
