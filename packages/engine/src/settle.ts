/**
 * Drawing the consequences of what a step did, until there are none: nodes become ready or are skipped, scopes close,
 * free places are taken.
 *
 * Done from a list rather than by recursion: a skip can run down a chain of thousands. The cost of a decided node is
 * the number of nodes after it.
 */
import { begin, beginAgain } from "./begin.ts";
import { endBranch } from "./branch.ts";
import { endDynamic } from "./dynamic.ts";
import { failureNodeOf, finalFailure, isFailureNode } from "./failure-node.ts";
import { fail, succeed } from "./finish.ts";
import { issueAwaited } from "./issue.ts";
import { resume } from "./let-go.ts";
import { lookUp } from "./look-up.ts";
import { outputsUri } from "./paths.ts";
import { successors, takesPlace } from "./plan.ts";
import { isFresh, isToLookUp } from "./recovery.ts";
import type { NodeRef, Run } from "./run.ts";
import {
  type Failure,
  hasSucceeded,
  keyOf,
  type LiveNode,
  lastVisitedFailure,
  NodeState,
  type Scope,
  setState,
} from "./scope.ts";
import { conclude, failScope } from "./stop.ts";
import { clearDeadlines } from "./timers.ts";
import { recordAtOnce, recordExecution, type Turn } from "./turn.ts";

export function settle(turn: Turn): void {
  let next = 0;
  do {
    for (let work = turn.work[next]; work !== undefined; work = turn.work[next]) {
      next += 1;
      if (work.kind === "decided") decided(turn, work.scope, work.index);
      else if (work.kind === "admit") admit(turn, work.scope, work.index);
      else check(turn, work.scope);
    }
    takePlaces(turn); // what is resumed may be over at once
  } while (next < turn.work.length);
}

function decided(turn: Turn, scope: Scope, index: number): void {
  if (scope.stopping) return;
  const state = scope.state[index];
  const how = { isSpoiling: !hasSucceeded(state), isFresh: isFresh(scope, index) };
  const failure = scope.failures.get(index);
  if (failure !== undefined && turn.run.options.plan.root.failurePolicy === "FAIL_IMMEDIATELY") {
    failScope(turn, scope, failure);
    return;
  }
  for (const next of successors(scope.plan, index)) tell(turn, scope, next, how);
  for (const arm of scope.waiters.get(index) ?? []) {
    if (!arm.scope.stopping) tell(turn, arm.scope, arm.index, how);
  }
  scope.waiters.delete(index);
}

/** One of those a node waits for is decided. */
function tell(
  turn: Turn,
  scope: Scope,
  index: number,
  { isSpoiling, isFresh }: { isSpoiling: boolean; isFresh: boolean },
): void {
  const remaining = (scope.remaining[index] ?? 0) - 1;
  scope.remaining[index] = remaining;
  if (isSpoiling) scope.spoilt[index] = 1;
  if (isFresh && scope.recovers) scope.fresh[index] = 1;
  if (remaining === 0) admit(turn, scope, index);
}

/** All before the node are decided: it is skipped, waits for a place, or begins. */
function admit(turn: Turn, scope: Scope, index: number): void {
  if (scope.stopping) return;
  if (scope.spoilt[index] === 1) {
    setState(scope, index, NodeState.skipped);
    recordAtOnce(turn, { scope, index }, "SKIPPED");
    turn.work.push({ kind: "decided", scope, index }, { kind: "check", scope });
  } else {
    makeReady(turn, scope, index);
  }
}

function makeReady(turn: Turn, scope: Scope, index: number): void {
  if (isToLookUp(turn.run, scope, index)) {
    lookUp(turn, { scope, index });
  } else if (takesPlace(scope.plan.nodes[index]?.target)) {
    setState(scope, index, NodeState.ready);
    turn.run.ready.push({ scope, index });
  } else {
    begin(turn, { scope, index });
  }
}

/** Begins task nodes while there is a place, in the order they became ready. */
function takePlaces(turn: Turn): void {
  const { run } = turn;
  const max = run.options.maxParallelism;
  while (run.readyFrom < run.ready.length && (max === 0 || run.used < max)) {
    const ref = run.ready[run.readyFrom];
    run.readyFrom += 1;
    if (ref !== undefined && (!ref.scope.stopping || isFailureNode(run, ref.scope, ref.index))) takePlace(turn, ref);
  }
  forgetTaken(run);
}

