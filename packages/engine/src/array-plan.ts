/** What an array node says of its sub-nodes (execution.md §4.5). */
import { clone, create } from "@bufbuild/protobuf";
import { type Variable, type VariableMap, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import { type TaskTemplate, TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import type { ArrayNode } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import type { NodePlan } from "./plan.ts";

export interface ArrayPlan {
  /** The sub-node: a task or a launch plan, with the attempts and the time each of them has. */
  readonly each: NodePlan;
  readonly shape: SubNodeShape;
  /** Sub-nodes under way at once; 0 is unlimited. */
  readonly parallelism: number;
  readonly success: SuccessRule;
  /** Names of the outputs; undefined: those of the launch plan. */
  readonly outputs: readonly string[] | undefined;
}

/** How what the array node declares relates to what one sub-node reads and writes. */
export interface SubNodeShape {
  /** Inputs that every sub-node gets whole. */
  readonly bound: ReadonlySet<string>;
  /** The task's interface is the array's: lists, of which a sub-node has one element. */
  readonly isListed: boolean;
  /** Not all need succeed: the elements of listed outputs are optional. */
  readonly isPartial: boolean;
}

export type SuccessRule =
  | { readonly kind: "all" }
  | { readonly kind: "count"; readonly count: number }
  /** The value of a float32: 0.8 is a little more than that, and of ten then nine must succeed, as upstream. */
  | { readonly kind: "ratio"; readonly ratio: number };

export function successOf({ successCriteria }: ArrayNode): SuccessRule {
  switch (successCriteria.case) {
    case "minSuccesses":
      return { kind: "count", count: successCriteria.value };
    case "minSuccessRatio":
      return { kind: "ratio", ratio: Math.fround(successCriteria.value) };
    case undefined:
      return { kind: "all" };
  }
}

/** How many of so many sub-nodes must succeed. */
export function minSuccesses(rule: SuccessRule, size: number): number {
  switch (rule.kind) {
    case "all":
      return size;
    case "count":
      return rule.count;
    case "ratio":
      return Math.ceil(rule.ratio * size);
  }
}

export function shapeOf(array: ArrayNode): SubNodeShape {
  const { successCriteria } = array;
  return {
    bound: new Set(array.boundInputs),
    isListed: array.isOriginalSubNodeInterface !== true,
    isPartial:
      successCriteria.case === "minSuccesses" ||
      (successCriteria.case === "minSuccessRatio" && successCriteria.value !== 1),
  };
}

/** The task as one sub-node runs it: with its element of each list in the interface. */
export function singularTask(template: TaskTemplate, shape: SubNodeShape): TaskTemplate {
  if (!shape.isListed || template.interface === undefined) return template;
  const singular = clone(TaskTemplateSchema, template);
  const { inputs, outputs } = template.interface;
  singular.interface = {
    ...template.interface,
    ...(inputs && { inputs: mapTypes(inputs, (type, name) => (shape.bound.has(name) ? type : elementOf(type))) }),
    ...(outputs && { outputs: singularOutputs(outputs, shape) }),
  };
  return singular;
}

/** What one sub-node writes, where the array's outputs are these. */
export function singularOutputs(outputs: VariableMap, { isListed, isPartial }: SubNodeShape): VariableMap {
  if (!isListed) return outputs;
  return mapTypes(outputs, (type) => (isPartial ? withoutNone(elementOf(type)) : elementOf(type)));
}

function mapTypes({ variables }: VariableMap, change: (type: LiteralType, name: string) => LiteralType): VariableMap {
  const changed = Object.entries(variables).map(([name, variable]): [string, Variable] => [
    name,
    variable.type === undefined ? variable : { ...variable, type: change(variable.type, name) },
  ]);
  return create(VariableMapSchema, { variables: Object.fromEntries(changed) });
}

function elementOf(type: LiteralType): LiteralType {
  return type.type.case === "collectionType" ? type.type.value : type;
}

function withoutNone(type: LiteralType): LiteralType {
  if (type.type.case !== "unionType") return type;
  const [first, second, ...more] = type.type.value.variants;
  const isOptional = second?.type.case === "simple" && second.type.value === SimpleType.NONE && more.length === 0;
  return isOptional && first !== undefined ? first : type;
}
