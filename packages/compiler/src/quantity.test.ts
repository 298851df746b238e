import { expect, it } from "vitest";
import { isWhole, parseQuantity, wholeUnits } from "./quantity.ts";

it.each([
  ["1", 1_000_000_000n],
  ["500m", 500_000_000n],
  ["1.5", 1_500_000_000n],
  [".5", 500_000_000n],
  ["5.", 5_000_000_000n],
  ["+2", 2_000_000_000n],
  ["-2", -2_000_000_000n],
  ["1Ki", 1_024_000_000_000n],
  ["1.5Gi", 1_610_612_736_000_000_000n],
  ["2k", 2_000_000_000_000n],
  ["1e3", 1_000_000_000_000n],
  ["1E-3", 1_000_000n],
  ["1n", 1n],
  ["1e-99", 1n], // rounded up to what can be kept
  ["1e999999", (2n ** 63n - 1n) * 1_000_000_000n],
  ["0", 0n],
])("%s is %i nanos", (text, nanos) => expect(parseQuantity(text)?.nanos).toBe(nanos));

it.each(["", "abc", "1x", "1 Gi", "Gi", ".", "--1", "1.2.3", "1ki", "1KI", "e3"])("%j is no quantity", (text) =>
  expect(parseQuantity(text)).toBeUndefined(),
);

it.each([
  ["1500m", 2n, false],
  ["2", 2n, true],
  ["1Ki", 1024n, true],
  ["-1500m", -1n, false],
])("%s rounds up to %i", (text, units, whole) => {
  const quantity = parseQuantity(text) ?? { text, nanos: 0n };
  expect(wholeUnits(quantity)).toBe(units);
  expect(isWhole(quantity)).toBe(whole);
});
