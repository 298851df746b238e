import type { WorkflowExecution_Phase as Phase } from "../gen/flyteidl/core/execution_pb.js";

/** What one token of the filter asks for; terms are joined by and, the values of one term by or. */
export type FilterTerm = {
  /** A minus before it: everything that it does not ask for. */
  readonly negated: boolean;
} & Condition;

export type Condition =
  /** A bare word: part of the execution's or the workflow's name, in any case. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "status"; readonly phases: readonly Phase[] }
  /** Whole names in any case, `*` standing for any characters. */
  | { readonly kind: "name"; readonly field: NameField; readonly patterns: readonly string[] }
  | { readonly kind: "trigger"; readonly triggers: readonly Trigger[] }
  /** No patterns: it has the label, whatever its value. */
  | { readonly kind: "label"; readonly key: string; readonly patterns: readonly string[] }
  | { readonly kind: "time"; readonly field: TimeField; readonly bounds: readonly Bound<Moment>[] }
  | { readonly kind: "duration"; readonly bounds: readonly Bound<number>[] }
  /** Parts of the error's text, in any case. */
  | { readonly kind: "error"; readonly parts: readonly string[] }
  /** A scalar input or output by its name: as text, or compared as a number. */
  | {
      readonly kind: "value";
      readonly side: ValueSide;
      readonly name: string;
      readonly patterns: readonly string[];
      readonly bounds: readonly Bound<number>[];
    }
  /** Archived ones, which are left out unless asked for. */
  | { readonly kind: "archived" };

/** What launched it, in Flyte's words: ExecutionMetadata.ExecutionMode, as lists show it. */
export type Trigger = "manual" | "scheduled" | "child workflow" | "relaunch" | "recovered" | "system" | "trigger";

export type NameField = "name" | "workflow" | "version" | "launchPlan" | "by";
/** `started` is when it was launched: the order of the list. */
export type TimeField = "started" | "ended";
export type ValueSide = "input" | "output";

export type Comparison = "<" | "<=" | ">" | ">=";

export interface Bound<T> {
  readonly comparison: Comparison;
  readonly value: T;
}

/** A point in time: UTC milliseconds, or so long before now. */
export type Moment = { readonly at: number } | { readonly agoMs: number };

/** UTC milliseconds. */
export function resolveMoment(moment: Moment, now: number): number {
  return "at" in moment ? moment.at : now - moment.agoMs;
}
