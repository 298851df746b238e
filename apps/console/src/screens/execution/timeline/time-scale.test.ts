import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatClock, formatElapsed, panned, wholeSpan, within, zoomed } from "./time-scale.ts";

const noon = Date.UTC(2026, 10, 23, 12);

describe("the whole stretch", () => {
  test("of what has ended is exactly that", () => {
    expect(wholeSpan(noon, noon + 61_000, false)).toEqual({ from: noon, to: noon + 61_000 });
  });

  test("of what runs keeps room ahead, and stands still while bars grow into it", () => {
    const spans = [30, 31, 32, 33].map((seconds) => wholeSpan(noon, noon + seconds * 1000, true).to - noon);
    expect(new Set(spans).size).toBe(1);
    fc.assert(
      fc.property(fc.nat(10_000_000), (length) => {
        const { to } = wholeSpan(noon, noon + length, true);
        expect(to).toBeGreaterThan(noon + length);
        expect(to - noon).toBeLessThanOrEqual(Math.max(2000, length * 1.5));
      }),
    );
  });
});

describe("zoom and pan", () => {
  const whole = { from: 0, to: 100_000 };

  test("keep the time under the pointer in its place, inside the whole", () => {
    const near = zoomed(whole, 25_000, 0.5, whole);
    expect(near).toEqual({ from: 12_500, to: 62_500 });
    expect(panned(near, 90_000, whole)).toEqual({ from: 50_000, to: 100_000 });
    expect(panned(near, -90_000, whole)).toEqual({ from: 0, to: 50_000 });
  });

  test("never leave the whole nor turn round, whatever is asked", () => {
    const number = fc.double({ min: -1e7, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: 0.001, max: 1000, noNaN: true }), (from, at, factor) => {
        for (const span of [
          within({ from, to: at }, whole),
          zoomed(whole, at, factor, whole),
          panned(whole, from, whole),
        ]) {
          expect(span.from).toBeGreaterThanOrEqual(whole.from);
          expect(span.to).toBeLessThanOrEqual(whole.to + 1e-6);
          expect(span.to).toBeGreaterThan(span.from);
        }
      }),
    );
  });
});

describe("times are written", () => {
  test.each([
    [60_000, "12:00"],
    [10_000, "12:00:00"],
    [100, "12:00:00.0"],
    [86_400_000, "23 Nov"],
  ])("on a clock with ticks every %i ms reads %s", (step, text) => {
    expect(formatClock(noon, step, "utc")).toBe(text);
  });

  test.each([
    [0, 1000, "+0"],
    [40_000, 10_000, "+40 s"],
    [150_000, 30_000, "+2:30"],
    [3_900_000, 300_000, "+1:05:00"],
    [1200, 100, "+1.2 s"],
  ])("%i ms after the beginning, with ticks every %i, reads %s", (ms, step, text) => {
    expect(formatElapsed(ms, step)).toBe(text);
  });
});
