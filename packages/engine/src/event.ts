/**
 * What happened: the only way anything gets into a run.
 *
 * Events are plain JSON values: the journal keeps them, a run is rebuilt by replaying them, and the browser replays
 * them for the time cursor. Times and ids come in here, never from a clock. Data never does: values stay in files
 * behind URIs. Anything may arrive late, twice or for a node that is long done; `step` then changes nothing.
 */
import type { Breakpoint, HoldSide } from "./breakpoint.ts";
import type { Dataset } from "./cache-key.ts";
import type { CacheRecord } from "./record.ts";
import type { Anew } from "./recovery.ts";
import type { ClosureRef, ErrorKind, Millis, NodeKey, TaskKey, TimerId, Uri } from "./run.ts";

export type RunEvent =
  /** The execution was accepted; its inputs are stored at the start node's output URI. */
  | { readonly kind: "started"; readonly at: Millis }
  /** What the source of a recovering run has of a node. */
  | { readonly kind: "recoveryFound"; readonly node: NodeKey; readonly at: Millis; readonly found: Recovered }
  /** The node's inputs were resolved and written to the URI the command named; with them what they were asked for. */
  | { readonly kind: "inputsResolved"; readonly node: NodeKey; readonly at: Millis; readonly finding?: Finding }
  | { readonly kind: "inputsFailed"; readonly node: NodeKey; readonly at: Millis; readonly error: RunError }
  /** Progress of one attempt before its end. The same phase with another reason is a new phase version. */
  | {
      readonly kind: "taskReported";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly phase: "QUEUED" | "WAITING_FOR_RESOURCES" | "INITIALIZING" | "RUNNING";
      readonly reason: string;
    }
  /** The attempt's end, judged (execution.md §2.3). Outputs, if any, are in the attempt's output URI. */
  | {
      readonly kind: "taskEnded";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly verdict: Verdict;
    }
  /** The attempt we asked to stop is gone for certain. */
  | { readonly kind: "taskStopped"; readonly node: NodeKey; readonly attempt: number; readonly at: Millis }
  /** The nodes that this attempt's task asked for are compiled, their closure kept. */
  | {
      readonly kind: "futuresCompiled";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly closure: ClosureRef;
    }
  /** They cannot be run: the node fails for good. */
  | {
      readonly kind: "futuresRefused";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly error: RunError;
    }
  /** `copyOutputs` was carried out, for the node it names; `written` is false when the source has no outputs file. */
  | { readonly kind: "outputsCopied"; readonly node: NodeKey; readonly at: Millis; readonly written: boolean }
  /** The signal a gate waits for has a value; with an error when it says no, or cannot be used. */
  | {
      readonly kind: "signalReceived";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly error?: RunError;
    }
  /** The execution that is this attempt is there. */
  | { readonly kind: "childLaunched"; readonly node: NodeKey; readonly attempt: number; readonly at: Millis }
  /** It has ended, its outputs copied; or it cannot be launched. */
  | {
      readonly kind: "childEnded";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly outcome: ChildOutcome;
    }
  /** What the cache says; `held` for as long as another makes the same result. */
  | { readonly kind: "cacheChecked"; readonly node: NodeKey; readonly at: Millis; readonly outcome: CacheOutcome }
  /** The outputs of the attempt are kept, or could not be. */
  | {
      readonly kind: "cacheWritten";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly at: Millis;
      readonly status: "CACHE_POPULATED" | "CACHE_PUT_FAILURE";
      /** Undefined when not even the key could be made. */
      readonly entry?: CacheEntry;
    }
  /** Somebody wants the run to wait there from now on, or no longer; `id` as of `breakpointId`. */
  | { readonly kind: "breakpointSet"; readonly breakpoint: Breakpoint; readonly at: Millis }
  | { readonly kind: "breakpointCleared"; readonly id: string; readonly at: Millis }
  /** A breakpoint's condition was tested; with a problem where it could not be, in words. */
  | {
      readonly kind: "breakpointTested";
      readonly node: NodeKey;
      readonly when: HoldSide;
      readonly at: Millis;
      readonly hit: boolean;
      readonly problem?: string;
    }
  /** Somebody lets a held node go; `stepped`: and wants those held that begin next because of it. */
  | { readonly kind: "continued" | "stepped"; readonly node: NodeKey; readonly at: Millis }
  /** Somebody gave a held node other inputs, which fit it and lie at `from`. */
  | { readonly kind: "inputsEdited"; readonly node: NodeKey; readonly from: Uri; readonly at: Millis }
  /** They have taken the place of its own. */
  | {
      readonly kind: "inputsReplaced";
      readonly node: NodeKey;
      readonly from: Uri;
      readonly at: Millis;
      readonly finding?: Finding;
    }
  | { readonly kind: "timerFired"; readonly timer: TimerId; readonly at: Millis }
  /** Somebody asked for the end of the execution. */
  | { readonly kind: "abortRequested"; readonly at: Millis; readonly reason: string }
  /**
   * A command, named by its key (command-key.ts), could not be carried out for a reason of our own (storage, an odd
   * answer); it is issued again after a pause.
   */
  | { readonly kind: "commandFailed"; readonly at: Millis; readonly command: string; readonly message: string };

