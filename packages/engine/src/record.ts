/**
 * What became visible: the phase changes the Admin API, the console and published events speak of.
 *
 * Records are what upstream's propeller sends as WorkflowExecutionEvent, NodeExecutionEvent and TaskExecutionEvent
 * (flyteidl/event/event.proto), as plain values. Each (entity, phase[, version]) is emitted at most once.
 */
import type { Breakpoint, HoldSide } from "./breakpoint.ts";
import type { CacheEntry, RunError } from "./event.ts";
import type { ClosureRef, Millis, NodeKey, Uri } from "./run.ts";

export type ExecutionPhaseName =
  | "QUEUED"
  | "RUNNING"
  | "SUCCEEDING"
  | "SUCCEEDED"
  | "FAILING"
  | "FAILED"
  | "ABORTED"
  | "TIMED_OUT"
  | "ABORTING";

export type NodePhaseName =
  | "QUEUED"
  | "RUNNING"
  | "SUCCEEDED"
  | "FAILING"
  | "FAILED"
  | "ABORTED"
  | "SKIPPED"
  | "TIMED_OUT"
  | "DYNAMIC_RUNNING"
  | "RECOVERED";

export type TaskPhaseName =
  | "QUEUED"
  | "RUNNING"
  | "SUCCEEDED"
  | "ABORTED"
  | "FAILED"
  | "INITIALIZING"
  | "WAITING_FOR_RESOURCES";

export type RunRecord = ExecutionRecord | NodeRecord | TaskRecord | SubNodesRecord | HoldRecord | BreakpointsRecord;

export interface ExecutionRecord {
  readonly kind: "execution";
  readonly phase: ExecutionPhaseName;
  readonly at: Millis;
  readonly outputs: Uri | undefined;
  readonly error: RunError | undefined;
  /** The node whose failure this is; undefined when it is not a node's. */
  readonly errorNode: NodeKey | undefined;
}

export interface NodeRecord {
  readonly kind: "node";
  /** Unique node id (execution.md §1.2). */
  readonly node: NodeKey;
  /** Node id in its template. */
  readonly specNodeId: string;
  /** Template node ids from the root joined by "/": joins the row to the drawn graph. */
  readonly path: string;
  readonly parent: NodeKey | undefined;
  /** Attempt of the parent, as text; empty at top level. */
  readonly retryGroup: string;
  readonly phase: NodePhaseName;
  readonly at: Millis;
  readonly inputs: Uri | undefined;
  readonly outputs: Uri | undefined;
  readonly error: RunError | undefined;
  readonly isParent: boolean;
  /** With DYNAMIC_RUNNING: the nodes that its task asked for, and their closure. */
  readonly dynamic?: { readonly closure: ClosureRef; readonly futures: Uri };
  /** Below a dynamic node, at any depth; absent elsewhere. */
  readonly isInDynamicChain?: true;
  readonly isArray?: boolean;
  /** The newest attempt, from 0, and how many the user's budget allows. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Of a RECOVERED node: name of the execution it ran in. */
  readonly recoveredFrom?: string;
  /** Why, in words, where the phase alone does not say it. */
  readonly reason?: string;
  /** What caching came to; of a task that is not cached there is nothing to say. */
  readonly cache?: CacheRecord;
}

export interface CacheRecord {
  /** flyteidl.core.CatalogCacheStatus by name. */
  readonly status: "CACHE_HIT" | "CACHE_POPULATED" | "CACHE_PUT_FAILURE";
  readonly entry?: CacheEntry;
}

/** A node came to a breakpoint, or was let go. Not upstream's: its phase stays what it is. */
export interface HoldRecord {
  readonly kind: "hold";
  readonly node: NodeKey;
  readonly at: Millis;
  /** Undefined: it is held no longer. */
  readonly held: HoldSide | undefined;
  /** In words; empty when it is held no longer. */
  readonly reason: string;
}

/** The breakpoints of the execution from now on, all of them. */
export interface BreakpointsRecord {
  readonly kind: "breakpoints";
  readonly at: Millis;
  readonly breakpoints: readonly Breakpoint[];
}

export interface TaskRecord {
  readonly kind: "task";
  readonly node: NodeKey;
  readonly attempt: number;
  /** Identifier text of the task. */
  readonly task: string;
  readonly taskType: string;
  readonly phase: TaskPhaseName;
  readonly version: number;
  readonly at: Millis;
  readonly reason: string;
  readonly inputs: Uri;
  readonly outputs: Uri | undefined;
  readonly error: RunError | undefined;
  readonly generatedName: string;
  readonly interruptible: boolean;
}

/**
 * What became of sub-nodes of an array node in one step: the changes only, which whoever keeps them puts together
 * (upstream sends every external resource with each of its events).
 */
export interface SubNodesRecord {
  readonly kind: "subNodes";
  /** The array node, and its attempt. */
  readonly node: NodeKey;
  readonly arrayAttempt: number;
  /** phase_version of the array's task execution, which is RUNNING. */
  readonly version: number;
  readonly at: Millis;
  /** After the changes. */
  counts: SubNodeCounts;
  readonly changes: SubNodeChange[];
  /** All that were RUNNING are ABORTED now, without changes of their own. */
  areAborted: boolean;
}

export interface SubNodeChange {
  readonly index: number;
  readonly attempt: number;
  readonly phase: TaskPhaseName;
  readonly error?: RunError;
  /** Of one that has succeeded: what caching came to. */
  readonly cache?: CacheRecord["status"];
}

/** Sub-nodes by where their newest attempt stands; the rest of `size` has not begun. */
export interface SubNodeCounts {
  readonly size: number;
  readonly queued: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
}
