/**
 * `when` → BooleanExpression. References become variables of the branch node, which binds them as inputs under the
 * names `node.output` and `.input`, as flytekit does; constants take the type of what they are compared with.
 *
 * @see flyteidl/core/condition.proto
 */
import { create } from "@bufbuild/protobuf";
import {
  type BooleanExpression,
  BooleanExpressionSchema,
  ComparisonExpression_Operator,
  ConjunctionExpression_LogicalOperator,
  type Operand as OperandMessage,
  OperandSchema,
} from "../gen/flyteidl/core/condition_pb.js";
import type { Primitive } from "../gen/flyteidl/core/literals_pb.js";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../gen/flyteidl/core/types_pb.js";
import { toLiteral } from "../literal.ts";
import { type Condition, type Operand, type Operator, parseCondition } from "./condition.ts";
import { type DocScalar, spanWithin } from "./document.ts";
import { type Followed, followReference, startNode, type WorkflowContext } from "./workflow-context.ts";

/** The operators of comparisons, by their sign. */
export const operatorOf = {
  "==": ComparisonExpression_Operator.EQ,
  "!=": ComparisonExpression_Operator.NEQ,
  ">": ComparisonExpression_Operator.GT,
  ">=": ComparisonExpression_Operator.GTE,
  "<": ComparisonExpression_Operator.LT,
  "<=": ComparisonExpression_Operator.LTE,
} as const satisfies Record<Operator, ComparisonExpression_Operator>;

/**
 * How many parts of a chain go to its left side. It leans left as it is read; a long one is split in halves, because
 * deep messages cannot be read back.
 */
export function cutOf(length: number): number {
  return length > 16 ? length >> 1 : length - 1;
}

/** What a branch node reads for its conditions: variable → where it comes from, and the scalar that asked for it. */
export type ConditionInputs = Map<string, { readonly followed: Followed; readonly scalar: DocScalar }>;

/** Undefined when the condition is wrong, which was reported. New variables are added to `inputs`. */
export function lowerCondition(
  scalar: DocScalar,
  inputs: ConditionInputs,
  context: WorkflowContext,
  path: readonly (string | number)[],
): BooleanExpression | undefined {
  const { findings, map } = context;
  const errorsBefore = findings.errors;
  map.set(path, scalar);
  const { condition, problem } = parseCondition(scalar.text);
  if (problem) {
    const part = scalar.text.slice(problem.offset, problem.offset + problem.length);
    const span = spanWithin(findings.source, scalar, part, problem.offset);
    findings.add({
      code: "InvalidCondition",
      message: problem.message,
      span: span.end > span.start ? span : scalar,
      data: { condition: scalar.text },
      hints:
        problem.replacement === undefined
          ? []
          : [findings.replacing(span, problem.replacement, `Write ${problem.replacement}`)],
    });
    return undefined;
  }
  const lowered = new ConditionLowering(scalar, inputs, context).lower(condition, path);
  return findings.errors > errorsBefore ? undefined : lowered;
}

class ConditionLowering {
  readonly #scalar: DocScalar;
  readonly #inputs: ConditionInputs;
  readonly #context: WorkflowContext;

  constructor(scalar: DocScalar, inputs: ConditionInputs, context: WorkflowContext) {
    this.#scalar = scalar;
    this.#inputs = inputs;
    this.#context = context;
  }

  lower(condition: Condition, path: readonly (string | number)[]): BooleanExpression {
    if (condition.kind !== "comparison") return this.#join(condition.kind, condition.parts, path);
    const { left, right } = condition;
    const [leftType, rightType] = [this.#typeOf(left), this.#typeOf(right)];
    const value = {
      operator: operatorOf[condition.operator],
      leftValue: this.#operand(left, leftType, rightType, [...path, "comparison", "leftValue"]),
      rightValue: this.#operand(right, rightType, leftType, [...path, "comparison", "rightValue"]),
    };
    return create(BooleanExpressionSchema, { expr: { case: "comparison", value } });
  }

  #join(word: "and" | "or", parts: readonly Condition[], path: readonly (string | number)[]): BooleanExpression {
    const [only] = parts;
    if (only && parts.length === 1) return this.lower(only, path);
    const cut = cutOf(parts.length);
    const value = {
      operator: word === "and" ? ConjunctionExpression_LogicalOperator.AND : ConjunctionExpression_LogicalOperator.OR,
      leftExpression: this.#join(word, parts.slice(0, cut), [...path, "conjunction", "leftExpression"]),
      rightExpression: this.#join(word, parts.slice(cut), [...path, "conjunction", "rightExpression"]),
    };
    return create(BooleanExpressionSchema, { expr: { case: "conjunction", value } });
  }

