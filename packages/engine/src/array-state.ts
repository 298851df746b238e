/**
 * An attempt of an array node under way: a few bytes for each sub-node, an object only for those that wait for an
 * answer from outside.
 */
import { type Agenda, emptyAgenda } from "./agenda.ts";
import type { RunError } from "./event.ts";
import type { SubNodeCounts, TaskPhaseName } from "./record.ts";
import type { NodeKey } from "./run.ts";
import type { LiveNode } from "./scope.ts";
import { noSubNodeErrors, type SubNodeErrors } from "./sub-node-errors.ts";

/** Where a sub-node stands. */
export const SubNodeState = { waiting: 0, queued: 1, running: 2, succeeded: 3, failed: 4, aborted: 5 } as const;
export type SubNodeState = (typeof SubNodeState)[keyof typeof SubNodeState];

export interface ArrayState {
  readonly size: number;
  readonly minSuccesses: number;
  /** SubNodeState, newest attempt and failures of the SYSTEM kind per sub-node. */
  readonly state: Uint8Array;
  readonly attempt: Uint32Array;
  readonly systemFailures: Uint8Array;
  /** Sub-nodes per SubNodeState. */
  readonly counts: Uint32Array;
  /** The first that has not begun. */
  next: number;
  /** Those that an attempt outside, or an execution, is under way for. */
  readonly live: Set<SubNode>;
  /** Indices of those that may have the reservation of their cache key. */
  readonly reserving: Set<number>;
  readonly agenda: Agenda;
  readonly errors: SubNodeErrors;
  /** Too many have failed: what the array fails with when the rest is gone. */
  failing: RunError | undefined;
}

/** A sub-node that waits for an answer from outside. */
export interface SubNode {
  readonly array: LiveNode;
  readonly index: number;
  readonly key: NodeKey;
  /** What it waits for: a word of the cache; its attempt, or execution; its outputs in the cache. */
  stage: "askingCache" | "attempt" | "storing";
  /** Of its newest attempt, as last recorded. */
  phase: TaskPhaseName;
  /** In words, as last reported with a phase. */
  reason: string;
  /** Set while we wait for the end of its attempt: what comes then. */
  ending: SubNodeEnding | undefined;
}

export type SubNodeEnding =
  | { readonly kind: "retry" | "abort"; readonly reason: string }
  | { readonly kind: "fail"; readonly reason: string; readonly error: RunError };

export function makeArrayState(size: number, minSuccesses: number): ArrayState {
  const counts = new Uint32Array(Object.keys(SubNodeState).length);
  counts[SubNodeState.waiting] = size;
  return {
    size,
    minSuccesses,
    state: new Uint8Array(size),
    attempt: new Uint32Array(size),
    systemFailures: new Uint8Array(size),
    counts,
    next: 0,
    live: new Set(),
    reserving: new Set(),
    agenda: emptyAgenda(),
    errors: noSubNodeErrors(),
    failing: undefined,
  };
}

/** Moves a sub-node, and the counters with it. */
export function setSubNode({ state, counts }: ArrayState, index: number, next: SubNodeState): void {
  const before = state[index] ?? SubNodeState.waiting;
  counts[before] = (counts[before] ?? 0) - 1;
  counts[next] = (counts[next] ?? 0) + 1;
  state[index] = next;
}

export function countOf({ counts }: ArrayState, state: SubNodeState): number {
  return counts[state] ?? 0;
}

/** How many are under way. */
export function underWay(array: ArrayState): number {
  return countOf(array, SubNodeState.queued) + countOf(array, SubNodeState.running);
}

export function isUnderWay({ state }: ArrayState, index: number): boolean {
  return state[index] === SubNodeState.queued || state[index] === SubNodeState.running;
}

/** Whether so many have failed that the array cannot succeed. */
export function isLost(array: ArrayState): boolean {
  return array.size - countOf(array, SubNodeState.failed) < array.minSuccesses;
}

export function subNodeCounts(array: ArrayState | undefined): SubNodeCounts {
  const of = (state: SubNodeState) => (array === undefined ? 0 : countOf(array, state));
  return {
    size: array?.size ?? 0,
    queued: of(SubNodeState.queued),
    running: of(SubNodeState.running),
    succeeded: of(SubNodeState.succeeded),
    failed: of(SubNodeState.failed),
    aborted: of(SubNodeState.aborted),
  };
}

/** In words, how far it is. */
export function progressOf(array: ArrayState): string {
  const { size, succeeded, failed, running, queued } = subNodeCounts(array);
  const ended =
    failed > 0 ? `${succeeded} of ${size} succeeded, ${failed} failed` : `${succeeded} of ${size} succeeded`;
  const waiting = countOf(array, SubNodeState.waiting);
  return `${ended}; ${running} running, ${queued} queued, ${waiting} not begun`;
}
