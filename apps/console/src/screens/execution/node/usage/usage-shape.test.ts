import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuTicks, memoryTicks, timeTicks } from "./ticks.ts";
import { isNear, shapeOf, stepAt } from "./usage-shape.ts";

const x = (ms: number) => ms / 100;
const y = (value: number) => 100 - value;
const step = (from: number, to: number, value?: number) => ({ from, to, value });

test("a value holds from one time to the next", () => {
  const { line, area } = shapeOf([step(0, 1000, 10), step(1000, 2000, 40)], x, y);
  expect(line).toBe("M0 90H10V60H20");
  expect(area).toBe("M0 100V90H10V60H20V100Z");
});

test("what is not known is not drawn", () => {
  const { line, area } = shapeOf([step(0, 1000, 10), step(1000, 9000), step(9000, 9500, 20)], x, y);
  expect(line).toBe("M0 90H10M90 80H95");
  expect(area).toBe("M0 100V90H10V100ZM90 100V80H95V100Z");
  expect(shapeOf([step(0, 1000)], x, y)).toEqual({ line: "", area: "" });
});

test("the step at a time is found, and the nearest outside of all", () => {
  const steps = [step(0, 1000, 1), step(1000, 2000, 2)];
  expect([-5, 0, 999, 1500, 9000].map((ms) => stepAt(steps, ms))).toEqual([0, 0, 0, 1, 1]);
});

test("a limit far above all use is told, not drawn", () => {
  expect([isNear(8, 0.5), isNear(11, 0.5)]).toEqual([true, false]);
});

test.each([
  [0, [0, 0.005, 0.01]],
  [0.5, [0, 0.2, 0.4, 0.6]],
  [2, [0, 1, 2]],
  [4, [0, 2, 4]],
])("a CPU axis to %d", (most, ticks) => {
  expect(cpuTicks(most).map((tick) => Number(tick.toFixed(6)))).toEqual(ticks);
});

const KIB = 1024;
test.each([
  [3 * KIB ** 2, [0, 1, 2, 3].map((each) => each * KIB ** 2)],
  [8 * KIB ** 3, [0, 5, 10].map((each) => each * KIB ** 3)],
])("a memory axis to %d has whole units", (most, ticks) => {
  expect(memoryTicks(most)).toEqual(ticks);
});

test.each([
  [400, 4, [0, 100, 200, 300, 400]],
  [62_000, 4, [0, 30_000, 60_000]],
  [3_600_000, 4, [0, 900_000, 1_800_000, 2_700_000, 3_600_000]],
])("a time axis of %d ms with %d places", (span, count, ticks) => {
  expect(timeTicks(span, count)).toEqual(ticks);
});

test("ticks are few, rise, and reach the highest value", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (most) => {
      for (const ticks of [cpuTicks(most), memoryTicks(most * 1e6)]) {
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(5);
      }
      expect((cpuTicks(most).at(-1) ?? 0) * 1.002).toBeGreaterThanOrEqual(most);
    }),
  );
});
