import { expect, test } from "vitest";
import { createPullProgress } from "./pull-progress.ts";

const line = (id: string, status: string, current?: number, total?: number) =>
  JSON.stringify({ id, status, progressDetail: { current, total } });

test("fetching and unpacking of all layers are one percentage, which only grows", () => {
  const progress = createPullProgress("busybox:1.36");
  const words = [
    line("1.36", "Pulling from library/busybox"),
    line("a", "Downloading", 50, 100),
    line("b", "Downloading", 0, 100), // another layer becomes known: not backwards
    line("b", "Downloading", 100, 100),
    line("a", "Download complete"),
    line("a", "Extracting", 2, 4),
    line("a", "Pull complete"),
    line("b", "Pull complete"),
  ].map((text) => progress.read(text));
  expect(words).toEqual([
    undefined,
    "pulling busybox:1.36, 25 %",
    undefined,
    "pulling busybox:1.36, 37 %",
    "pulling busybox:1.36, 50 %",
    "pulling busybox:1.36, 62 %",
    "pulling busybox:1.36, 75 %",
    "pulling busybox:1.36, 99 %",
  ]);
  expect(progress.failure()).toBeUndefined();
});

test("the engine's word in the middle is kept; other lines change nothing", () => {
  const progress = createPullProgress("x");
  for (const text of ["", "{", "null", "[]", '{"id":5}']) expect(progress.read(text)).toBeUndefined();
  progress.read('{"error":"no space left on device"}');
  expect(progress.failure()).toBe("no space left on device");
});
