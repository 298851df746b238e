import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import * as durations from "./duration.ts";

const most = 315_576_000_000n * 1_000_000_000n;
const anyNanos = fc.oneof(
  fc.bigInt({ min: -most, max: most }),
  fc.bigInt({ min: -10_000_000_000n, max: 10_000_000_000n }),
);

test("what is written in Go's form and in ISO 8601 is read back to the nanosecond", () => {
  fc.assert(
    fc.property(anyNanos, (nanos) => {
      const duration = durations.durationFromNanos(nanos);
      expect(durations.parseGoDuration(durations.formatGoDuration(duration))).toEqual(duration);
      expect(durations.parseDuration(durations.formatIsoDuration(duration))).toEqual(duration);
      expect(durations.durationToNanos(duration)).toBe(nanos);
    }),
  );
});

describe("Go's form", () => {
  it.each([
    ["0", "0s"],
    ["0s", "0s"],
    ["90s", "1m30s"],
    ["1h", "1h0m0s"],
    ["1h30m", "1h30m0s"],
    ["1.5h", "1h30m0s"],
    ["-1m", "-1m0s"],
    ["+5s", "5s"],
    [".5s", "500ms"],
    ["1.s", "1s"],
    ["100ms", "100ms"],
    ["1500us", "1.5ms"],
    ["1500\u00b5s", "1.5ms"],
    ["1500\u03bcs", "1.5ms"],
    ["1ns", "1ns"],
    ["0.1ns", "0s"], // Go drops what is below a nanosecond
    ["0.9µs", "900ns"],
    ["1m1m", "2m0s"],
    ["2562047h47m16.854775807s", "2562047h47m16.854775807s"],
    ["87660000h", "87660000h0m0s"],
  ])("reads %j, writes %j", (text, written) => {
    const duration = durations.parseGoDuration(text);
    expect(duration && durations.formatGoDuration(duration)).toBe(written);
  });

  it.each(["", "1", "5", "s", "1d", "1 h", "1h ", "--1s", "1e3s", ".s", "99999999h", "x".repeat(300)])(
    "refuses %j",
    (text) => {
      expect(durations.parseDuration(text)).toBeUndefined();
    },
  );
});

describe("ISO 8601", () => {
  it.each([
    ["PT1H30M", "1h30m0s"],
    ["P1D", "24h0m0s"],
    ["P2W", "336h0m0s"],
    ["P1DT2H", "26h0m0s"],
    ["PT0.5S", "500ms"],
    ["PT0,5S", "500ms"],
    ["PT1.5H", "1h30m0s"],
    ["-PT5S", "-5s"],
    ["PT0S", "0s"],
  ])("reads %j as %s", (text, written) => {
    const duration = durations.parseDuration(text);
    expect(duration && durations.formatGoDuration(duration)).toBe(written);
  });

  it.each(["P", "PT", "P1DT", "P1Y", "P1M", "PT1.5H30M", "PT1S1M", "pt1s", "P-1D"])("refuses %j", (text) => {
    expect(durations.parseDuration(text)).toBeUndefined();
  });
});

describe("milliseconds", () => {
  it.each([
    [0n, 0],
    [1_000_000n, 1],
    [1n, 1], // never to "no timeout"
    [-1n, -1],
    [1_500_000_001n, 1501],
  ])("%d ns are %d ms", (nanos, ms) => {
    expect(durations.durationToMs(durations.durationFromNanos(nanos))).toBe(ms);
  });

  it("come back from milliseconds, fractions too", () => {
    expect(durations.durationFromMs(1500)).toEqual(create(DurationSchema, { seconds: 1n, nanos: 500_000_000 }));
    expect(durations.durationFromMs(0.5)).toEqual(create(DurationSchema, { nanos: 500_000 }));
    expect(durations.durationFromMs(-1500)).toEqual(create(DurationSchema, { seconds: -1n, nanos: -500_000_000 }));
  });
});

test.each([
  ["1h", "1h"],
  ["1h30m", "1h30m"],
  ["10m", "10m"],
  ["1h0m5s", "1h0m5s"],
  ["0s", "0s"],
])("%s is shown to people as %s", (text, shown) => {
  const duration = durations.parseDuration(text);
  expect(duration && durations.formatShortDuration(duration)).toBe(shown);
});
