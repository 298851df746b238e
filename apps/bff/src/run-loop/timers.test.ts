import fc from "fast-check";
import { expect, test } from "vitest";
import { handClock } from "./testing/hand-clock.ts";
import { openTimers } from "./timers.ts";

test("§10.36 timers fire once, in the order of their times, at their times", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { maxLength: 60 }), (times) => {
      const { clock, moveTo } = handClock();
      const timers = openTimers(clock);
      const fired: number[] = [];
      times.forEach((at, index) => {
        timers.set(`t${index}`, at, () => {
          expect(clock.now()).toBe(at);
          fired.push(at);
        });
      });
      moveTo(1000);
      expect(fired).toEqual(times.toSorted((a, b) => a - b));
      moveTo(5000);
      expect(fired).toHaveLength(times.length);
    }),
  );
});

test("a cleared timer does not fire, and a timer set again fires only at its new time", () => {
  const { clock, moveTo } = handClock();
  const timers = openTimers(clock);
  const fired: string[] = [];
  timers.set("cleared", 10, () => fired.push("cleared"));
  timers.set("moved", 10, () => fired.push("moved, old"));
  timers.clear("cleared");
  timers.set("moved", 30, () => fired.push("moved, new"));
  moveTo(20);
  expect(fired).toEqual([]);
  moveTo(30);
  expect(fired).toEqual(["moved, new"]);
});

test("a timer may set another while it fires", () => {
  const { clock, moveTo } = handClock();
  const timers = openTimers(clock);
  const fired: number[] = [];
  const again = (at: number) =>
    timers.set("tick", at, () => {
      fired.push(at);
      if (at < 50) again(at + 10);
    });
  again(10);
  moveTo(100);
  expect(fired).toEqual([10, 20, 30, 40, 50]);
});

test("few cleared timers are held on to, however many there were", () => {
  const { clock, moveTo } = handClock();
  const timers = openTimers(clock);
  const fired: string[] = [];
  for (let number = 0; number < 1000; number += 1) {
    timers.set(`timer ${number}`, 1000, () => fired.push(`timer ${number}`));
    if (number % 100 !== 0) timers.clear(`timer ${number}`);
    expect(timers.held).toBeLessThanOrEqual(64);
  }
  moveTo(1000);
  expect(fired).toHaveLength(10);
});
