/** What a run can be asked: is it over, how far is it, and what holds a node up. */
import { type ArrayState, progressOf, subNodeCounts } from "./array-state.ts";
import { type NotTaken, notTaken } from "./branch.ts";
import type { HoldSide } from "./breakpoint.ts";
import { isFailureNode } from "./failure-node.ts";
import { type Gate, whyGate } from "./gate-plan.ts";
import { holdText } from "./hold.ts";
import { uniqueNodeId } from "./node-id.ts";
import { successors } from "./plan.ts";
import type { ExecutionPhaseName, SubNodeCounts } from "./record.ts";
import type { Millis, NodeKey, NodeRef, Run } from "./run.ts";
import { hasSucceeded, isDecided, keyOf, lookupOf, NodeState, type NodeStateName, type Scope } from "./scope.ts";
import { sleepTimer } from "./timers.ts";

const terminal: ReadonlySet<Run["phase"]> = new Set<ExecutionPhaseName>([
  "SUCCEEDED",
  "FAILED",
  "ABORTED",
  "TIMED_OUT",
]);

/** Whether nothing will happen in it any more. */
export function isFinished(run: Run): boolean {
  return terminal.has(run.phase);
}

/** Nodes per state, of all scopes opened so far; a sub-workflow's nodes count from when it is entered. */
export function counts(run: Run): Record<NodeStateName, number> {
  const total = Uint32Array.from(run.closedCounts);
  for (const scope of openScopes(run)) {
    scope.counts.forEach((count, state) => {
      total[state] = (total[state] ?? 0) + count;
    });
  }
  const of = (name: NodeStateName) => total[NodeState[name]] ?? 0;
  return {
    waiting: of("waiting"),
    ready: of("ready"),
    resolving: of("resolving"),
    queued: of("queued"),
    running: of("running"),
    succeeded: of("succeeded"),
    failed: of("failed"),
    skipped: of("skipped"),
    timedOut: of("timedOut"),
    aborted: of("aborted"),
    dropped: of("dropped"),
    recovered: of("recovered"),
  };
}

/** What holds a node up, as data and in words. */
export type Why = { readonly text: string } & (
  | { readonly kind: "notStarted" }
  | { readonly kind: "upstream"; readonly nodes: readonly NodeKey[] }
  | { readonly kind: "parallelism"; readonly used: number; readonly max: number }
  | { readonly kind: "lookUp" }
  | { readonly kind: "inputs" }
  /** The cache is being asked, or `owner` makes the same result. */
  | { readonly kind: "cache"; readonly owner: string | undefined }
  | { readonly kind: "task"; readonly attempt: number; readonly reason: string }
  | { readonly kind: "compiling" }
  | { readonly kind: "sleep"; readonly until: Millis }
  | { readonly kind: "array"; readonly counts: SubNodeCounts }
  | Omit<Gate, "text">
  | { readonly kind: "stopping"; readonly reason: string }
  | { readonly kind: "skipped"; readonly nodes: readonly NodeKey[] }
  | Omit<NotTaken, "text">
  /** At a breakpoint, until somebody lets it go. */
  | { readonly kind: "held"; readonly when: HoldSide; readonly cause: "breakpoint" | "step" }
  | { readonly kind: "neverStarted" }
  /** A failure node of a workflow that has not failed. */
  | { readonly kind: "onFailure" }
);

/**
 * Why a node is not running; undefined when it runs, has run, or is not known (the scope it belongs to is not open).
 *
 * Looks the node up by going through the open scopes: for a reader, not for each event.
 */
export function why(run: Run, node: NodeKey): Why | undefined {
  for (const scope of openScopes(run)) {
    const arm = whyArm(scope, node);
    if (arm !== undefined) return arm;
    const index = scope.plan.nodes.findIndex((_, each) => keyOf(scope, each) === node);
    if (index >= 0) return whyNot(run, { scope, index });
  }
  return undefined;
}

function whyNot(run: Run, { scope, index }: NodeRef): Why | undefined {
  const state = scope.state[index];
  switch (state) {
    case NodeState.waiting:
      if (run.phase === "UNDEFINED") return { kind: "notStarted", text: "The execution has not started yet." };
      if (scope.stopping && !isFailureNode(run, scope, index)) return neverStarted;
      if (index === scope.plan.onFailure) return { kind: "onFailure", text: "Runs only when its workflow has failed." };
      return whyUpstream(scope, index);
    case NodeState.ready:
      return scope.stopping && !isFailureNode(run, scope, index) ? neverStarted : whyPlace(run);
    case NodeState.dropped:
      return neverStarted;
    case NodeState.resolving:
      if (run.live.get(keyOf(scope, index))?.stage === "lookUp") return whyLookUp(run);
      if (run.live.get(keyOf(scope, index))?.stage === "askingCache") return whyCache(undefined);
      return { kind: "inputs", text: "Its inputs are being resolved." };
    case NodeState.queued:
    case NodeState.running:
      return whyAttempt(run, keyOf(scope, index));
    case NodeState.skipped:
      return whySkipped(scope, index);
    default:
      return undefined;
  }
}

