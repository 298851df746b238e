import { expect, test } from "vitest";
import { parseQuantity } from "./quantity.ts";

test.each([
  ["2", 2],
  ["500m", 0.5],
  ["0.5", 0.5],
  [".5", 0.5],
  ["1.", 1],
  ["+1", 1],
  ["256Mi", 268_435_456],
  ["1Gi", 1_073_741_824],
  ["1G", 1e9],
  ["1e3", 1000],
  ["1E3", 1000],
  ["12E", 12e18],
  ["1.5e-3", 0.0015],
  ["100k", 100_000],
  [" 1 ", 1],
  ["0", 0],
])("%s is %d", (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});

test.each([[""], ["m"], ["1K"], ["1mi"], ["-1"], ["1 Gi"], ["two"], ["1e"], ["NaN"], ["1e3Mi"], ["1,5"]])(
  "%j is no quantity",
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);
