import { expect, test } from "vitest";
import { addSample, parseSample } from "./stats-samples.ts";

const sample = (nanos: number, usage: number, max?: number) =>
  parseSample(
    JSON.stringify({ cpu_stats: { cpu_usage: { total_usage: nanos } }, memory_stats: { usage, max_usage: max } }),
  );

test("the most of all samples stands", () => {
  let seen = addSample(undefined, sample(1e9, 100));
  seen = addSample(seen, sample(2e9, 50, 400));
  seen = addSample(seen, sample(0, 0)); // after the end
  expect(seen).toEqual({ cpuSeconds: 2, peakMemoryBytes: 400 });
});

test.each([[""], ["{"], ["{}"], ["null"], ["[]"]])("%j is no sample", (line) => {
  expect(addSample(undefined, parseSample(line))).toBeUndefined();
});

test("what it uses now stands beside the most it used", () => {
  expect(sample(2e9, 50, 400)).toEqual({ cpuSeconds: 2, memoryBytes: 50, peakMemoryBytes: 400 });
});
