/**
 * One instance of a workflow inside a run: the root, or what one attempt of a sub-workflow, branch or dynamic node opened.
 *
 * Per node it keeps a few numbers in arrays; only nodes that are under way have an object (`LiveNode`), so that
 * thousands of finished leaves weigh next to nothing.
 */
import type { JsonValue } from "@bufbuild/protobuf";
import type { ArrayState } from "./array-state.ts";
import type { HoldSide } from "./breakpoint.ts";
import type { Finding, RunError } from "./event.ts";
import { uniqueNodeId } from "./node-id.ts";
import { type NodePlan, successors, type WorkflowPlan } from "./plan.ts";
import { startNodeId } from "./plan-ids.ts";
import type { CacheRecord, NodePhaseName, TaskPhaseName } from "./record.ts";
import type { Anew } from "./recovery.ts";
import type { ClosureRef, Millis, NodeKey, NodeRef, TimerId, Uri } from "./run.ts";

/** Where a node stands. Up to `running` it can still move; `aborted` and `dropped` are ends that decide nothing. */
export const NodeState = {
  /** For nodes before it. */
  waiting: 0,
  /** For a place in the execution's parallelism. */
  ready: 1,
  /** Its inputs are being resolved; nothing is visible yet. */
  resolving: 2,
  queued: 3,
  running: 4,
  succeeded: 5,
  failed: 6,
  skipped: 7,
  timedOut: 8,
  aborted: 9,
  /** Ended before anything of it was visible. */
  dropped: 10,
  /** Taken over from the source of a recovering run. */
  recovered: 11,
} as const;
export type NodeStateName = keyof typeof NodeState;
export type NodeState = (typeof NodeState)[NodeStateName];

export interface Scope {
  readonly plan: WorkflowPlan;
  /** The sub-workflow, branch or dynamic node it is inside of; undefined for the root. */
  readonly parent: LiveNode | undefined;
  /** Of the arms of a branch: the workflow they stand in, whose nodes they read. Undefined for a workflow. */
  readonly around: Scope | undefined;
  /** The closure of the innermost dynamic workflow it belongs to, which has its tasks; undefined for the execution's. */
  readonly closure: ClosureRef | undefined;
  /** Attempt of that node: a later attempt opens a new scope. */
  readonly parentAttempt: number;
  /** Directory of the nodes' data directories. */
  readonly prefix: Uri;
  /** Template node ids from the root, each followed by "/". */
  readonly path: string;
  /** NodeState per node. */
  readonly state: Uint8Array;
  /** Attempt per node that has ended: names its output directory. */
  readonly attempt: Uint32Array;
  /** Predecessors not yet decided. */
  readonly remaining: Uint32Array;
  /** 1 when a predecessor was skipped, failed or timed out. */
  readonly spoilt: Uint8Array;
  /** Whether its nodes may be taken over from the source of a recovering run. */
  readonly recovers: boolean;
  /** 1 when a predecessor was not taken over, in a scope that recovers; else without elements. */
  readonly fresh: Uint8Array;
  /** Nodes that the source could not give. */
  readonly anew: Map<number, Anew>;
  /** Nodes per NodeState. */
  readonly counts: Uint32Array;
  readonly live: Set<LiveNode>;
  /** Nodes of branch arms that wait for a node of this workflow. */
  readonly waiters: Map<number, readonly NodeRef[]>;
  /** Branch nodes that have chosen: the arm, and in which attempt. */
  readonly taken: Map<number, { readonly arm: number; readonly attempt: number }>;
  /** Nodes not yet succeeded, failed, timed out or skipped, the failure node left out. */
  undecided: number;
  /** Set once nothing more may start in it. */
  stopping: boolean;
  closed: boolean;
  /** Failures so far by node, while the policy lets the others go on. */
  readonly failures: Map<number, Failure>;
  /** What the workflow fails with. */
  failure: Failure | undefined;
}

