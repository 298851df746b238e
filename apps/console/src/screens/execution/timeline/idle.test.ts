import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breaksIn, idleIn, merged } from "./idle.ts";
import { toDrawn } from "./scale.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const spans = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([from, to]) => ({ from, to }));

describe("idle is", () => {
  test.each([
    ["nothing before anything was busy", [], []],
    [
      "what lies between, before and after",
      [
        [10, 20],
        [50, 60],
      ],
      [
        [0, 10],
        [20, 50],
        [60, 100],
      ],
    ],
    [
      "not what something else goes on in",
      [
        [50, 60],
        [0, 55],
        [58, 100],
      ],
      [],
    ],
    [
      "nothing after what still goes on",
      [
        [0, 10],
        [30, Number.POSITIVE_INFINITY],
      ],
      [[10, 30]],
    ],
  ] as const)("%s", (_, busy, idle) => {
    expect(idleIn({ from: 0, to: 100 }, merged(spans(...busy)))).toEqual(spans(...idle));
  });

  test("apart from what is busy, and together they are all", () => {
    const span = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1 }), (busy) => {
        const idle = idleIn({ from: 0, to: 1000 }, merged(busy));
        for (let at = 0.5; at < 1000; at += 1) {
          const isBusy = busy.some(({ from, to }) => from < at && at < to);
          expect(idle.filter(({ from, to }) => from < at && at < to)).toHaveLength(isBusy ? 0 : 1);
        }
      }),
    );
  });
});

describe("a break is", () => {
  test("an idle stretch of more than a fifth of the time", () => {
    const whole = { from: 0, to: 10 * HOUR };
    const busy = spans([0, HOUR], [2 * HOUR, 3 * HOUR], [7 * HOUR, 10 * HOUR]);
    expect(breaksIn(whole, busy).map(({ from, to }) => [from, to])).toEqual([[3 * HOUR, 7 * HOUR]]);
  });

  test("no matter of seconds", () => {
    expect(breaksIn({ from: 0, to: 20_000 }, spans([0, 6000], [15_000, 20_000]))).toEqual([]);
  });

  test("a small part of the rest, and stands still while that grows a little", () => {
    const busy = (last: number) => spans([0, 5 * MINUTE], [24 * HOUR, 24 * HOUR + last]);
    const drawn = [MINUTE, 2 * MINUTE].map((last) => {
      const whole = { from: 0, to: 24 * HOUR + last };
      const breaks = breaksIn(whole, busy(last));
      const share = (breaks[0]?.drawnMs ?? 0) / toDrawn(whole.to, breaks);
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.1);
      return breaks[0]?.drawnMs;
    });
    expect(drawn[0]).toBe(drawn[1]);
  });
});
