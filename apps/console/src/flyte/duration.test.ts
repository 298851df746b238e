import { expect, it } from "vitest";
import { formatDuration, formatTicking, speakDuration } from "./duration.ts";

it.each([
  [-5, "0 ms"],
  [0, "0 ms"],
  [640, "640 ms"],
  [999.6, "1.0 s"],
  [1000, "1.0 s"],
  [9999, "9.9 s"],
  [10_000, "10 s"],
  [59_999, "59 s"],
  [60_000, "1m 00s"],
  [862_000, "14m 22s"],
  [3_600_000, "1h 00m"],
  [86_399_999, "23h 59m"],
  [86_400_000, "1d 00h"],
  [273_600_000, "3d 04h"],
])("%d ms is written %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [-1, "0 s"],
  [999, "0 s"],
  [4_300, "4 s"],
  [61_000, "1m 01s"],
])("%d ms ticks as %s", (ms, text) => {
  expect(formatTicking(ms)).toBe(text);
});

it.each([
  [250, "250 milliseconds"],
  [1000, "1 second"],
  [129_600_000, "1 day 12 hours"],
  [862_000, "14 minutes 22 seconds"],
])("%d ms is spoken %s", (ms, text) => {
  expect(speakDuration(ms)).toBe(text);
});