export interface Failure {
  readonly error: RunError;
  /** The node it came from; undefined when it is not a node's. */
  readonly node: NodeKey | undefined;
}

/** A node under way: from the resolution of its inputs until its end, container included. */
export interface LiveNode {
  readonly scope: Scope;
  readonly index: number;
  readonly plan: NodePlan;
  readonly key: NodeKey;
  stage: Stage;
  /** Phase of its newest record. */
  recorded: NodePhaseName | undefined;
  /** Time of its newest record: later ones are not earlier. */
  recordedAt: Millis;
  attempt: number;
  systemFailures: number;
  /** The live attempt of a task node, or what stands for one of an array node. */
  task: TaskState | undefined;
  /** Whether it has one of the execution's places; a dynamic node gives its own back when its task has ended. */
  hasPlace: boolean;
  /** Set once the task of this attempt has asked for nodes in its place (dynamic.ts). */
  dynamic: DynamicState | undefined;
  /** The sub-nodes of an array node's newest attempt. */
  array: ArrayState | undefined;
  /** The live scope of a sub-workflow, branch or dynamic node. */
  child: Scope | undefined;
  /** Where a branch node has its outputs from, once its arm has succeeded. */
  copied: Uri | undefined;
  /** Whether the nodes inside it may be taken over from the source of a recovering run. */
  readonly recovers: boolean;
  /** What its inputs were found to say; the same for all attempts. */
  finding: Finding | undefined;
  /** It may have the reservation of its cache key (caching.ts). */
  isReserving: boolean;
  /** Who makes the result that it waits for, in words. */
  heldBy: string | undefined;
  /** Set while we wait for the end of its attempt or scope: what comes then. */
  ending: Ending | undefined;
  readonly timers: Set<TimerId>;
  /** At which breakpoint it is, or was. */
  held: Held | undefined;
  /** Nodes inside it that are held: while there are any, its deadlines stand still. */
  heldInside: number;
  /** Those deadlines, by what was left of each. */
  paused: readonly PausedDeadline[];
}

export interface PausedDeadline {
  readonly timer: TimerId;
  readonly kind: "execution" | "active";
  readonly left: Millis;
}

/**
 * What a live node waits for: what the source of a recovering run has of it; its inputs; a word of the cache; its task
 * attempt; its start node's outputs (a later attempt of a sub-workflow node); its dynamic workflow compiled; the scope
 * inside; its outputs; a time; a signal; an execution of its own; its sub-nodes; a place for its next attempt; its outputs in the cache.
 * At a breakpoint: the test of its condition; somebody who lets it go; other inputs put in place; a place, once let go.
 */
export type Stage =
  | "lookUp"
  | "resolving"
  | "askingCache"
  | "attempt"
  | "opening"
  | "compiling"
  | "inside"
  | "copying"
  | "sleeping"
  | "signal"
  | "child"
  | "subNodes"
  | "place"
  | "storing"
  | "asking"
  | "held"
  | "editing"
  | "released";

export interface DynamicState {
  /** Where the nodes it asked for stand: a flyteidl.core.DynamicJobSpec. */
  readonly futures: Uri;
  /** Undefined until they are compiled. */
  readonly closure: ClosureRef | undefined;
}

/** Of a node at a breakpoint. */
export interface Held {
  readonly when: HoldSide;
  /** After it: what it will have succeeded with. */
  readonly outputs: Uri | undefined;
  readonly cache: CacheRecord | undefined;
  readonly cause: "breakpoint" | "step";
  /** While it is being tested. */
  readonly condition?: JsonValue;
  /** Why that could not be tested. */
  readonly problem?: string;
  /** Where the other inputs are that somebody gave it. */
  readonly edited?: Uri;
  /** It was let go while they were being put in place: it goes then. */
  readonly goes?: boolean;
}

