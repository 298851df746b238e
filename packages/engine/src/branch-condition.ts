/**
 * Which arm a branch takes, worked out over the values of its inputs (execution.md §4.3; nodes/branch/evaluator.go and
 * comparator.go, to the letter).
 *
 * Both sides of `and` and `or` are evaluated, so that a bad one always shows; conditions after the first true one are
 * not. Only primitives of the same kind compare. Less is "neither greater nor equal", which is true of NaN.
 */
import {
  type BooleanExpression,
  ComparisonExpression_Operator as Comparison,
  type ComparisonExpression,
  ConjunctionExpression_LogicalOperator as Conjunction,
  type Operand,
} from "@skein/spec/gen/flyteidl/core/condition_pb";
import type { Literal, LiteralMap, Primitive } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { assertNever } from "@skein/spec/never";
import { Problem } from "@skein/spec/problem";
import type { Finding } from "./event.ts";

/** The conditions of a branch in order, and what it is without one that holds. */
export interface Decision {
  readonly conditions: readonly BooleanExpression[];
  /** "arm": the one after those of the conditions; else the branch fails, with the author's message if there is one. */
  readonly otherwise: "arm" | { readonly message: string } | undefined;
}

class MalformedBranch extends Problem {
  readonly kind = "invalid";
}

export function decideArm({ conditions, otherwise }: Decision, inputs: LiteralMap): Finding {
  try {
    const arm = conditions.findIndex((condition) => holds(condition, inputs));
    if (arm >= 0) return { kind: "branch", arm };
  } catch (reason) {
    if (reason instanceof MalformedBranch) return refused("MalformedBranchUserError", reason.message);
    throw reason;
  }
  if (otherwise === "arm") return { kind: "branch", arm: conditions.length };
  return otherwise === undefined
    ? refused("MalformedBranchUserError", "No branch satisfied")
    : refused("UserProvidedError", otherwise.message);
}

/** Upstream's errors print their code before their message. */
function refused(code: string, message: string): Finding {
  return { kind: "refused", error: { kind: "USER", code, message: `[${code}] ${message}` } };
}

function holds({ expr }: BooleanExpression, inputs: LiteralMap): boolean {
  switch (expr.case) {
    case "comparison":
      return compare(expr.value, inputs);
    case "conjunction": {
      const { leftExpression, rightExpression, operator } = expr.value;
      if (leftExpression === undefined || rightExpression === undefined) break;
      const left = holds(leftExpression, inputs);
      const right = holds(rightExpression, inputs);
      return operator === Conjunction.OR ? left || right : left && right;
    }
    case undefined:
      break;
    default:
      assertNever(expr, "boolean expression");
  }
  throw new MalformedBranch("No Comparison or Conjunction found in Branch node expression.");
}

function compare({ leftValue, rightValue, operator }: ComparisonExpression, inputs: LiteralMap): boolean {
  const left = valueIn(leftValue, inputs);
  const right = valueIn(rightValue, inputs);
  if (left === "none" || right === "none") {
    if (operator === Comparison.EQ) return left === right;
    if (operator === Comparison.NEQ) return left !== right;
    throw new MalformedBranch(`A value that is none can only be compared by == and !=, not by ${signs[operator]}.`);
  }
  if (left.case !== right.case) {
    throw new MalformedBranch(`Only values of the same type can be compared, not ${left.case} and ${right.case}.`);
  }
  if (left.case === "boolean" && operator !== Comparison.EQ && operator !== Comparison.NEQ) {
    throw new MalformedBranch(`${signs[operator]} is not defined for boolean values.`);
  }
  const [isEqual, isGreater] = order(left, right);
  switch (operator) {
    case Comparison.EQ:
      return isEqual;
    case Comparison.NEQ:
      return !isEqual;
    case Comparison.GT:
      return isGreater;
    case Comparison.GTE:
      return isEqual || isGreater;
    case Comparison.LT:
      return !(isGreater || isEqual);
    case Comparison.LTE:
      return !isGreater;
    default:
      throw new MalformedBranch(`There is no operator ${String(operator)}.`);
  }
}

const signs: Readonly<Record<Comparison, string>> = {
  [Comparison.EQ]: "==",
  [Comparison.NEQ]: "!=",
  [Comparison.GT]: ">",
  [Comparison.GTE]: ">=",
  [Comparison.LT]: "<",
  [Comparison.LTE]: "<=",
};

type Value = Exclude<Primitive["value"], { case: undefined }>;

/** Equal, and greater, of two values of one kind. */
function order(left: Value, right: Value): readonly [boolean, boolean] {
  if (left.case === "stringValue" && right.case === "stringValue") {
    return [left.value === right.value, isAfter(left.value, right.value)];
  }
  // Of points and lengths of time only whole seconds count.
  const [a, b] = [comparable(left), comparable(right)];
  return [a === b, a > b];
}

function comparable(value: Value): number | bigint | boolean | string {
  return value.case === "datetime" || value.case === "duration" ? value.value.seconds : value.value;
}

/** In the order of their UTF-8 bytes, which is that of their code points. */
function isAfter(left: string, right: string): boolean {
  const [a, b] = [[...left], [...right]];
  const index = a.findIndex((point, each) => point !== b[each]);
  if (index < 0) return false;
  const [mine, other] = [a[index]?.codePointAt(0) ?? 0, b[index]?.codePointAt(0)];
  return other === undefined || mine > other;
}

function valueIn(operand: Operand | undefined, inputs: LiteralMap): Value | "none" {
  const val = operand?.val;
  switch (val?.case) {
    case "primitive":
      return primitive(val.value, "A constant");
    case "scalar":
      return scalar(val.value.value, "A constant");
    case "var": {
      const literal = Object.hasOwn(inputs.literals, val.value) ? inputs.literals[val.value] : undefined;
      if (literal === undefined) throw new MalformedBranch(`Failed to find Value for Variable [${val.value}]`);
      return scalar(literal.value.case === "scalar" ? literal.value.value.value : undefined, `Variable ${val.value}`);
    }
    case undefined:
      throw new MalformedBranch("Failed to find Value for Variable []");
    default:
      return assertNever(val, "operand");
  }
}

type ScalarValue = Extract<Literal["value"], { case: "scalar" }>["value"]["value"];

function scalar(value: ScalarValue | undefined, what: string): Value | "none" {
  if (value?.case === "noneType") return "none";
  if (value?.case === "primitive") return primitive(value.value, what);
  throw new MalformedBranch(`Only primitives can be compared. ${what} is non primitive.`);
}

function primitive({ value }: Primitive, what: string): Value {
  if (value.case === undefined) throw new MalformedBranch(`Only primitives can be compared. ${what} has no value.`);
  return value;
}
