/** What is said of the attempts of sub-nodes from outside, and what follows for their array. */
import { assertNever } from "@skein/spec/never";
import { advance } from "./array.ts";
import { type ArrayState, type SubNode, SubNodeState, setSubNode } from "./array-state.ts";
import { rankOf } from "./attempt-order.ts";
import { cacheOfSubNode, heldReason } from "./caching.ts";
import type { CacheOutcome, ChildOutcome, RunEvent, Verdict } from "./event.ts";
import { subNodeCommand } from "./issue.ts";
import type { TaskPhaseName } from "./record.ts";
import type { Run } from "./run.ts";
import { concludeArray } from "./stop.ts";
import { concludeSubNode, eachOf, failSubNode, judge, retrySubNode, succeedSubNode } from "./sub-node.ts";
import { noteSubNode, type Turn } from "./turn.ts";

type Reported = Extract<RunEvent, { kind: "taskReported" }>;

/** Whether a report says anything the engine keeps: of a sub-node, only a phase later than the one it has. */
export function isKept(run: Run, { node, attempt, phase }: Pick<Reported, "node" | "attempt" | "phase">): boolean {
  const each = run.subNodes.get(node);
  if (each === undefined) return true;
  return each.array.array?.attempt[each.index] === attempt && isLater(phase, each.phase);
}

export function subNodeReported(turn: Turn, each: SubNode, { attempt, phase, reason }: Reported): void {
  const { array, index } = each;
  const state = array.array;
  if (state?.attempt[index] !== attempt || each.ending !== undefined || !isLater(phase, each.phase)) return;
  each.phase = phase;
  each.reason = reason;
  if (phase === "RUNNING") setSubNode(state, index, SubNodeState.running);
  noteSubNode(turn, array, index, phase);
}

/** The container is gone, by itself; its verdict counts unless we had asked for its end before. */
export function subNodeEnded(turn: Turn, each: SubNode, attempt: number, verdict: Verdict): void {
  const { array, index } = each;
  const state = attemptOf(each, attempt);
  const plan = eachOf(array);
  if (state === undefined || plan?.target.kind !== "task") return;
  if (each.ending !== undefined) {
    subNodeStopped(turn, each, attempt);
    return;
  }
  turn.commands.push({ kind: "removeTask", node: each.key, attempt });
  if (verdict.kind === "succeeded" && cacheOfSubNode(array) !== undefined) {
    storeSubNode(turn, each);
    return;
  }
  leave(turn, each, state);
  if (verdict.kind === "succeeded") {
    succeedSubNode(turn, array, state, index);
  } else {
    const { error, retryable } = verdict.kind === "dynamic" ? asksForNodes : verdict;
    const judged = retryable ? judge(state, plan, index, error) : ({ retry: false, error } as const);
    if (judged.retry) {
      noteSubNode(turn, array, index, "FAILED", { error });
      if (error.kind === "SYSTEM") state.systemFailures[index] = (state.systemFailures[index] ?? 0) + 1;
      retrySubNode(turn, array, state, index);
    } else {
      failSubNode(turn, array, state, index, judged.error, error);
    }
  }
  follow(turn, each);
}

/** What an element fails with whose task wrote futures.pb. */
const asksForNodes = {
  error: {
    kind: "USER",
    code: "DynamicWorkflowBuildFailed",
    message: "An element of an array node cannot ask for nodes of its own; map over a launch plan instead.",
  },
  retryable: false,
} as const;

/** The container we wanted to end is gone. */
export function subNodeStopped(turn: Turn, each: SubNode, attempt: number): void {
  const state = attemptOf(each, attempt);
  if (state === undefined || each.ending === undefined || eachOf(each.array)?.target.kind !== "task") return;
  turn.commands.push({ kind: "removeTask", node: each.key, attempt });
  gone(turn, each, state);
}

export function subNodeLaunched(turn: Turn, each: SubNode, attempt: number): void {
  const state = attemptOf(each, attempt);
  if (state === undefined || each.ending !== undefined || each.phase === "RUNNING") return;
  if (eachOf(each.array)?.target.kind !== "launchPlan") return;
  each.phase = "RUNNING";
  setSubNode(state, each.index, SubNodeState.running);
  noteSubNode(turn, each.array, each.index, "RUNNING");
}

/** A failure of the child is its sub-node's for good. */
export function subNodeChildEnded(turn: Turn, each: SubNode, attempt: number, outcome: ChildOutcome): void {
  const state = attemptOf(each, attempt);
  if (state === undefined || eachOf(each.array)?.target.kind !== "launchPlan") return;
  if (each.ending !== undefined) {
    gone(turn, each, state);
    return;
  }
  leave(turn, each, state);
  if (outcome.kind === "succeeded") succeedSubNode(turn, each.array, state, each.index);
  else failSubNode(turn, each.array, state, each.index, outcome.error);
  follow(turn, each);
}

/** What the cache says of a sub-node's result. One that is held waits on. */
export function subNodeCacheChecked(turn: Turn, each: SubNode, outcome: CacheOutcome): void {
  const { array, index } = each;
  const state = attemptOf(each, 0);
  if (state === undefined || each.stage !== "askingCache" || each.ending !== undefined) return;
  switch (outcome.kind) {
    case "held":
      each.reason = heldReason(outcome.owner);
      return;
    case "miss":
      each.stage = "attempt";
      each.reason = "";
      issueSubNode(turn, each);
      return;
    case "hit":
      state.reserving.delete(index);
      leave(turn, each, state);
      succeedSubNode(turn, array, state, index, "CACHE_HIT");
      follow(turn, each);
      return;
    default:
      assertNever(outcome, "outcome");
  }
}

/** Its outputs are kept, or could not be. */
export function subNodeCacheWritten(
  turn: Turn,
  each: SubNode,
  { attempt, status }: Extract<RunEvent, { kind: "cacheWritten" }>,
): void {
  const { array, index } = each;
  const state = attemptOf(each, attempt);
  if (state === undefined || each.stage !== "storing" || each.ending !== undefined) return;
  state.reserving.delete(index);
  leave(turn, each, state);
  succeedSubNode(turn, array, state, index, status);
  follow(turn, each);
}

function storeSubNode(turn: Turn, each: SubNode): void {
  each.stage = "storing";
  issueSubNode(turn, each);
}

function issueSubNode(turn: Turn, each: SubNode): void {
  const command = subNodeCommand(turn.run, each);
  if (command !== undefined) turn.commands.push(command);
}

function gone(turn: Turn, each: SubNode, state: ArrayState): void {
  const { ending } = each;
  if (ending === undefined) return;
  leave(turn, each, state);
  concludeSubNode(turn, each.array, state, each.index, ending);
  follow(turn, each);
}

/** Its attempt is over; the next has an object of its own. */
function leave(turn: Turn, each: SubNode, state: ArrayState): void {
  state.live.delete(each);
  turn.run.subNodes.delete(each.key);
}

function follow(turn: Turn, { array }: SubNode): void {
  if (array.ending === undefined) advance(turn, array);
  else concludeArray(turn, array);
}

function attemptOf({ array, index }: SubNode, attempt: number): ArrayState | undefined {
  return array.array?.attempt[index] === attempt ? array.array : undefined;
}

function isLater(phase: TaskPhaseName, than: TaskPhaseName): boolean {
  const rank = rankOf(phase);
  return rank !== undefined && rank > (rankOf(than) ?? 0);
}
