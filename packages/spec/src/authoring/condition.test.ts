import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, type Operand, parseCondition } from "./condition.ts";

const showOperand = (operand: Operand) => {
  if (operand.kind === "reference") return operand.reference.text;
  return operand.kind === "number" ? operand.text : JSON.stringify(operand.value);
};
/** With parentheses around every part. */
const show = (condition: Condition): string =>
  condition.kind === "comparison"
    ? `(${showOperand(condition.left)} ${condition.operator} ${showOperand(condition.right)})`
    : `(${condition.parts.map(show).join(` ${condition.kind} `)})`;

test.each([
  ["${a.b} == 1", "(${a.b} == 1)"],
  ["1==1 or 2==2 and 3==3", "((1 == 1) or ((2 == 2) and (3 == 3)))"],
  ["(1==1 or 2==2) and 3==3", "(((1 == 1) or (2 == 2)) and (3 == 3))"],
  ["1==1 and 2==2 and 3==3", "((1 == 1) and (2 == 2) and (3 == 3))"],
  ["${a.b[0].c} != 'it''s'", '(${a.b[0].c} != "it\'s")'],
  ['"a\\"b" <= ${x.y["}"]}', '("a\\"b" <= ${x.y["}"]})'],
  ["-1.5e3 < ${a.b}\n  and true == ${c.d}", "((-1.5e3 < ${a.b}) and (true == ${c.d}))"],
])("%s is read with and before or", (text, shown) => {
  const { condition, problem } = parseCondition(text);
  expect(problem).toBeUndefined();
  expect(condition && show(condition)).toBe(shown);
});

test.each([
  ["", 0, 0, "The condition ends where a reference, a number, a quoted text, true or false is due", undefined],
  ["${a.b}", 0, 6, "${a.b} alone is no condition; compare it, as in ${a.b} == true", "${a.b} == true"],
  ["${a.b} = 1", 7, 1, "Write ==, not =", "=="],
  ["${a.b} === 1", 7, 3, "Write ==, not ===", "=="],
  ["1 == 1 && 2 == 2", 7, 2, "Write and, not &&", "and"],
  ["1 == 1 || 2 == 2", 7, 2, "Write or, not ||", "or"],
  ["1 == 1 AND 2 == 2", 7, 3, "Write and, not AND", "and"],
  ["not ${a.b} == 1", 0, 3, "There is no negation; compare with false, or use !=", undefined],
  ["a.b > 1", 0, 3, "Write a reference as ${a.b}", "${a.b}"],
  ["${a.b} == yes", 10, 3, "Write the text yes in quotes", '"yes"'],
  ["${a.b} == 1 == 2", 12, 2, "Comparisons cannot be chained; join two with and", undefined],
  ["(1 == 1", 0, 1, "A ) is missing for this (", undefined],
  ["1 == 1)", 6, 1, "There is no ( for this )", undefined],
  ["1 == 1 2", 7, 1, "Here and, or, or the end is due", undefined],
  ["1 ==", 3, 1, "The condition ends where a reference, a number, a quoted text, true or false is due", undefined],
  ["1 == ${a.}", 5, 5, "A name is missing in ${a.}", undefined],
  ["1 + 1 == 2", 2, 1, "A condition cannot hold +; allowed are == != > >= < <=, and, or, ( )", undefined],
  [`${"(".repeat(17)}1==1${")".repeat(17)}`, 16, 1, "Parentheses nest more than 16 deep", undefined],
])("%s is refused at its place", (text, offset, length, message, replacement) => {
  const { problem } = parseCondition(text);
  expect([problem?.offset, problem?.length, problem?.message, problem?.replacement]).toEqual([
    offset,
    length,
    message,
    replacement,
  ]);
});

test("a replacement is never refused for the same reason at the same place", () => {
  for (const text of ["${a.b}", "${a.b} = 1", "${a.b} == yes", "a.b > 1"]) {
    const { problem } = parseCondition(text);
    if (!problem) throw new Error(`${text} was expected to be refused`);
    const mended = text.slice(0, problem.offset) + problem.replacement + text.slice(problem.offset + problem.length);
    expect(parseCondition(mended).problem).toBeUndefined();
  }
});

test("no text makes it throw, and every problem lies in the text", () => {
  const piece = fc.constantFrom(
    "${a.b}",
    "${",
    "}",
    "1",
    "'x'",
    '"',
    "'",
    "==",
    "<",
    "and",
    "or",
    "(",
    ")",
    " ",
    "!",
    "é",
    "true",
    ".",
    "[",
    "-",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join("");
      const { problem, condition } = parseCondition(text);
      expect(problem === undefined).toBe(condition !== undefined);
      if (problem) expect(problem.offset + problem.length).toBeLessThanOrEqual(text.length);
    }),
  );
});
