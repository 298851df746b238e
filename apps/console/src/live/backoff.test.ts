import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

it.each([
  [1, 0, 500],
  [2, 0, 500],
  [2, 0.999, 1000],
  [5, 0.5, 6000],
  [7, 0, 15_000],
  [40, 0.9999, 29_999],
])("after %i failures with chance %f it waits %i ms", (failures, random, wait) => {
  expect(Math.abs(backoffMs(failures, random) - wait)).toBeLessThanOrEqual(2);
});

it("never waits less than 0.5 s nor more than 30 s", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, random) => {
      const wait = backoffMs(n, random);
      expect(wait).toBeGreaterThanOrEqual(500);
      expect(wait).toBeLessThanOrEqual(30_000);
    }),
  );
});
