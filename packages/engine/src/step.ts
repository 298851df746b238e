/**
 * How a run moves: one event in; what to do and what became visible out.
 *
 * The run is changed in place, by its one owner (run.ts says why); apart from that a step is a pure function of the
 * run before and the event: no clock, no randomness, no I/O, always the same result. It is total: an event that is
 * late, repeated or about something unknown changes nothing, and none makes it throw.
 *
 * What happens to task attempts is in attempt.ts, how nodes begin and end in begin.ts, finish.ts and stop.ts, and
 * what follows from it (readiness, skips, the end of workflows) in settle.ts.
 */

import { assertNever } from "@skein/spec/never";
import { arrayDue } from "./array.ts";
import { type SubNode, subNodeCounts } from "./array-state.ts";
import { activeDeadlinePassed, executionDeadlinePassed, taskEnded, taskReported, taskStopped } from "./attempt.ts";
import { beginOrWait, openScope, passStart } from "./begin.ts";
import { breakpointId } from "./breakpoint.ts";
import { awaitOther, cacheWritten, useCached } from "./caching.ts";
import { childEnded, childLaunched } from "./child-execution.ts";
import type { Command } from "./command.ts";
import { commandFailed, reissue } from "./command-failure.ts";
import { futuresCompiled, futuresRefused, outputsOfDynamic } from "./dynamic.ts";
import type { CacheOutcome, Finding, RunEvent } from "./event.ts";
import { isAnswer } from "./find.ts";
import { fail, succeed } from "./finish.ts";
import { signalReceived } from "./gate.ts";
import { stopsAt } from "./hold.ts";
import { questOf } from "./issue.ts";
import { breakpointTested, continued, inputsEdited, inputsReplaced, proceed, stepped } from "./let-go.ts";
import { recoveryFound } from "./look-up.ts";
import { innerOutputsUri, outputsUri } from "./paths.ts";
import { endNodeId } from "./plan-ids.ts";
import type { RunRecord } from "./record.ts";
import type { NodeKey, Run, TimerId } from "./run.ts";
import { settle } from "./settle.ts";
import { succeedTask } from "./start-task.ts";
import { isFinished } from "./status.ts";
import { abortedReason, stopScope } from "./stop.ts";
import {
  subNodeCacheChecked,
  subNodeCacheWritten,
  subNodeChildEnded,
  subNodeEnded,
  subNodeLaunched,
  subNodeReported,
  subNodeStopped,
} from "./sub-node-answers.ts";
import { recordExecution, type Turn } from "./turn.ts";

/**
 * Takes one event into the run.
 *
 * Commands may be carried out, and records shown, once the event is committed to the journal; both are in order.
 */
export function step(run: Run, event: RunEvent): { commands: Command[]; records: RunRecord[] } {
  const turn: Turn = { run, at: event.at, commands: [], records: [], work: [], subNodes: new Map() };
  if (!isFinished(run) && Number.isFinite(event.at)) {
    take(turn, event);
    settle(turn);
    for (const [array, record] of turn.subNodes) record.counts = subNodeCounts(array);
  }
  const moved = turn.records.length > 0 || turn.commands.length > 0;
  if (moved && event.kind !== "commandFailed" && event.kind !== "timerFired") run.commandFailures.clear();
  return { commands: turn.commands, records: turn.records };
}

function take(turn: Turn, event: RunEvent): void {
  switch (event.kind) {
    case "started":
      started(turn);
      return;
    case "recoveryFound":
      recoveryFound(turn, event.node, event.found);
      return;
    case "inputsResolved":
      inputsResolved(turn, event.node, event.finding);
      return;
    case "inputsFailed": {
      const node = turn.run.live.get(event.node);
      if (node?.stage === "resolving") fail(turn, node, event.error);
      return;
    }
    case "taskReported":
    case "taskEnded":
    case "taskStopped":
    case "childLaunched":
    case "childEnded": {
      const subNode = turn.run.subNodes.get(event.node);
      if (subNode === undefined) takeAnswer(turn, event);
      else takeSubNodeAnswer(turn, subNode, event);
      return;
    }
    case "futuresCompiled":
      futuresCompiled(turn, event.node, event.attempt, event.closure);
      return;
    case "futuresRefused":
      futuresRefused(turn, event.node, event.attempt, event.error);
      return;
    case "outputsCopied":
      outputsCopied(turn, event.node, event.written);
      return;
    case "signalReceived":
      signalReceived(turn, event.node, event.attempt, event.error);
      return;
    case "cacheChecked": {
      const subNode = turn.run.subNodes.get(event.node);
      if (subNode === undefined) cacheChecked(turn, event.node, event.outcome);
      else subNodeCacheChecked(turn, subNode, event.outcome);
      return;
    }
    case "cacheWritten": {
      const subNode = turn.run.subNodes.get(event.node);
      if (subNode === undefined) cacheWritten(turn, event);
      else subNodeCacheWritten(turn, subNode, event);
      return;
    }
    case "timerFired":
      timerFired(turn, event.timer);
      return;
    case "breakpointSet":
      turn.run.breakpoints.set(breakpointId(event.breakpoint), event.breakpoint);
      recordBreakpoints(turn);
      return;
    case "breakpointCleared":
      if (turn.run.breakpoints.delete(event.id)) recordBreakpoints(turn);
      return;
    case "breakpointTested":
      breakpointTested(turn, event.node, event.when, event.hit, event.problem);
      return;
    case "continued":
      continued(turn, event.node);
      return;
    case "stepped":
      stepped(turn, event.node);
      return;
    case "inputsEdited":
      inputsEdited(turn, event.node, event.from);
      return;
    case "inputsReplaced":
      inputsReplaced(turn, event.node, event.from, event.finding);
      return;
    case "abortRequested":
      abortRequested(turn, event.reason);
      return;
    case "commandFailed":
      commandFailed(turn, event.command, event.message);
      return;
    default:
      // An event of a kind we do not know, from a journal of a newer program, is foreign: nothing changes.
      event satisfies never;
  }
}