/** The node begins, or, where it is under way, goes on; unless it has ended while it waited. */
function takePlace(turn: Turn, ref: NodeRef): void {
  if (ref.scope.state[ref.index] === NodeState.ready) {
    begin(turn, ref);
    return;
  }
  const node = turn.run.live.get(keyOf(ref.scope, ref.index));
  if (node?.stage === "place") beginAgain(turn, node);
  else if (node?.stage === "released") resume(turn, node);
}

/** Keeps the queue's memory near its length, at a constant cost per entry. */
function forgetTaken(run: Run): void {
  if (run.readyFrom === run.ready.length) run.ready = [];
  else if (run.readyFrom > 1000 && run.readyFrom > run.ready.length / 2) run.ready = run.ready.slice(run.readyFrom);
  else return;
  run.readyFrom = 0;
}

/** Closes a scope in which nothing can happen any more. */
function check(turn: Turn, scope: Scope): void {
  if (scope.closed || (scope.stopping ? scope.live.size > 0 : scope.undecided > 0)) return;
  scope.stopping = true;
  scope.failure ??= lastVisitedFailure(scope);
  const handler = failureNodeOf(turn.run, scope);
  if (handler === "due") handleFailure(turn, scope);
  if (handler !== "none") return;
  scope.closed = true;
  if (scope.parent === undefined) {
    endExecution(turn, scope);
    return;
  }
  keepCounts(turn.run, scope);
  endInside(turn, scope.parent, scope);
}

/** All of a failed workflow is gone: its failure node begins. */
function handleFailure(turn: Turn, scope: Scope): void {
  const { failure } = scope;
  const { onFailure } = scope.plan;
  if (failure === undefined || onFailure === undefined) return;
  if (scope.parent === undefined) recordFailing(turn, failure);
  makeReady(turn, scope, onFailure);
}

function recordFailing(turn: Turn, { error, node: errorNode }: Failure): void {
  if (turn.run.phase !== "FAILING") recordExecution(turn, "FAILING", { error, errorNode });
}

/** The scope's nodes are counted on when it is gone; those that had not begun never will. */
function keepCounts({ closedCounts }: Run, scope: Scope): void {
  scope.counts.forEach((count, state) => {
    const ended = state === NodeState.waiting || state === NodeState.ready ? NodeState.dropped : state;
    closedCounts[ended] = (closedCounts[ended] ?? 0) + count;
  });
}

function endExecution(turn: Turn, root: Scope): void {
  const { run } = turn;
  for (const timer of run.timers.keys()) turn.commands.push({ kind: "clearTimer", timer });
  run.timers.clear();
  if (run.phase === "ABORTING") {
    recordExecution(turn, "ABORTED");
    return;
  }
  const failure = finalFailure(root);
  if (failure === undefined) {
    recordExecution(turn, "SUCCEEDING");
    const { plan } = root;
    const hasOutputs = plan.hasOutputs && root.state[plan.end] === NodeState.succeeded;
    recordExecution(turn, "SUCCEEDED", hasOutputs ? { outputs: outputsUri(root, plan.end, 0) } : {});
    return;
  }
  const { error, node: errorNode } = failure;
  run.error = error;
  run.errorNode = errorNode;
  recordFailing(turn, failure);
  recordExecution(turn, "FAILED", { error, errorNode });
}

function endInside(turn: Turn, node: LiveNode, scope: Scope): void {
  node.child = undefined;
  if (node.ending !== undefined) conclude(turn, node, node.ending);
  else if (node.plan.target.kind === "branch") endBranch(turn, node, scope);
  else if (node.plan.target.kind === "task") endDynamic(turn, node, scope);
  else endSubWorkflow(turn, node, scope);
}

function endSubWorkflow(turn: Turn, node: LiveNode, scope: Scope): void {
  const failure = finalFailure(scope);
  if (failure !== undefined) {
    fail(turn, node, failure.error, failure.node);
  } else if (scope.plan.hasOutputs) {
    clearDeadlines(turn, node);
    node.stage = "copying";
    turn.run.copies.set(node.key, node);
    issueAwaited(turn, node);
  } else {
    succeed(turn, node, undefined);
  }
}
