import { expect, test } from "vitest";
import { collectError, noSubNodeErrors, rangesOf, summaryOf } from "./sub-node-errors.ts";

test.each([
  [[0], "0"],
  [[3, 1, 2, 0, 7], "0-3, 7"],
  [[5, 4], "4-5"],
  [[1, 3, 5], "1, 3, 5"],
])("§4.5 %j is %s", (indices, text) => {
  expect(rangesOf(indices)).toBe(text);
});

test("§4.5 a line for each message, in their order as text", () => {
  const errors = noSubNodeErrors();
  for (const index of [7, 0, 1, 2, 3]) collectError(errors, index, "zoo");
  collectError(errors, 5, "ant");
  expect(summaryOf(errors)).toBe("[5]: ant\n[0-3, 7]: zoo\n");
  expect(summaryOf(noSubNodeErrors())).toBe("");
});

test("what is too much to say, or to keep, is said to be so", () => {
  const long = noSubNodeErrors();
  collectError(long, 0, "a".repeat(1200));
  collectError(long, 1, "b");
  expect(summaryOf(long)).toBe(`[0]: ${"a".repeat(1200)}\n... and many more.`);
  const many = noSubNodeErrors();
  for (let index = 0; index < 100; index += 1) collectError(many, index, `${index}`);
  expect(many.indices.size).toBe(64);
  expect(summaryOf(many)).toMatch(/\.\.\. and many more\.$/);
});