/** What is said of an attempt from outside. */
type Answer = Extract<
  RunEvent,
  { kind: "taskReported" | "taskEnded" | "taskStopped" | "childLaunched" | "childEnded" }
>;

function takeAnswer(turn: Turn, event: Answer): void {
  switch (event.kind) {
    case "taskReported":
      taskReported(turn, event);
      return;
    case "taskEnded":
      taskEnded(turn, event.node, event.attempt, event.verdict);
      return;
    case "taskStopped":
      taskStopped(turn, event.node, event.attempt);
      return;
    case "childLaunched":
      childLaunched(turn, event.node, event.attempt);
      return;
    case "childEnded":
      childEnded(turn, event.node, event.attempt, event.outcome);
      return;
    default:
      assertNever(event, "answer");
  }
}

function takeSubNodeAnswer(turn: Turn, subNode: SubNode, event: Answer): void {
  switch (event.kind) {
    case "taskReported":
      subNodeReported(turn, subNode, event);
      return;
    case "taskEnded":
      subNodeEnded(turn, subNode, event.attempt, event.verdict);
      return;
    case "taskStopped":
      subNodeStopped(turn, subNode, event.attempt);
      return;
    case "childLaunched":
      subNodeLaunched(turn, subNode, event.attempt);
      return;
    case "childEnded":
      subNodeChildEnded(turn, subNode, event.attempt, event.outcome);
      return;
    default:
      assertNever(event, "answer");
  }
}

function started(turn: Turn): void {
  if (turn.run.phase !== "UNDEFINED") return;
  recordExecution(turn, "RUNNING");
  passStart(turn, turn.run.root);
}

function inputsResolved(turn: Turn, key: NodeKey, finding: Finding | undefined): void {
  const node = turn.run.live.get(key);
  if (node?.stage !== "resolving" || !isAnswer(questOf(node), finding)) return;
  node.finding = finding;
  if (!stopsAt(turn, node, "before")) proceed(turn, node);
}

function recordBreakpoints(turn: Turn): void {
  turn.records.push({ kind: "breakpoints", at: turn.at, breakpoints: [...turn.run.breakpoints.values()] });
}

function cacheChecked(turn: Turn, key: NodeKey, outcome: CacheOutcome): void {
  const node = turn.run.live.get(key);
  if (node?.stage !== "askingCache") return;
  if (outcome.kind === "miss") beginOrWait(turn, node);
  else if (outcome.kind === "hit") useCached(turn, node, outcome.entry);
  else awaitOther(turn, node, outcome.owner);
}

function outputsCopied(turn: Turn, key: NodeKey, written: boolean): void {
  const node = turn.run.copies.get(key);
  if (node === undefined) return;
  turn.run.copies.delete(key);
  if (node.stage === "opening") {
    openScope(turn, node);
  } else if (node.dynamic !== undefined) {
    outputsOfDynamic(turn, node, written);
  } else if (node.plan.target.kind === "task" || node.plan.target.kind === "array") {
    succeedTask(turn, node);
  } else if (written || node.plan.target.kind === "branch") {
    succeed(turn, node, outputsUri(node.scope, node.index, node.attempt));
  } else {
    const message = `Subworkflow is expected to produce outputs but no outputs file was written to ${innerOutputsUri(node, endNodeId)}.`;
    fail(turn, node, { kind: "SYSTEM", code: "SubWorkflowExecutionFailed", message });
  }
}

function timerFired(turn: Turn, id: TimerId): void {
  const timer = turn.run.timers.get(id);
  if (timer === undefined) return;
  turn.run.timers.delete(id);
  if (timer.kind === "reissue") {
    reissue(turn, timer.command);
    return;
  }
  const node = turn.run.live.get(timer.node);
  if (node === undefined) return;
  node.timers.delete(id);
  if (timer.kind === "active") activeDeadlinePassed(turn, node);
  else if (timer.kind === "execution") executionDeadlinePassed(turn, node);
  else if (timer.kind === "array") arrayDue(turn, node);
  else if (node.plan.target.kind === "gate") succeed(turn, node, undefined);
  else succeedTask(turn, node);
}

function abortRequested(turn: Turn, reason: string): void {
  const { run } = turn;
  if (run.phase === "ABORTING") return;
  run.abortReason = reason;
  recordExecution(turn, "ABORTING");
  stopScope(turn, run.root, abortedReason);
}
