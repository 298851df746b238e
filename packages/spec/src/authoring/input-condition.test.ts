import { describe, expect, test } from "vitest";
import { formatCondition } from "../format-condition.ts";
import type { LiteralType } from "../gen/flyteidl/core/types_pb.js";
import { parseLiteralType } from "../literal-type.ts";
import { parseInputCondition } from "./input-condition.ts";

const typeOf = (text: string): LiteralType => {
  const { type } = parseLiteralType(text);
  if (!type) throw new Error(`${text} is no type`);
  return type;
};
const inputs = new Map<string, LiteralType | undefined>([
  ["x", typeOf("int")],
  ["ratio", typeOf("float")],
  ["title", typeOf("string")],
  [".n", undefined],
  ["split.rows", undefined],
]);

describe("a condition over the inputs of a node", () => {
  test.each([
    ["x > 5"],
    ["-9223372036854775808 <= x"],
    ['title == "a and b" and (x < 1 or ratio >= 0.5)'],
    [".n != 3 and split.rows == true"],
  ])("%s is read and written back", (text) => {
    expect(formatCondition(parseInputCondition(text, inputs))).toBe(text);
  });

  test("a constant takes the type of what it is compared with", () => {
    const { expr } = parseInputCondition("ratio > 1", inputs);
    expect(expr.case === "comparison" && expr.value.rightValue?.val).toMatchObject({
      case: "primitive",
      value: { value: { case: "floatValue", value: 1 } },
    });
  });

  test("${…} is understood too", () => {
    expect(formatCondition(parseInputCondition("${inputs.x} > 5", inputs))).toBe("x > 5");
  });

  test.each([
    ["y > 5", /^y is no input of this node; it has x, ratio, title/],
    ["titel == 'a'", /Did you mean "title"\?/],
    ["x", /^The condition cannot be read: x alone is no condition/],
    ["x > 5 AND x < 7", /Write and, not AND/],
    ["x > ", /ends where/],
    ["", /ends where/],
    ["x > 99999999999999999999", /too large/],
  ])("%s is refused in words", (text, words) => {
    expect(() => parseInputCondition(text, inputs)).toThrow(words);
  });
});
