import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { WorkflowExecution_Phase as Phase } from "@skein/spec/gen/flyteidl/core/execution_pb";
import { HistogramSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { barsOf, rangeValue, windowOf } from "./histogram-bars.ts";

const MINUTE = 60_000;
const start = Date.UTC(2026, 10, 23, 6);

const bars = barsOf(
  create(HistogramSchema, {
    from: timestampFromMs(start),
    barMs: BigInt(MINUTE),
    bars: [
      {
        counts: [
          { phase: Phase.FAILED, count: 2n },
          { phase: Phase.SUCCEEDED, count: 3n },
        ],
      },
      { counts: [] },
      { counts: [{ phase: Phase.RUNNING, count: 1n }] },
    ],
  }),
);

test("bars follow each other; what failed lies on top", () => {
  expect(bars.map(({ from, to, total }) => [from - start, to - start, total])).toEqual([
    [0, MINUTE, 5],
    [MINUTE, 2 * MINUTE, 0],
    [2 * MINUTE, 3 * MINUTE, 1],
  ]);
  expect(bars[0]?.parts.map(({ phase }) => phase)).toEqual([Phase.SUCCEEDED, Phase.FAILED]);
});

test("chosen bars are a range of the filter; one that reaches now goes on with the time", () => {
  expect(rangeValue(bars, 0, 1, true)).toBe("2026-11-23T06:00Z..2026-11-23T06:02Z");
  expect(rangeValue(bars, 1, 2, true)).toBe(">=2026-11-23T06:01Z");
  expect(rangeValue(bars, 1, 2, false)).toBe("2026-11-23T06:01Z..2026-11-23T06:03Z");
  expect(rangeValue([], 0, 0, true)).toBeUndefined();
});

test("around a range as much again is drawn before it, and nothing later than now", () => {
  const now = start + 100 * MINUTE;
  expect(windowOf({}, now)).toEqual({ from: undefined, to: undefined });
  const open = windowOf({ from: start }, now);
  expect(open.to).toBeUndefined();
  expect(Math.abs((open.from ?? 0) - (start - 100 * MINUTE))).toBeLessThan(3 * MINUTE);
  expect(windowOf({ from: start, to: now - MINUTE }, now).to).toBe(now);
});
