import { expect, it } from "vitest";
import { ServerClock } from "./clock.ts";

it("is this browser's clock until the server has spoken", () => {
  expect(new ServerClock().now(5000)).toBe(5000);
});

it("trusts the message that was least under way", () => {
  const clock = new ServerClock();
  clock.sample(10_000, 7_200); // 200 ms late
  clock.sample(11_000, 8_010); // 10 ms late
  clock.sample(12_000, 9_900); // 900 ms late
  expect(clock.now(10_000)).toBe(12_990);
});

it("forgets old samples, so that a clock that was set right is followed", () => {
  const clock = new ServerClock();
  clock.sample(100_000, 0);
  for (let i = 0; i < 24; i += 1) clock.sample(50, 0);
  expect(clock.now(0)).toBe(50);
});