/** What became of a node that was looked up in the source of a recovering run. */
export type Recovered =
  | {
      readonly kind: "reused";
      /** The execution it ran in, by name: the source, or where that had it from. */
      readonly from: string;
      /** Whether it has an outputs file. */
      readonly outputs: boolean;
      /** What caching came to there. */
      readonly cache?: CacheRecord;
    }
  /** The source has nothing to give. */
  | ({ readonly kind: "anew" } & Anew);

/** What the inputs of a node say about its course: worked out where the values are, because they stay there. */
export type Finding =
  /** How long a core-sleep task takes, in milliseconds. */
  | { readonly kind: "sleep"; readonly ms: number }
  /** Which arm of a branch is taken, counted from 0. */
  | { readonly kind: "branch"; readonly arm: number }
  /** How many sub-nodes an array has; of those that sleep, how long in ms: one for all, or one each; −1: its input is no time. */
  | { readonly kind: "array"; readonly size: number; readonly sleeps?: readonly number[] }
  /** The inputs cannot be used: the node fails with this. */
  | { readonly kind: "refused"; readonly error: RunError };

/** What a lookup comes to. On a hit the outputs are where the command wanted them. */
export type CacheOutcome =
  | { readonly kind: "hit"; readonly entry: CacheEntry }
  | { readonly kind: "miss" }
  /** In words: who has the reservation. */
  | { readonly kind: "held"; readonly owner: string };

/** flyteidl.core.CatalogMetadata as a plain value. */
export interface CacheEntry {
  readonly dataset: Dataset;
  readonly tag: string;
  /** Undefined where nothing is kept. */
  readonly artifactId?: string;
  /** Of a hit: the attempt that made it. */
  readonly source?: CacheSource;
}

export interface CacheSource {
  readonly project: string;
  readonly domain: string;
  readonly execution: string;
  readonly node: NodeKey;
  readonly attempt: number;
  /** Identifier text; of the version that wrote into the dataset first. */
  readonly task: string;
}

/** How the execution of a launch plan node ended. */
export type ChildOutcome = { readonly kind: "succeeded" } | { readonly kind: "failed"; readonly error: RunError };

/** How an attempt ended. */
export type Verdict =
  | { readonly kind: "succeeded"; readonly outputs: Uri | undefined }
  /** It asks for nodes to run in its place, described at `futures` (flyteidl.core.DynamicJobSpec). */
  | { readonly kind: "dynamic"; readonly futures: Uri }
  | { readonly kind: "failed"; readonly error: RunError; readonly retryable: boolean };

/** flyteidl.core.ExecutionError as a plain value. */
export interface RunError {
  readonly code: string;
  readonly message: string;
  readonly kind: ErrorKind;
}

/** Which attempt: the key under which the runner knows it. */
export type { TaskKey };
