/**
 * Task types that need no container: the engine itself does what they say (execution.md §9.1, §9.2).
 *
 * `core-sleep` lets the time of its one input pass, `echo` makes its inputs its outputs. The SDK gives a core-sleep a
 * container all the same, which is never run.
 */
import type { Literal, LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { Finding, RunError } from "./event.ts";
import type { Millis } from "./run.ts";

/** How an attempt of a task is made. */
export type TaskWork =
  | { readonly kind: "container" }
  | { readonly kind: "sleep" }
  | {
      readonly kind: "echo";
      /** Input → output. */
      readonly variables: ReadonlyMap<string, string>;
    }
  /** Its template cannot be carried out; it fails when its turn comes, as upstream. */
  | { readonly kind: "refused"; readonly error: RunError };

/** Whether the engine carries out tasks of this type, so that they need no container. */
export function isInProcess(taskType: string): boolean {
  return taskType === "core-sleep" || taskType === "echo";
}

export function workOf(template: TaskTemplate | undefined): TaskWork {
  const inputs = Object.entries(template?.interface?.inputs?.variables ?? {});
  const outputs = Object.keys(template?.interface?.outputs?.variables ?? {});
  switch (template?.type) {
    case "core-sleep": {
      const type = inputs[0]?.[1].type?.type;
      if (inputs.length === 1 && outputs.length === 0 && type?.case === "simple" && type.value === SimpleType.DURATION)
        return { kind: "sleep" };
      return refused("A core-sleep task has exactly one input, a duration, and no outputs.");
    }
    case "echo": {
      // Upstream takes one variable at most; by the order of names there can be any number.
      const names = inputs.map(([name]) => name).sort();
      const others = outputs.sort();
      if (names.length !== others.length)
        return refused(`The number of input (${names.length}) and output (${others.length}) variables does not match.`);
      return { kind: "echo", variables: new Map(names.map((name, index) => [name, others[index] ?? name])) };
    }
    default:
      return { kind: "container" };
  }
}

/** What a core-sleep fails with whose input is no time to sleep for. */
export const badSleep: RunError = badSpecification("A core-sleep task needs a duration that is not negative.");

/** An attempt that fails with a USER error, `BadTaskSpecification`, when its turn comes. */
export function refused(message: string): TaskWork {
  return { kind: "refused", error: badSpecification(message) };
}

/** How long a core-sleep with these inputs takes. Parts of a millisecond count as a whole one. */
export function findSleep({ literals }: LiteralMap): Finding {
  const [literal] = Object.values(literals);
  const ms = literal === undefined ? undefined : sleepOf(literal);
  if (ms === undefined) return { kind: "refused", error: badSleep };
  return { kind: "sleep", ms };
}

/** How long a core-sleep with this input takes; undefined when it is no time to sleep for. */
export function sleepOf(literal: Literal): Millis | undefined {
  const duration = durationOf(literal);
  if (duration === undefined) return undefined;
  const ms = Number(duration.seconds) * 1000 + Math.ceil(duration.nanos / 1e6);
  return ms < 0 ? undefined : ms;
}

function durationOf({ value: literal }: Literal) {
  const scalar = literal.case === "scalar" ? literal.value.value : undefined;
  const primitive = scalar?.case === "primitive" ? scalar.value.value : undefined;
  return primitive?.case === "duration" ? primitive.value : undefined;
}

function badSpecification(message: string): RunError {
  return { kind: "USER", code: "BadTaskSpecification", message };
}
