import fc from "fast-check";
import { expect, test } from "vitest";
import { type Break, fromDrawn, timeAt, toDrawn, xOf } from "./scale.ts";

/** A minute that is drawn as a second, and an hour that is drawn as ten. */
const breaks: Break[] = [
  { from: 10_000, to: 70_000, drawnMs: 1000 },
  { from: 80_000, to: 3_680_000, drawnMs: 10_000 },
];

test.each([
  [-5000, -5000],
  [10_000, 10_000],
  [40_000, 10_500],
  [70_000, 11_000],
  [80_000, 21_000],
  [1_880_000, 26_000],
  [3_680_000, 31_000],
  [3_690_000, 41_000],
])("%i ms are drawn at %i ms", (at, drawn) => {
  expect(toDrawn(at, breaks)).toBeCloseTo(drawn, 6);
  expect(fromDrawn(drawn, breaks)).toBeCloseTo(at, 6);
});

const anyBreaks = fc
  .array(
    fc.record({
      free: fc.integer({ min: 1, max: 1e6 }),
      idle: fc.integer({ min: 10, max: 1e8 }),
      share: fc.double({ min: 0.001, max: 0.9, noNaN: true }),
    }),
    { maxLength: 4 },
  )
  .map((stretches) => {
    let at = 0;
    return stretches.map(({ free, idle, share }): Break => {
      const from = at + free;
      at = from + idle;
      return { from, to: at, drawnMs: idle * share };
    });
  });
const anyTime = fc.integer({ min: -1e6, max: 5e8 });

test("a later time is drawn later, and every place has its one time, whatever is broken out", () => {
  fc.assert(
    fc.property(anyBreaks, anyTime, anyTime, (some, a, b) => {
      const scale = { span: { from: 0, to: 1e6 }, width: 900, breaks: some };
      if (a < b) expect(xOf(scale, a)).toBeLessThan(xOf(scale, b));
      expect(Math.abs(timeAt(scale, xOf(scale, a)) - a)).toBeLessThan(0.01);
      expect(Math.abs(fromDrawn(toDrawn(b, some), some) - b)).toBeLessThan(0.01);
    }),
  );
});
