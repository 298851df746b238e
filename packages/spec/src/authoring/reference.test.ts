import fc from "fast-check";
import { expect, test } from "vitest";
import { parseValueText } from "./reference.ts";

test.each([
  ["${a.b}", "a", "b", []],
  ["${inputs.x}", "inputs", "x", []],
  ["${ a . b }", "a", "b", []],
  ["${my-node.out_1[0][12]}", "my-node", "out_1", [0, 12]],
  ['${a.b.c["k}"].d}', "a", "b", ["c", "k}", "d"]],
  ["${error}", "error", "", []],
])("%s names a node, a variable and steps into it", (text, node, variable, steps) => {
  const parsed = parseValueText(text);
  if (parsed.kind !== "reference") throw new Error(`${text} was read as ${parsed.kind}`);
  expect([parsed.node, parsed.variable, parsed.attributes.map((each) => each.value)]).toEqual([node, variable, steps]);
  expect(text.slice(parsed.nodeOffset, parsed.nodeOffset + node.length)).toBe(node);
  expect(text.slice(parsed.variableOffset).startsWith(variable)).toBe(true);
  for (const { value, offset, length } of parsed.attributes) {
    expect(text.slice(offset, offset + length)).toContain(String(value));
  }
});

test.each([
  ["plain", "plain"],
  ["$${a.b}", "${a.b}"],
  ["cost: $5 {x}", "cost: $5 {x}"],
  ["$${a} and $${b}", "${a} and ${b}"],
  ["", ""],
])("%s is the text %s", (text, value) => {
  expect(parseValueText(text)).toEqual({ kind: "text", value });
});

test.each([
  ["x ${a.b}", "${a.b}", 2],
  ["${a.b}y", "${a.b}", 0],
  ["${a.b}${c.d}", "${a.b}", 0],
  ["$${x} ${a.b}", "${a.b}", 6],
])("%s holds a reference and more", (text, part, offset) => {
  expect(parseValueText(text)).toEqual({ kind: "partial", part, offset });
});

test.each([
  "${",
  "${}",
  "${a.}",
  "${.b}",
  "${a..b}",
  "${a b}",
  "${a[0]}",
  "${[0]}",
  "${a.b[x]}",
  "${a.b[99999999999]}",
  '${a.b["\\q"]}',
])("%s is malformed, at a place inside it", (text) => {
  const parsed = parseValueText(text);
  if (parsed.kind !== "malformed") throw new Error(`${text} was read as ${parsed.kind}`);
  expect(parsed.offset).toBeGreaterThanOrEqual(0);
  expect(parsed.offset + parsed.length).toBeLessThanOrEqual(text.length);
});

test("no text makes it throw", () => {
  const piece = fc.constantFrom("$", "{", "}", "a", ".", "[", "]", '"', "\\", "0", " ", "-", "é");
  fc.assert(fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => void parseValueText(pieces.join(""))));
});
