import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { formatCondition } from "./format-condition.ts";
import {
  type BooleanExpression,
  BooleanExpressionSchema,
  ComparisonExpression_Operator as Comparison,
  ConjunctionExpression_LogicalOperator as Conjunction,
  type OperandSchema,
} from "./gen/flyteidl/core/condition_pb.js";

type Operand = MessageInitShape<typeof OperandSchema>;
const variable = (value: string): Operand => ({ val: { case: "var", value } });
const int = (value: bigint): Operand => ({ val: { case: "primitive", value: { value: { case: "integer", value } } } });
const text = (value: string): Operand => ({
  val: { case: "primitive", value: { value: { case: "stringValue", value } } },
});
const yes: Operand = {
  val: { case: "scalar", value: { value: { case: "primitive", value: { value: { case: "boolean", value: true } } } } },
};

const compare = (operator: Comparison, leftValue?: Operand, rightValue?: Operand): BooleanExpression =>
  create(BooleanExpressionSchema, {
    expr: {
      case: "comparison",
      value: { operator, ...(leftValue ? { leftValue } : {}), ...(rightValue ? { rightValue } : {}) },
    },
  });
const join = (operator: Conjunction, leftExpression: BooleanExpression, rightExpression?: BooleanExpression) =>
  create(BooleanExpressionSchema, {
    expr: {
      case: "conjunction",
      value: { operator, leftExpression, ...(rightExpression ? { rightExpression } : {}) },
    },
  });
const big = compare(Comparison.GT, variable("x"), int(5n));
const named = compare(Comparison.EQ, variable("y"), text("a"));
const done = compare(Comparison.NEQ, variable("done"), yes);

test.each([
  ["x > 5", big],
  ['y == "a"', named],
  ["done != true", done],
  ["x >= 5", compare(Comparison.GTE, variable("x"), int(5n))],
  ["5 < x", compare(Comparison.LT, int(5n), variable("x"))],
  ["5 <= x", compare(Comparison.LTE, int(5n), variable("x"))],
  ['x > 5 and y == "a"', join(Conjunction.AND, big, named)],
  ['x > 5 or y == "a"', join(Conjunction.OR, big, named)],
  ['x > 5 and (y == "a" or done != true)', join(Conjunction.AND, big, join(Conjunction.OR, named, done))],
  ['x > 5 and y == "a" or done != true', join(Conjunction.OR, join(Conjunction.AND, big, named), done)],
  ["x > 5 and ?", join(Conjunction.AND, big)],
  ["? == ?", compare(Comparison.EQ)],
  ["?", create(BooleanExpressionSchema)],
])("a condition reads %s", (expected, condition) => {
  expect(formatCondition(condition)).toBe(expected);
});

test("a condition that nests deeper than anybody reads is cut", () => {
  let deep = big;
  for (let depth = 0; depth < 1000; depth += 1) deep = join(Conjunction.AND, deep, big);
  const words = formatCondition(deep);
  expect(words).toMatch(/^… and … and x > 5 and/);
  expect(words.length).toBeLessThan(500);
});