export interface TaskState {
  /** Undefined until the first report. */
  phase: TaskPhaseName | undefined;
  version: number;
  reason: string;
  recordedAt: Millis;
}

export type Ending =
  | { readonly kind: "retry"; readonly reason: string }
  | { readonly kind: "fail"; readonly reason: string; readonly failure: Failure }
  | { readonly kind: "timeOut"; readonly reason: string }
  | { readonly kind: "abort"; readonly reason: string };

/**
 * A scope in which nothing has happened.
 *
 * @param recovers of the root; a scope inside a node recovers if the node lets it
 */
export function makeScope(
  plan: WorkflowPlan,
  at: Pick<Scope, "parent" | "around" | "prefix" | "path"> & { readonly closure?: ClosureRef },
  recovers = at.parent?.recovers ?? false,
): Scope {
  const size = plan.nodes.length;
  const counts = new Uint32Array(Object.keys(NodeState).length);
  counts[NodeState.waiting] = size;
  return {
    plan,
    parentAttempt: at.parent?.attempt ?? 0,
    ...at,
    closure: at.closure ?? at.parent?.scope.closure,
    state: new Uint8Array(size),
    attempt: new Uint32Array(size),
    remaining: Uint32Array.from(plan.upCount),
    spoilt: new Uint8Array(size),
    recovers,
    fresh: new Uint8Array(recovers ? size : 0),
    anew: new Map(),
    counts,
    live: new Set(),
    waiters: new Map(),
    taken: new Map(),
    undecided: plan.onFailure === undefined ? size : size - 1,
    stopping: false,
    closed: false,
    failures: new Map(),
    failure: undefined,
  };
}

/** The scope whose nodes a promise of this one names. */
export function lookupOf(scope: Scope): Scope {
  return scope.around ?? scope;
}

/** Moves a node, and the counters with it. */
export function setState(scope: Scope, index: number, state: NodeState): void {
  const before = scope.state[index] ?? 0;
  scope.counts[before] = (scope.counts[before] ?? 0) - 1;
  scope.counts[state] = (scope.counts[state] ?? 0) + 1;
  scope.state[index] = state;
  if (isDecided(state) && !isDecided(before) && index !== scope.plan.onFailure) scope.undecided -= 1;
}

/** Whether nodes after it can go by it. */
export function isDecided(state: number | undefined): boolean {
  return (
    hasSucceeded(state) || state === NodeState.failed || state === NodeState.timedOut || state === NodeState.skipped
  );
}

/** Whether its outputs are there, or were there to be had. */
export function hasSucceeded(state: number | undefined): boolean {
  return state === NodeState.succeeded || state === NodeState.recovered;
}

/** Unique node id of a node of this scope. */
export function keyOf(scope: Scope, index: number): NodeKey {
  const { parent, parentAttempt } = scope;
  return uniqueNodeId(parent && { key: parent.key, attempt: parentAttempt }, scope.plan.nodes[index]?.id ?? "");
}

/** Key of the scope's start node: names the copy of inputs a later attempt of a sub-workflow begins with. */
export function startKeyOf(parent: LiveNode): NodeKey {
  return uniqueNodeId({ key: parent.key, attempt: parent.attempt }, startNodeId);
}

/**
 * The failure a workflow ends with when all of its nodes were decided: the last failing node that upstream's
 * depth-first walk meets, successors in ascending id order (execution.md §1.5).
 */
export function lastVisitedFailure(scope: Scope): Failure | undefined {
  if (scope.around !== undefined) return [...scope.failures.values()].at(-1);
  const seen = new Uint8Array(scope.plan.nodes.length);
  const left = [scope.plan.start];
  for (let index = left.pop(); index !== undefined; index = left.pop()) {
    if (seen[index] === 1) continue;
    seen[index] = 1;
    const failure = scope.failures.get(index);
    if (failure !== undefined) return failure;
    for (const next of successors(scope.plan, index)) left.push(next);
  }
  return undefined;
}