  /** The type of what an operand refers to; a constant has none of its own. */
  #typeOf(operand: Operand): { followed?: Followed } | undefined {
    if (operand.kind !== "reference") return undefined;
    const followed = followReference(operand.reference, this.#scalar, this.#context);
    return followed ? { followed } : {};
  }

  #operand(
    operand: Operand,
    own: { followed?: Followed } | undefined,
    other: { followed?: Followed } | undefined,
    path: readonly (string | number)[],
  ): OperandMessage {
    const { findings, map } = this.#context;
    const text = this.#scalar.text.slice(operand.offset, operand.offset + operand.length);
    const span = spanWithin(findings.source, this.#scalar, text, operand.offset);
    map.set(path, span);
    if (own) {
      if (!own.followed) return create(OperandSchema);
      const name = variableOf(own.followed);
      if (!this.#inputs.has(name)) this.#inputs.set(name, { followed: own.followed, scalar: this.#scalar });
      return create(OperandSchema, { val: { case: "var", value: name } });
    }
    const primitive = readConstant(operand, other?.followed?.type);
    if (!primitive) {
      findings.add({
        code: "InvalidCondition",
        message: `${text} is too large for a number`,
        span,
        hints: [{ text: "Compare with an int of 64 bits, or a number that a float can hold" }],
      });
      return create(OperandSchema);
    }
    return create(OperandSchema, { val: { case: "primitive", value: primitive } });
  }
}

/** The branch input a condition reads: `node.output`, `.input`, with further steps joined by dots. */
function variableOf({ nodeId, variable, attributes }: Followed): string {
  const steps = attributes.map(({ value }) => `.${value}`).join("");
  return `${nodeId === startNode ? "" : nodeId}.${variable}${steps}`;
}

/** By the type it is compared with, where it can be read so; else as it is written, and the compiler judges. */
export function readConstant(operand: Operand, type: LiteralType | undefined): Primitive | undefined {
  const value = plainOf(operand);
  const natural = create(LiteralTypeSchema, { type: { case: "simple", value: naturalType(operand) } });
  const fitting = operand.kind === "boolean" ? natural : type;
  const literal =
    (fitting && readsAs(operand, fitting) && toLiteral(value, fitting).literal) || toLiteral(value, natural).literal;
  const scalar = literal?.value.case === "scalar" ? literal.value.value.value : undefined;
  return scalar?.case === "primitive" ? scalar.value : undefined;
}

/** Numbers are read as int or float, texts as string, enum, datetime or duration. */
function readsAs(operand: Operand, type: LiteralType): boolean {
  const kind = type.type;
  if (kind.case === "enumType") return operand.kind === "text";
  if (kind.case !== "simple") return false;
  const forNumbers = kind.value === SimpleType.INTEGER || kind.value === SimpleType.FLOAT;
  const forTexts = [SimpleType.STRING, SimpleType.DATETIME, SimpleType.DURATION].includes(kind.value);
  return operand.kind === "number" ? forNumbers : operand.kind === "text" && forTexts;
}

function plainOf(operand: Operand) {
  if (operand.kind === "number") {
    if (isWhole(operand.text)) return BigInt(operand.text.replace("+", ""));
    const value = Number(operand.text);
    return Number.isFinite(value) ? value : operand.text; // refused as a text, where the infinity would pass
  }
  return operand.kind === "reference" ? null : operand.value;
}

function naturalType(operand: Operand): SimpleType {
  if (operand.kind === "number") return isWhole(operand.text) ? SimpleType.INTEGER : SimpleType.FLOAT;
  return operand.kind === "boolean" ? SimpleType.BOOLEAN : SimpleType.STRING;
}

const isWhole = (text: string) => /^[-+]?\d+$/.test(text);
