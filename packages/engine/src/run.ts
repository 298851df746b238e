/**
 * The state of one root execution, and the words everything in the engine is keyed by.
 *
 * A run is owned by its caller and changed in place by `step` (step.ts): copying the state of thousands of nodes for
 * each event would be quadratic. It is never stored: replaying the journal of events rebuilds it, equal in every
 * field. Read it through status.ts and outstanding.ts.
 */
import type { SubNode } from "./array-state.ts";
import type { Breakpoint } from "./breakpoint.ts";
import type { RunError } from "./event.ts";
import { executionRoot } from "./paths.ts";
import type { Plan } from "./plan.ts";
import type { ExecutionPhaseName } from "./record.ts";
import type { RecoveryOptions } from "./recovery.ts";
import { type LiveNode, makeScope, NodeState, type Scope } from "./scope.ts";

/** Milliseconds since 1970, UTC. */
export type Millis = number;
/** A flyte URI of a file or prefix: `s3://my-s3-bucket/metadata/propeller/…`. */
export type Uri = string;
/** Names the closure of a dynamic workflow by its content: the same text always stands for the same closure. */
export type ClosureRef = string;
/** Unique node id inside one execution (execution.md §1.2): `n1`, `n1-0-n0`. */
export type NodeKey = string;
/** Identifies a timer inside one execution. */
export type TimerId = string;
/** flyteidl.core.ExecutionError.ErrorKind by name. */
export type ErrorKind = "UNKNOWN" | "USER" | "SYSTEM";

/** One attempt of one node of one execution. */
export interface TaskKey {
  readonly project: string;
  readonly domain: string;
  readonly execution: string;
  readonly node: NodeKey;
  readonly attempt: number;
}

/** What a run is told once, when the execution is accepted; stored with it, since a replay needs the same. */
export interface RunOptions {
  readonly project: string;
  readonly domain: string;
  /** Name of the execution. */
  readonly execution: string;
  readonly plan: Plan;
  /** Task nodes of the whole execution that may be under way at once; 0 is unlimited. */
  readonly maxParallelism: number;
  /** Raw data of attempts goes below it, by names unique within project and domain only. */
  readonly rawOutputPrefix: Uri;
  /** `s3://my-s3-bucket/metadata/propeller`: the execution's own directory is made below it. */
  readonly metadataPrefix: Uri;
  /** The execution's override of the workflow's default; undefined for none. */
  readonly interruptible?: boolean;
  /**
   * Finds the plan of a dynamic workflow that was compiled and stored: always an equal plan for a ref, so that a replay
   * meets the same. Undefined when there is none; the node then waits on.
   */
  readonly dynamicPlan?: (ref: ClosureRef) => Plan | undefined;
  /** Of an execution that takes over what another has finished; undefined for every other. */
  readonly recovery?: RecoveryOptions;
  /** Cached results are not used but replaced. */
  readonly overwriteCache?: boolean;
}

export interface Run {
  readonly options: RunOptions;
  /** UNDEFINED until it was started. */
  phase: "UNDEFINED" | ExecutionPhaseName;
  /** Time of the newest execution record. */
  recordedAt: Millis;
  readonly root: Scope;
  /** Nodes under way by key. */
  readonly live: Map<NodeKey, LiveNode>;
  /** Sub-nodes of arrays that wait for an answer from outside, by key. */
  readonly subNodes: Map<NodeKey, SubNode>;
  /** Copies under way by the key the command names. */
  readonly copies: Map<NodeKey, LiveNode>;
  readonly timers: Map<TimerId, Timer>;
  /**
   * Nodes that wait for a place, first come first served, those under way for their next attempt among them; entries
   * before `readyFrom` are gone.
   */
  ready: NodeRef[];
  readyFrom: number;
  /** Places taken of maxParallelism. */
  used: number;
  /** By their id (breakpoint.ts). */
  readonly breakpoints: Map<string, Breakpoint>;
  /** Nodes to be held before they begin, because somebody went on by one step. */
  readonly steps: Set<NodeKey>;
  /** Nodes per NodeState in scopes that were closed. */
  readonly closedCounts: Uint32Array;
  /** A command of ours could not be carried out, over and over: nothing more is begun. */
  givenUp: boolean;
  /** What the execution failed with. */
  error: RunError | undefined;
  errorNode: NodeKey | undefined;
  /** As the user gave it. */
  abortReason: string | undefined;
  /** How often each command could not be carried out since anything moved. */
  readonly commandFailures: Map<string, number>;
}

export interface NodeRef {
  readonly scope: Scope;
  readonly index: number;
}

export type Timer =
  /**
   * The attempt's deadline, or the node's over all attempts (execution.md §2.4), or the end of its sleep; the next thing
   * that happens to an array's sub-nodes by time.
   */
  | { readonly kind: "execution" | "active" | "sleep" | "array"; readonly node: NodeKey; readonly at: Millis }
  /** Time to issue a failed command again. */
  | { readonly kind: "reissue"; readonly command: string; readonly at: Millis };

/** A run in which nothing has happened; `step` it with a `started` event. */
export function createRun(options: RunOptions): Run {
  return {
    options,
    phase: "UNDEFINED",
    recordedAt: 0,
    root: makeScope(
      options.plan.root,
      { parent: undefined, around: undefined, prefix: executionRoot(options), path: "" },
      options.recovery !== undefined,
    ),
    live: new Map(),
    subNodes: new Map(),
    copies: new Map(),
    timers: new Map(),
    ready: [],
    readyFrom: 0,
    used: 0,
    breakpoints: new Map(),
    steps: new Set(),
    closedCounts: new Uint32Array(Object.keys(NodeState).length),
    givenUp: false,
    error: undefined,
    errorNode: undefined,
    abortReason: undefined,
    commandFailures: new Map(),
  };
}
