import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 86_400_000;

test("the clock wakes at a time further off than one timer of the system can reach, and not before", () => {
  const call = vi.fn();
  systemClock.wakeAt(60 * DAY_MS, call);
  vi.advanceTimersByTime(59 * DAY_MS);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(DAY_MS);
  expect(call).toHaveBeenCalledOnce();
});

test("it does not wake what was cancelled, not even between two naps", () => {
  const call = vi.fn();
  const cancel = systemClock.wakeAt(60 * DAY_MS, call);
  vi.advanceTimersByTime(30 * DAY_MS);
  cancel();
  vi.advanceTimersByTime(60 * DAY_MS);
  expect(call).not.toHaveBeenCalled();
});

test("it wakes at once for a time that has passed", () => {
  const call = vi.fn();
  systemClock.wakeAt(-5, call);
  vi.advanceTimersByTime(0);
  expect(call).toHaveBeenCalledOnce();
});