function whyPlace({ used, options: { maxParallelism: max } }: Run): Why {
  return { kind: "parallelism", used, max, text: `Waits for a place: parallelism ${used} of ${max}.` };
}

/** Of a branch that may be long done: its arms' scope is gone, its choice is known. */
function whyArm(scope: Scope, node: NodeKey): Why | undefined {
  for (const [branch, { arm, attempt }] of scope.taken) {
    const target = scope.plan.nodes[branch]?.target;
    if (target?.kind !== "branch") continue;
    const parent = { key: keyOf(scope, branch), attempt };
    const index = target.branch.arms.nodes.findIndex(({ id }) => uniqueNodeId(parent, id) === node);
    if (index >= 0 && index !== arm) return notTaken(target.branch, arm, index);
  }
  return undefined;
}

const neverStarted: Why = { kind: "neverStarted", text: "Not started: its workflow ended before." };

function whyLookUp({ options: { recovery } }: Run): Why {
  return { kind: "lookUp", text: `It is looked up in execution ${recovery?.source ?? ""}.` };
}

function whyUpstream(scope: Scope, index: number): Why {
  const from = lookupOf(scope);
  const open = predecessors(scope, index).filter((each) => !isDecided(from.state[each]));
  return { kind: "upstream", nodes: open.map((each) => keyOf(from, each)), text: `Waits for ${names(from, open)}.` };
}

function whySkipped(scope: Scope, index: number): Why {
  const from = lookupOf(scope);
  const spoiling = predecessors(scope, index).filter((each) => !hasSucceeded(from.state[each]));
  const causes = spoiling.map((each) => `${names(from, [each])} ${stateWord(from.state[each])}`);
  const text = `Skipped because ${causes.join(" and ")}.`;
  return { kind: "skipped", nodes: spoiling.map((each) => keyOf(from, each)), text };
}

function whyAttempt(run: Run, key: NodeKey): Why | undefined {
  const node = run.live.get(key);
  if (node === undefined) return undefined;
  if (node.ending !== undefined) {
    return { kind: "stopping", reason: node.ending.reason, text: `Is being stopped: ${node.ending.reason}` };
  }
  if (node.held !== undefined && (node.stage === "held" || node.stage === "editing")) {
    const { when, cause } = node.held;
    return { kind: "held", when, cause, text: holdText(node.held) };
  }
  if (node.stage === "released") return whyPlace(run);
  const sleep = node.stage === "sleeping" ? run.timers.get(sleepTimer(node.key, node.attempt)) : undefined;
  if (sleep !== undefined) {
    return { kind: "sleep", until: sleep.at, text: `Sleeps until ${new Date(sleep.at).toISOString()}.` };
  }
  if (node.stage === "askingCache") return whyCache(node.heldBy);
  if (node.array !== undefined && node.stage === "subNodes") return whySubNodes(node.array);
  const { target } = node.plan;
  if (node.stage === "signal" && target.kind === "gate" && target.gate.kind !== "sleep") return whyGate(target.gate);
  if (node.stage === "compiling") return { kind: "compiling", text: "The nodes it asked for are being compiled." };
  if (node.stage === "place") return whyPlace(run);
  if (node.task === undefined || node.task.phase === "RUNNING") return undefined;
  const { reason } = node.task;
  const text = reason === "" ? "Its task has not reported yet." : reason;
  return { kind: "task", attempt: node.attempt, reason, text };
}

function whyCache(owner: string | undefined): Why {
  const text =
    owner === undefined
      ? "Looks for an earlier result with the same inputs."
      : `Waits for ${owner} to make the same result (serialized cache).`;
  return { kind: "cache", owner, text };
}

/** While none of an array's sub-nodes runs, what the first of them waits for. */
function whySubNodes(array: ArrayState): Why | undefined {
  const counts = subNodeCounts(array);
  if (counts.running > 0) return undefined;
  const [first] = array.live;
  const reason = first === undefined || first.reason === "" ? "" : ` The first of them: ${first.reason}`;
  return { kind: "array", counts, text: `${progressOf(array)}.${reason}` };
}

/** In the scope that promises name. */
function predecessors(scope: Scope, index: number): number[] {
  if (scope.around !== undefined) return scope.plan.nodes[index]?.sources.map((each) => each.index) ?? [];
  return scope.plan.nodes.flatMap((_, each) => (successors(scope.plan, each).includes(index) ? [each] : []));
}

function names(scope: Scope, indices: readonly number[]): string {
  return indices.map((each) => scope.plan.nodes[each]?.id).join(", ");
}

function stateWord(state: number | undefined): string {
  if (state === NodeState.failed) return "failed";
  return state === NodeState.timedOut ? "timed out" : "was skipped";
}

function openScopes(run: Run): Scope[] {
  const scopes = [run.root];
  for (const scope of scopes) {
    for (const node of scope.live) if (node.child !== undefined) scopes.push(node.child);
  }
  return scopes;
}
