/**
 * What to do: everything the engine wants from the world.
 *
 * Commands are keyed and idempotent: carrying one out twice is the same as once, so that after a crash all that are
 * outstanding are simply issued again (`outstanding(run)` in outstanding.ts derives them from the state). None is
 * carried out before the step that issued it is committed.
 */
import type { JsonValue } from "@bufbuild/protobuf";
import type { Binding } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { LiteralType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { TaskNodeOverrides } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { SubNodeShape } from "./array-plan.ts";
import type { Decision } from "./branch-condition.ts";
import type { HoldSide } from "./breakpoint.ts";
import type { ToldError } from "./failure-node.ts";
import type { ClosureRef, Millis, NodeKey, TimerId, Uri } from "./run.ts";

export type Command =
  /**
   * Look a node of a recovering run up in its source, under the same unique id. Where it has succeeded there, copy its
   * inputs and outputs to `inputs` and `outputs`; where its task had asked for nodes, copy that to `futures`. Answered
   * by recoveryFound.
   */
  | {
      readonly kind: "lookUpRecovery";
      readonly node: NodeKey;
      /** Name of the source execution. */
      readonly source: string;
      /** Where the node's own inputs go, and the outputs of its first attempt. */
      readonly inputs: Uri;
      readonly outputs: Uri;
      readonly futures: Uri;
      /** Whether the node is of no use without its outputs. */
      readonly isRead: boolean;
    }
  /** Resolve `bindings` and write the LiteralMap to `to`; answered by inputsResolved or inputsFailed. */
  | {
      readonly kind: "resolveInputs";
      readonly node: NodeKey;
      readonly bindings: readonly Binding[];
      /** Node id in the scope (as in promises; "start-node" is the scope's inputs) → where its outputs are. */
      readonly sources: ReadonlyMap<string, Uri>;
      /** Node id in the scope → alias → variable, for nodes that have output aliases. */
      readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
      readonly to: Uri;
      /** end-node and a sub-workflow's start-node: where the same map is written as outputs. */
      readonly alsoTo: Uri | undefined;
      /** Of a failure node: the failure that takes the place of its input `err` (failure-node.ts). */
      readonly error: ToldError | undefined;
      /** What the inputs are asked for, to be told in the answer. */
      readonly find: Quest | undefined;
    }
  /** Start one attempt, or adopt it if it runs already; answered by taskReported… and taskEnded. */
  | {
      readonly kind: "startTask";
      /** Of a task node, or of a sub-node of an array. */
      readonly node: NodeKey;
      readonly attempt: number;
      /** Identifier text of the task; its template is in the closure. */
      readonly task: string;
      /** The dynamic workflow whose closure that is; undefined for the execution's own. */
      readonly closure: ClosureRef | undefined;
      readonly overrides: TaskNodeOverrides | undefined;
      readonly interruptible: boolean;
      readonly paths: AttemptPaths;
      readonly subNode: SubNodePlace | undefined;
    }
  /**
   * Look up whether the result is there already, and if so write it to `to`; answered by cacheChecked: a hit or a miss,
   * or, with `isReserving`, that somebody else is making it, and then once more when that has changed.
   */
  | ({
      readonly kind: "checkCache";
      readonly node: NodeKey;
      readonly to: Uri;
      /** On a miss nobody else gets one for the same key until this node has ended. */
      readonly isReserving: boolean;
    } & CacheQuery)
  /** Keep the outputs of a successful attempt, and give the reservation back; answered by cacheWritten. */
  | ({
      readonly kind: "writeCache";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly outputs: Uri;
      /** Put them in the place of what is kept already. */
      readonly overwrites: boolean;
    } & CacheQuery)
  /** The node has ended without a result to keep: others may try. Not answered. */
  | { readonly kind: "releaseCache"; readonly node: NodeKey }
  /** End an attempt; answered by taskStopped once it is gone for certain (also when it never was). */
  | { readonly kind: "stopTask"; readonly node: NodeKey; readonly attempt: number; readonly reason: string }
  /** The attempt's end is committed: what it left behind (the container) can go. Not answered. */
  | { readonly kind: "removeTask"; readonly node: NodeKey; readonly attempt: number }
  /**
   * Compile the nodes that a task asked for (flyteidl.core.DynamicJobSpec at `futures`) and keep their closure; answered
   * by futuresCompiled or futuresRefused.
   */
  | {
      readonly kind: "compileFutures";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly futures: Uri;
      /** Node id in its template: names the workflow. */
      readonly specNodeId: string;
      /** The task that asked, and the dynamic workflow whose closure has it; undefined for the execution's own. */
      readonly task: string;
      readonly closure: ClosureRef | undefined;
    }
  /**
   * Copy a LiteralMap; answered by outputsCopied. `node` is the sub-workflow or dynamic node that gets its end node's
   * outputs, the start node inside a sub-workflow's later attempts, which gets its inputs, a branch node that gets its
   * arm's, or an echo task.
   */
  | {
      readonly kind: "copyOutputs";
      readonly node: NodeKey;
      readonly from: Uri;
      readonly to: Uri;
      /** Variable → its name in the copy, which has no others; undefined copies all as they are. */
      readonly variables: ReadonlyMap<string, string> | undefined;
    }
  /**
   * Make the outputs of an array node from those of its sub-nodes, each a list in their order with none where one did
   * not succeed; answered by outputsCopied.
   */
  | {
      readonly kind: "collectOutputs";
      readonly node: NodeKey;
      readonly to: Uri;
      /** The newest attempt of each sub-node; −1 where it did not succeed. */
      readonly attempts: Int32Array;
      readonly from: SubNodeOutputs;
    }
  /**
   * Have a signal of the execution be known, under its type, and once it has a value write the gate's outputs to `to`;
   * answered by signalReceived, which may take for ever.
   */
  | {
      readonly kind: "awaitSignal";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly signal: string;
      readonly type: LiteralType;
      /** The output that is the value; undefined: it says whether `inputs` become the outputs. */
      readonly variable: string | undefined;
      readonly inputs: Uri;
      readonly to: Uri;
    }
  /**
   * Launch the execution that is this attempt, or adopt it by its name; answered by childLaunched while it runs and by
   * childEnded when it has ended, or could not be launched.
   */
  | {
      readonly kind: "launchChild";
      readonly node: NodeKey;
      readonly attempt: number;
      /** The node whose child it is: an array node where `node` is a sub-node of it. */
      readonly parent: NodeKey;
      readonly subNode: SubNodePlace | undefined;
      readonly name: string;
      /** Identifier text. */
      readonly launchPlan: string;
      readonly inputs: Uri;
      /** Where its outputs are to be copied. */
      readonly to: Uri;
      /** Name of the execution whose finished nodes it takes over, from the same inputs; undefined for none. */
      readonly recovers: string | undefined;
    }
  /** End it; answered by childEnded once it has, also when it never was. */
  | {
      readonly kind: "terminateChild";
      readonly node: NodeKey;
      readonly attempt: number;
      readonly parent: NodeKey;
      readonly name: string;
      readonly reason: string;
    }
  /** Test a breakpoint's condition over the node's inputs; answered by breakpointTested. */
  | {
      readonly kind: "testBreakpoint";
      readonly node: NodeKey;
      readonly when: HoldSide;
      /** flyteidl.core.BooleanExpression as protobuf-JSON. */
      readonly condition: JsonValue;
      readonly inputs: Uri;
    }
  /** Put the map at `from` in the place of a held node's inputs; as resolveInputs else, answered by inputsReplaced. */
  | {
      readonly kind: "editInputs";
      readonly node: NodeKey;
      readonly from: Uri;
      readonly to: Uri;
      readonly alsoTo: Uri | undefined;
      readonly find: Quest | undefined;
    }
  | { readonly kind: "setTimer"; readonly timer: TimerId; readonly at: Millis }
  | { readonly kind: "clearTimer"; readonly timer: TimerId };

/** What a cache key is made from (cache-key.ts). */
export interface CacheQuery {
  /** Identifier text of the task; the closure has its template. */
  readonly task: string;
  /** That of a dynamic workflow, or else the execution's own. */
  readonly closure: ClosureRef | undefined;
  readonly cacheVersion: string;
  readonly inputs: Uri;
  /** Set for a sub-node of an array: whose inputs these are. */
  readonly subNode: SubNodePlace | undefined;
}

/** A question to a node's inputs. */
export type Quest =
  | { readonly kind: "sleep" }
  | { readonly kind: "branch"; readonly decision: Decision; readonly arms: number }
  /** How many sub-nodes the inputs make, and of core-sleep sub-nodes how long each sleeps. */
  | { readonly kind: "array"; readonly bound: ReadonlySet<string>; readonly sleeps: boolean };

/** Which sub-node of its array an attempt is of, and what it sees of the array's inputs. */
export interface SubNodePlace extends SubNodeShape {
  readonly index: number;
}

/** Where what sub-nodes wrote is. */
export type SubNodeOutputs =
  | {
      readonly kind: "files";
      /** Holds `<index>/<attempt>/outputs.pb`. */
      readonly directory: Uri;
      /** Undefined: those of the launch plan. */
      readonly variables: readonly string[] | undefined;
      /** Identifier text. */
      readonly launchPlan: string | undefined;
    }
  /** Their outputs are their inputs (echo). */
  | {
      readonly kind: "inputs";
      readonly inputs: Uri;
      readonly bound: ReadonlySet<string>;
      /** Input → output. */
      readonly variables: ReadonlyMap<string, string>;
    };

/** Where one attempt reads and writes (execution.md §3.1). */
export interface AttemptPaths {
  /** `<dataDir>`: holds inputs.pb. */
  readonly inputPrefix: Uri;
  /** `<outputDir>` of this attempt. */
  readonly outputPrefix: Uri;
  readonly rawOutputPrefix: Uri;
  /** Undefined on the first attempt, unless a recovering run knows of one. */
  readonly previousCheckpoint: Uri | undefined;
  /** `[execName, uniqueNodeId, attempt]` joined, at most 50 characters: the API's generated_name. */
  readonly taskName: string;
}
