/**
 * What of an array node's inputs one sub-node sees, and how many sub-nodes they make (execution.md §4.5;
 * flytepropeller nodes/array/handler.go and utils.go).
 */
import { create } from "@bufbuild/protobuf";
import {
  type Literal,
  type LiteralMap,
  LiteralMapSchema,
  LiteralSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import { Problem } from "@skein/spec/problem";
import type { Finding, RunError } from "./event.ts";
import { sleepOf } from "./in-process-task.ts";

/**
 * The inputs of one sub-node: its element of each list, and what is bound or no list whole.
 *
 * @param bound names of inputs that every sub-node gets whole
 */
export function subNodeInputs({ literals }: LiteralMap, index: number, bound: ReadonlySet<string>): LiteralMap {
  const own = Object.entries(literals).map(([name, literal]) => {
    const element = bound.has(name) ? undefined : elementsOf(literal)?.[index];
    return [name, element ?? literal] as const;
  });
  return create(LiteralMapSchema, { literals: Object.fromEntries(own) });
}

/**
 * How many sub-nodes an array node with these inputs has; of core-sleep sub-nodes also how long each sleeps, in
 * milliseconds: one for all or one each, −1 where its input is no such time.
 */
export function findArray(inputs: LiteralMap, bound: ReadonlySet<string>, asksSleeps: boolean): Finding {
  const free = Object.entries(inputs.literals).filter(([name]) => !bound.has(name));
  const lengths = free.flatMap(([, literal]) => elementsOf(literal)?.length ?? []);
  const [size = free.length === 0 ? 1 : undefined] = lengths;
  if (size === undefined) return refused("no input array provided");
  const other = lengths.find((each) => each !== size);
  if (other !== undefined) return refused(`input arrays have different lengths: expecting '${size}' found '${other}'`);
  return asksSleeps ? { kind: "array", size, sleeps: sleepsOf(inputs, bound) } : { kind: "array", size };
}

function sleepsOf({ literals }: LiteralMap, bound: ReadonlySet<string>): number[] {
  const [only] = Object.entries(literals);
  if (only === undefined) return [-1];
  const [name, literal] = only;
  const elements = bound.has(name) ? undefined : elementsOf(literal);
  const sleeps = (elements ?? [literal]).map((each) => sleepOf(each) ?? -1);
  const [first = -1] = sleeps;
  return sleeps.every((each) => each === first) ? [first] : sleeps;
}

function elementsOf({ value }: LiteralMap["literals"][string]) {
  return value.case === "collection" ? value.value.literals : undefined;
}

function refused(message: string): Finding {
  const error: RunError = { kind: "USER", code: "InvalidArrayLength", message };
  return { kind: "refused", error };
}

/** A sub-node that succeeded did not write an output it declares. */
class SubNodeOutputMissing extends Problem {
  readonly kind = "precondition";
}

/**
 * The outputs of an array node: of each variable a list in the order of the sub-nodes.
 *
 * @param attempts of each sub-node; −1 for one that did not succeed, which contributes none to every list
 * @param outputs what each wrote
 * @throws SubNodeOutputMissing naming the sub-node and the variable
 */
export function gatherOutputs(
  variables: readonly string[],
  attempts: Int32Array,
  outputs: readonly (LiteralMap | undefined)[],
): LiteralMap {
  const lists = variables.map((name) => {
    const literals = Array.from(attempts, (attempt, index) => {
      const literal = attempt < 0 ? none : outputs[index]?.literals[name];
      if (literal === undefined) {
        throw new SubNodeOutputMissing(`Element ${index} succeeded, but did not write its output ${name}.`);
      }
      return literal;
    });
    return [name, create(LiteralSchema, { value: { case: "collection", value: { literals } } })] as const;
  });
  return create(LiteralMapSchema, { literals: Object.fromEntries(lists) });
}

/** The outputs of an array of echo tasks: what each would read, in order, under the names of its outputs. */
export function echoedOutputs(
  inputs: LiteralMap | undefined,
  size: number,
  { bound, variables }: { readonly bound: ReadonlySet<string>; readonly variables: ReadonlyMap<string, string> },
): LiteralMap {
  const lists = [...variables].flatMap(([from, to]) => {
    const literal = inputs?.literals[from];
    if (literal === undefined) return [];
    const literals = (bound.has(from) ? undefined : elementsOf(literal)) ?? new Array<Literal>(size).fill(literal);
    return [[to, create(LiteralSchema, { value: { case: "collection", value: { literals } } })] as const];
  });
  return create(LiteralMapSchema, { literals: Object.fromEntries(lists) });
}

const none = create(LiteralSchema, {
  value: { case: "scalar", value: { value: { case: "noneType", value: {} } } },
});
