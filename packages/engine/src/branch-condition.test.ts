import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type BooleanExpression,
  BooleanExpressionSchema,
  ComparisonExpression_Operator as Comparison,
  ConjunctionExpression_LogicalOperator as Conjunction,
} from "@skein/spec/gen/flyteidl/core/condition_pb";
import {
  type Literal,
  LiteralMapSchema,
  LiteralSchema,
  type PrimitiveSchema,
} from "@skein/spec/gen/flyteidl/core/literals_pb";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Decision, decideArm } from "./branch-condition.ts";

type Primitive = NonNullable<MessageInitShape<typeof PrimitiveSchema>["value"]>;
const int = (value: bigint): Primitive => ({ case: "integer", value });
const float = (value: number): Primitive => ({ case: "floatValue", value });
const text = (value: string): Primitive => ({ case: "stringValue", value });
const bool = (value: boolean): Primitive => ({ case: "boolean", value });
const date = (seconds: bigint, nanos = 0): Primitive => ({ case: "datetime", value: { seconds, nanos } });
const time = (seconds: bigint, nanos = 0): Primitive => ({ case: "duration", value: { seconds, nanos } });

const literal = (value: Primitive): Literal =>
  create(LiteralSchema, { value: { case: "scalar", value: { value: { case: "primitive", value: { value } } } } });
const none = create(LiteralSchema, { value: { case: "scalar", value: { value: { case: "noneType", value: {} } } } });

const variable = (name: string) => ({ val: { case: "var" as const, value: name } });

function compare(operator: Comparison, left = variable("l"), right = variable("r")): BooleanExpression {
  return create(BooleanExpressionSchema, {
    expr: { case: "comparison", value: { operator, leftValue: left, rightValue: right } },
  });
}

function join(operator: Conjunction, leftExpression: BooleanExpression, rightExpression: BooleanExpression) {
  return create(BooleanExpressionSchema, {
    expr: { case: "conjunction", value: { operator, leftExpression, rightExpression } },
  });
}

/** true, false, or the error's message: what one condition comes to over `l` and `r`. */
function outcome(condition: BooleanExpression, literals: Record<string, Literal>): boolean | string {
  const found = decideArm({ conditions: [condition], otherwise: "arm" }, create(LiteralMapSchema, { literals }));
  if (found.kind === "branch") return found.arm === 0;
  return found.kind === "refused" ? found.error.message : "?";
}

const { EQ, NEQ, GT, GTE, LT, LTE } = Comparison;
const all = [EQ, NEQ, GT, GTE, LT, LTE];
const less = [false, true, false, false, true, true];
const equal = [true, false, false, true, false, true];
const greater = [false, true, true, true, false, false];

describe("comparisons (§4.3): ==, !=, >, >=, <, <=", () => {
  test.each<[string, Primitive, Primitive, boolean[]]>([
    ["integers", int(1n), int(2n), less],
    ["integers beyond a double", int(9007199254740993n), int(9007199254740992n), greater],
    ["the extremes of int64", int(-(2n ** 63n)), int(2n ** 63n - 1n), less],
    ["floats", float(0.1), float(0.1), equal],
    ["−0 and 0", float(-0), float(0), equal],
    ["NaN: neither equal nor greater, so less by upstream's rule", float(Number.NaN), float(Number.NaN), less],
    ["infinity", float(Number.POSITIVE_INFINITY), float(1e308), greater],
    ["texts", text("apple"), text("banana"), less],
    ["a text and its beginning", text("ab"), text("a"), greater],
    ["texts by their bytes: capitals first", text("a"), text("B"), greater],
    ["texts by their bytes, not by UTF-16", text("\u{1F600}"), text("\uFFFD"), greater],
    ["datetimes", date(5n), date(6n), less],
    ["datetimes within a second", date(5n, 1), date(5n, 999_999_999), equal],
    ["durations within a second", time(5n, 999_999_999), time(5n), equal],
  ])("%s", (_, left, right, expected) => {
    expect(all.map((operator) => outcome(compare(operator), { l: literal(left), r: literal(right) }))).toEqual(
      expected,
    );
  });

  test("booleans are equal or not, and nothing else", () => {
    const both = { l: literal(bool(true)), r: literal(bool(false)) };
    expect([EQ, NEQ].map((operator) => outcome(compare(operator), both))).toEqual([false, true]);
    for (const operator of [GT, GTE, LT, LTE]) {
      expect(outcome(compare(operator), both)).toMatch(/^\[MalformedBranchUserError\] .* not defined for boolean/);
    }
  });

  test("none is equal to none alone, and has no order", () => {
    expect(outcome(compare(EQ), { l: none, r: none })).toBe(true);
    expect(outcome(compare(EQ), { l: none, r: literal(int(0n)) })).toBe(false);
    expect(outcome(compare(NEQ), { l: literal(text("")), r: none })).toBe(true);
    expect(outcome(compare(GT), { l: none, r: none })).toMatch(/only be compared by == and !=, not by >/);
  });

  test("a constant may stand on either side", () => {
    const five = { val: { case: "primitive" as const, value: { value: int(5n) } } };
    const condition = create(BooleanExpressionSchema, {
      expr: { case: "comparison", value: { operator: LT, leftValue: five, rightValue: variable("r") } },
    });
    expect(outcome(condition, { r: literal(int(6n)) })).toBe(true);
  });

  test("exactly one of <, ==, > holds for any two integers", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt(-3n, 3n), (a, step) => {
        const both = { l: literal(int(a)), r: literal(int(a + step)) };
        expect([LT, EQ, GT].filter((operator) => outcome(compare(operator), both) === true)).toEqual([
          step > 0n ? LT : step < 0n ? GT : EQ,
        ]);
      }),
    );
  });
});

