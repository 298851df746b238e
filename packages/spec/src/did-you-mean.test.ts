import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { editDistance, findNear, formatDidYouMean } from "./did-you-mean.ts";

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "abd", 1],
    ["abc", "acb", 1], // neighbours swapped
    ["abc", "", 3],
    ["word_count", "word-count", 0.5],
    ["wordcount", "word_count", 0.5],
    ["Split", "split", 0.5],
    ["kitten", "sitting", 3],
  ])("from %j to %j is %d", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  test("it is symmetric, and zero only for equal words", () => {
    const word = fc.stringMatching(/^[a-cA-C_-]{0,8}$/);
    fc.assert(
      fc.property(word, word, (left, right) => {
        expect(editDistance(left, right)).toBe(editDistance(right, left));
        expect(editDistance(left, right) === 0).toBe(left === right);
      }),
    );
  });
});

describe("findNear", () => {
  it.each([
    ["wrods", ["words", "lengths"], ["words"]],
    ["gren", ["red", "green"], ["green"]],
    ["xyz", ["words"], []],
    ["a", ["b"], ["b"]], // always one edit
    ["word", ["words", "word", "ward", "cord", "wordy"], ["words", "ward", "cord"]],
    ["WORDCOUNT", ["word_count"], []],
    ["wordCount", ["word_count", "wordcount"], ["wordcount", "word_count"]],
  ])("for %j among %j finds %j", (word, candidates, near) => {
    expect(findNear(word, candidates)).toEqual(near);
  });

  it("looks at 200 candidates at most, and not at endless words", () => {
    let asked = 0;
    function* endless() {
      for (;;) yield `word${asked++}`;
    }
    findNear("word", endless());
    expect(asked).toBeLessThanOrEqual(202);
    expect(findNear("x".repeat(100_000), ["x".repeat(100_001)])).toEqual([]);
  });
});

it("asks in a sentence", () => {
  expect(formatDidYouMean([])).toBe("");
  expect(formatDidYouMean(["a"])).toBe(' Did you mean "a"?');
  expect(formatDidYouMean(["a", "b", "c"])).toBe(' Did you mean "a", "b" or "c"?');
});
