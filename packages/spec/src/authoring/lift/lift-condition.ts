/**
 * BooleanExpression → the text of `when`, with the parentheses that make reading build the same tree again.
 *
 * A chain of one word is read as leaning left, and one of more than sixteen parts in halves (lower-condition.ts).
 */

import { formatShortDuration } from "../../duration.ts";
import type { BooleanExpression, ComparisonExpression, Operand } from "../../gen/flyteidl/core/condition_pb.js";
import { ConjunctionExpression_LogicalOperator } from "../../gen/flyteidl/core/condition_pb.js";
import type { Binding, Primitive } from "../../gen/flyteidl/core/literals_pb.js";
import { formatTimestamp } from "../../timestamp.ts";
import { cutOf, operatorOf } from "../lower-condition.ts";
import { formatReference } from "./lift-binding.ts";
import { NotSayable } from "./lift-not-sayable.ts";

type Word = "and" | "or";

/**
 * @param inputs of the branch node: what the variables of the condition stand for
 * @throws NotSayable where the language has no words for it
 */
export function liftCondition(expression: BooleanExpression | undefined, inputs: readonly Binding[]): string {
  const expr = expression?.expr;
  if (expr?.case === "comparison") return formatComparison(expr.value, inputs);
  if (!expression || expr?.case !== "conjunction") throw new NotSayable("a condition is empty");
  const word = wordOf(expression) ?? "or";
  const parts = partsOf(expression, word);
  const written = parts.map((each) => {
    const text = liftCondition(each, inputs);
    const needsNone = each.expr.case === "comparison" || (word === "or" && wordOf(each) === "and");
    return needsNone ? text : `(${text})`;
  });
  return written.join(` ${word} `);
}

/** All that is joined by the word, where a chain of so many reads as this tree; else the two sides. */
function partsOf(expression: BooleanExpression, word: Word): BooleanExpression[] {
  const chain: BooleanExpression[] = [];
  const pending = [expression];
  for (let each = pending.pop(); each; each = pending.pop()) {
    const sides = wordOf(each) === word ? sidesOf(each) : [];
    if (sides.length === 0) chain.push(each);
    pending.push(...sides.toReversed());
  }
  return isChain(expression, word, chain.length) ? chain : sidesOf(expression);
}

function isChain(expression: BooleanExpression, word: Word, length: number): boolean {
  if (length < 2) return wordOf(expression) !== word;
  const [left, right] = wordOf(expression) === word ? sidesOf(expression) : [];
  const cut = cutOf(length);
  return left !== undefined && right !== undefined && isChain(left, word, cut) && isChain(right, word, length - cut);
}

function sidesOf({ expr }: BooleanExpression): BooleanExpression[] {
  if (expr.case !== "conjunction") return [];
  const { leftExpression, rightExpression } = expr.value;
  if (!leftExpression || !rightExpression) throw new NotSayable("a condition lacks a side");
  return [leftExpression, rightExpression];
}

function wordOf({ expr }: BooleanExpression): Word | undefined {
  if (expr.case !== "conjunction") return undefined;
  return expr.value.operator === ConjunctionExpression_LogicalOperator.AND ? "and" : "or";
}

function formatComparison({ operator, leftValue, rightValue }: ComparisonExpression, inputs: readonly Binding[]) {
  const sign = Object.entries(operatorOf).find(([, each]) => each === operator)?.[0];
  if (sign === undefined) throw new NotSayable("a condition compares in a way that has no sign");
  return `${formatOperand(leftValue, inputs)} ${sign} ${formatOperand(rightValue, inputs)}`;
}

function formatOperand(operand: Operand | undefined, inputs: readonly Binding[]): string {
  const { val } = operand ?? {};
  if (val?.case === "primitive") return formatConstant(val.value);
  if (val?.case !== "var") throw new NotSayable("a condition compares with something that is no primitive");
  const value = inputs.find((each) => each.var === val.value)?.binding?.value;
  if (value?.case === "promise") return formatReference(value.value);
  throw new NotSayable(`a condition reads ${JSON.stringify(val.value)}, which is no reference`);
}

function formatConstant({ value }: Primitive): string {
  switch (value.case) {
    case "integer":
    case "boolean":
      return String(value.value);
    case "floatValue": {
      const text = Object.is(value.value, -0) ? "-0.0" : String(value.value);
      return /^-?\d+$/.test(text) ? `${text}.0` : text; // the fraction says that it is no int
    }
    case "stringValue":
      return JSON.stringify(value.value);
    case "datetime":
      return JSON.stringify(formatTimestamp(value.value));
    case "duration":
      return JSON.stringify(formatShortDuration(value.value));
    case undefined:
      throw new NotSayable("a condition compares with nothing");
  }
}