describe("what cannot be compared", () => {
  const list = create(LiteralSchema, { value: { case: "collection", value: { literals: [] } } });
  const union = create(LiteralSchema, {
    value: { case: "scalar", value: { value: { case: "union", value: { value: literal(int(1n)) } } } },
  });
  test.each<[string, Record<string, Literal>, RegExp]>([
    ["an integer and a float", { l: literal(int(1n)), r: literal(float(1)) }, /not integer and floatValue/],
    ["a list", { l: list, r: literal(int(1n)) }, /Only primitives can be compared\. Variable l/],
    ["a value in a union", { l: literal(int(1n)), r: union }, /Only primitives can be compared\. Variable r/],
    ["a variable that is not there", { l: literal(int(1n)) }, /Failed to find Value for Variable \[r\]/],
    ["a variable called like what objects have", { l: literal(int(1n)), r: create(LiteralSchema) }, /Variable r/],
  ])("%s", (_, literals, message) => {
    expect(outcome(compare(EQ), literals)).toMatch(message);
  });
});

describe("conjunctions and order", () => {
  const yes = compare(EQ, variable("one"), variable("one"));
  const no = compare(NEQ, variable("one"), variable("one"));
  const bad = compare(EQ, variable("one"), variable("nothing"));
  const literals = { one: literal(int(1n)) };
  const inputs = create(LiteralMapSchema, { literals });

  test.each([
    ["true and true", join(Conjunction.AND, yes, yes), true],
    ["true and false", join(Conjunction.AND, yes, no), false],
    ["false or true", join(Conjunction.OR, no, yes), true],
    ["false or false", join(Conjunction.OR, no, no), false],
    ["nested", join(Conjunction.AND, join(Conjunction.OR, no, yes), yes), true],
  ])("%s", (_, condition, expected) => expect(outcome(condition, literals)).toBe(expected));

  test.each([
    ["false and a bad one", join(Conjunction.AND, no, bad)],
    ["true or a bad one", join(Conjunction.OR, yes, bad)],
    ["no expression at all", create(BooleanExpressionSchema)],
  ])("%s fails: both sides are evaluated", (_, condition) => {
    expect(outcome(condition, literals)).toMatch(/^\[MalformedBranchUserError\]/);
  });

  const decide = (decision: Decision) => decideArm(decision, inputs);

  test("the first condition that holds wins; those after it are not evaluated", () => {
    expect(decide({ conditions: [no, yes, bad], otherwise: "arm" })).toEqual({ kind: "branch", arm: 1 });
    expect(decide({ conditions: [no, bad, yes], otherwise: "arm" })).toMatchObject({ kind: "refused" });
  });

  test("without one the last arm is taken, or the branch fails with the author's message", () => {
    expect(decide({ conditions: [no, no], otherwise: "arm" })).toEqual({ kind: "branch", arm: 2 });
    expect(decide({ conditions: [no], otherwise: { message: "too small" } })).toEqual({
      kind: "refused",
      error: { kind: "USER", code: "UserProvidedError", message: "[UserProvidedError] too small" },
    });
    expect(decide({ conditions: [no], otherwise: undefined })).toEqual({
      kind: "refused",
      error: {
        kind: "USER",
        code: "MalformedBranchUserError",
        message: "[MalformedBranchUserError] No branch satisfied",
      },
    });
  });
});
