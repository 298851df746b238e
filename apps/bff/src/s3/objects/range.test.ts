import { expect, test } from "vitest";
import { parseRange } from "./range.ts";

test.each([
  ["bytes=0-0", 10, { start: 0, end: 0 }],
  ["bytes=3-5", 10, { start: 3, end: 5 }],
  ["bytes=3-", 10, { start: 3, end: 9 }],
  ["bytes=-3", 10, { start: 7, end: 9 }],
  ["bytes=-30", 10, { start: 0, end: 9 }],
  ["bytes=3-300", 10, { start: 3, end: 9 }],
  [undefined, 10, undefined],
  ["", 10, undefined],
  ["bytes=5-3", 10, undefined],
  ["bytes=0-1,3-4", 10, undefined],
  ["lines=0-1", 10, undefined],
  ["bytes=-", 10, undefined],
  ["bytes=a-b", 10, undefined],
])("%s of %i bytes", (header, size, expected) => {
  expect(parseRange(header, size)).toEqual(expected);
});

test.each([
  ["bytes=10-", 10],
  ["bytes=10-20", 10],
  ["bytes=-0", 10],
  ["bytes=0-", 0],
  ["bytes=-5", 0],
])("%s of %i bytes is nothing", (header, size) => {
  expect(() => parseRange(header, size)).toThrow("has none of them");
});
