import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGate } from "./gate.ts";

test("no more than the places are in at a time, and they come in order", async () => {
  const gate = createGate(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const work = (number: number) => async () => {
    order.push(number);
    inside += 1;
    most = Math.max(most, inside);
    await sleep(2);
    inside -= 1;
    return number;
  };
  const results = await Promise.all([1, 2, 3, 4, 5].map((number) => gate.run(work(number))));
  expect(results).toEqual([1, 2, 3, 4, 5]);
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test("work that fails gives its place back", async () => {
  const gate = createGate(1);
  await expect(gate.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await gate.run(async () => "in")).toBe("in");
});
