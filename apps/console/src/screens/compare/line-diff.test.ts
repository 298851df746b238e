import fc from "fast-check";
import { expect, test } from "vitest";
import { foldedDiff, lineDiff } from "./line-diff.ts";

const signs = { same: " ", removed: "-", added: "+" } as const;
const diff = (left: string, right: string) =>
  lineDiff([...left], [...right])
    .map(({ kind, text }) => signs[kind] + text)
    .join("");

test.each([
  ["abc", "abc", " a b c"],
  ["abc", "axc", " a-b+x c"],
  ["abc", "ac", " a-b c"],
  ["ac", "abc", " a+b c"],
  ["", "ab", "+a+b"],
  ["abcd", "bcde", "-a b c d+e"],
  ["aa", "a", " a-a"],
])("%s → %s is %s", (left, right, expected) => {
  expect(diff(left, right)).toBe(expected);
});

test("what is not added is the left text, what is not removed the right one, and lines are numbered", () => {
  const texts = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const lines = lineDiff(left, right);
      const [onLeft, onRight] = [lines.filter((line) => line.left), lines.filter((line) => line.right)];
      expect(onLeft.map(({ text }) => text)).toEqual(left);
      expect(onRight.map(({ text }) => text)).toEqual(right);
      expect(onLeft.map((line) => line.left)).toEqual(left.map((_, at) => at + 1));
      expect(onRight.map((line) => line.right)).toEqual(right.map((_, at) => at + 1));
    }),
  );
});

test("texts too large for a table are told as removed and added", () => {
  const left = Array.from({ length: 3000 }, (_, at) => `left ${at}`);
  const right = Array.from({ length: 3000 }, (_, at) => `right ${at}`);
  expect(lineDiff(left, right).map(({ kind }) => kind)).toEqual([
    ...left.map(() => "removed"),
    ...right.map(() => "added"),
  ]);
});

test("what is the same and far from a change is left out, but never a single line", () => {
  const left = [..."0123456789"];
  const told = (right: string[], around: number) =>
    foldedDiff(lineDiff(left, right), around).map((part) =>
      part.kind === "left out" ? `(${part.lines.length})` : signs[part.kind] + part.text,
    );
  expect(told([..."01234x6789"], 2)).toEqual(["(3)", " 3", " 4", "-5", "+x", " 6", " 7", "(2)"]);
  expect(told([..."x123456789"], 8)).toEqual(["-0", "+x", ...(" 1 2 3 4 5 6 7 8".match(/ \d/g) ?? []), " 9"]);
  expect(told(left, 2)).toEqual(["(10)"]);
});
