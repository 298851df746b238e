import { expect, test } from "vitest";
import { systemClock } from "../../run-loop/clock.ts";
import { nap, within } from "./abort.ts";

test("work is left when the signal says so", async () => {
  const leaving = new AbortController();
  const work = within(leaving.signal, new Promise(() => {}));
  leaving.abort(new Error("enough"));
  await expect(work).rejects.toThrow("enough");
  await expect(within(leaving.signal, Promise.resolve(1))).rejects.toThrow("enough");
});

test("work that is done first gives its result or its failure", async () => {
  const { signal } = new AbortController();
  expect(await within(signal, Promise.resolve(1))).toBe(1);
  await expect(within(signal, Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("a nap ends by itself or by the signal", async () => {
  const waking = new AbortController();
  await nap(systemClock, 1, waking.signal);
  const long = nap(systemClock, 60_000, waking.signal);
  waking.abort();
  await long;
  await nap(systemClock, 60_000, waking.signal);
});
