import { expect, test } from "vitest";
import { openNarrow } from "./narrow.ts";

test("only so many are inside at once, and an execution of few is not behind all of one with many", async () => {
  const narrow = openNarrow(3);
  const done: string[] = [];
  let [inside, most] = [0, 0];
  const work = (name: string) => async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    done.push(name);
  };
  for (let n = 0; n < 50; n += 1) narrow.pass(1, work(`many ${n}`));
  narrow.pass(2, work("few"));
  while (done.length < 51) await new Promise((resolve) => setImmediate(resolve));
  expect(most).toBe(3);
  expect(done.indexOf("few")).toBeLessThan(9);
  expect(done.filter((name) => name !== "few")).toEqual(Array.from({ length: 50 }, (_, n) => `many ${n}`));
});
