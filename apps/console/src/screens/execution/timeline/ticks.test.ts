import { expect, test } from "vitest";
import { xOf } from "./scale.ts";
import { ticksOf } from "./ticks.ts";
import { midnightOf } from "./time-scale.ts";

const noon = Date.UTC(2026, 10, 23, 12);

test.each([
  [60_000, 900, 10_000],
  [3_600_000, 900, 600_000],
  [200, 900, 20],
  [86_400_000 * 10, 900, 86_400_000],
])("over %i ms on %i px stand %i ms apart", (length, width, step) => {
  const midnight = midnightOf(noon, "utc");
  const ticks = ticksOf({ span: { from: noon, to: noon + length }, width, breaks: [] }, midnight);
  expect(ticks.step).toBe(step);
  expect(ticks.at.length).toBeLessThanOrEqual(width / 84 + 1);
  expect(ticks.at.every((at) => (at - midnight) % step === 0)).toBe(true);
});

test("skip a break, however long it was, and are as close as the rest asks for", () => {
  // Thirty seconds, thirty days, thirty seconds; the break is drawn as four of them.
  const days = 30 * 86_400_000;
  const scale = {
    span: { from: 0, to: 64_000 },
    width: 900,
    breaks: [{ from: 30_000, to: 30_000 + days, drawnMs: 4000 }],
  };
  const { step, at } = ticksOf(scale, 0);
  expect(step).toBe(10_000);
  expect(at.map((tick) => (tick > days ? tick - days : tick) / 1000)).toEqual([0, 10, 20, 30, 30, 40, 50, 60]);
  expect(at.map((tick) => xOf(scale, tick)).every((x, n, all) => n === 0 || x > (all[n - 1] ?? 0))).toBe(true);
});
