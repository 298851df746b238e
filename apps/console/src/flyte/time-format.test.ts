import { expect, it, test } from "vitest";
import { formatAbsolute, formatClockMs, formatIso, formatRelative } from "./time-format.ts";

const now = Date.UTC(2026, 10, 23, 6, 45, 26); // a Monday

it.each([
  [-2, "just now"],
  [4, "just now"],
  [5, "5 s ago"],
  [59, "59 s ago"],
  [60, "1 min ago"],
  [31 * 60, "31 min ago"],
  [-14, "in 14 s"],
  [-31 * 60, "in 31 min"],
  [-2 * 3600, "08:45"],
  [-26 * 3600, "Tue 08:45"],
  [3600, "05:45"],
  [6 * 3600, "00:45"],
  [24 * 3600, "Sun 06:45"],
  [8 * 86_400, "15 Nov 06:45"],
  [400 * 86_400, "19 Oct 2025"],
])("%d s ago reads %s", (seconds, text) => {
  expect(formatRelative(now - seconds * 1000, now, "utc")).toBe(text);
});

test("the absolute form names its zone", () => {
  expect(formatAbsolute(now, "utc")).toBe("23 Nov 2026, 06:45:26 UTC");
});

test("rows of one day tell milliseconds", () => {
  expect(formatClockMs(now + 7, "utc")).toBe("06:45:26.007");
});

test("the copied form is ISO 8601 with an offset, and the same moment in either zone", () => {
  expect(formatIso(now, "utc")).toBe("2026-11-23T06:45:26Z");
  expect(new Date(formatIso(now, "browser")).getTime()).toBe(now);
});
