import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { BooleanExpression, ComparisonExpression, Operand } from "./gen/flyteidl/core/condition_pb.js";
import {
  ComparisonExpression_Operator as Comparison,
  ConjunctionExpression_LogicalOperator as Conjunction,
} from "./gen/flyteidl/core/condition_pb.js";
import { LiteralSchema, type ScalarSchema } from "./gen/flyteidl/core/literals_pb.js";
import { summarizeLiteral } from "./literal.ts";
import { assertNever } from "./never.ts";

/** Conditions nest as deep as their author likes; what is deeper than a reader can follow is cut. */
const MAX_DEPTH = 16;

/** A branch condition as the authoring format writes it: `x > 5 and (y == "a" or done == true)`. */
export function formatCondition({ expr }: BooleanExpression, depth = 0): string {
  if (depth > MAX_DEPTH) return "…";
  switch (expr.case) {
    case "comparison":
      return formatComparison(expr.value);
    case "conjunction": {
      const { leftExpression, rightExpression, operator } = expr.value;
      const word = operator === Conjunction.OR ? "or" : "and";
      const sides = [leftExpression, rightExpression].map((side) => (side ? formatCondition(side, depth + 1) : "?"));
      const text = sides.join(` ${word} `);
      return depth > 0 && word === "or" ? `(${text})` : text;
    }
    case undefined:
      return "?";
    default:
      return assertNever(expr, "boolean expression");
  }
}

const signs = {
  [Comparison.EQ]: "==",
  [Comparison.NEQ]: "!=",
  [Comparison.GT]: ">",
  [Comparison.GTE]: ">=",
  [Comparison.LT]: "<",
  [Comparison.LTE]: "<=",
} as const satisfies Record<Comparison, string>;

const formatComparison = ({ leftValue, rightValue, operator }: ComparisonExpression): string =>
  `${formatOperand(leftValue)} ${signs[operator]} ${formatOperand(rightValue)}`;

function formatOperand(operand: Operand | undefined): string {
  const val = operand?.val;
  switch (val?.case) {
    case "var":
      return val.value;
    case "primitive":
      return summarizeScalar({ value: val });
    case "scalar":
      return summarizeScalar(val.value);
    case undefined:
      return "?";
    default:
      return assertNever(val, "operand");
  }
}

const summarizeScalar = (value: MessageInitShape<typeof ScalarSchema>): string =>
  summarizeLiteral(create(LiteralSchema, { value: { case: "scalar", value } }));
