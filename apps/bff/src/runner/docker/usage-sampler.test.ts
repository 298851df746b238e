import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readUsage } from "../usage-file.ts";
import { openUsageSampler } from "./usage-sampler.ts";

const start = 1_700_000_000_000;
let folder: string;
let log: string;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skein-usage-"));
  log = join(folder, "0.log");
  now = start;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openUsageSampler(log, start, () => now);
const points = async () => (await readUsage(log))?.points.map(({ at, memoryBytes }) => [at - start, memoryBytes]);

test("figures that come more often than wanted leave their highest memory", async () => {
  const sampler = await open();
  for (const [at, memoryBytes] of [
    [400, 70],
    [700, 900],
    [1000, 50],
    [1500, 60],
    [2000, 40],
  ] as const) {
    now = start + at;
    sampler.offer({ cpuSeconds: at / 1000, memoryBytes });
  }
  await sampler.end({ startedAt: start, endedAt: start + 2600, cpuSeconds: 2.1, peakMemoryBytes: 950 });
  expect(await points()).toEqual([
    [1000, 900],
    [2000, 60],
    [2600, undefined],
  ]);
});

test("after a restart the series goes on, whatever the crash left of the last line", async () => {
  const first = await open();
  now = start + 1000;
  first.offer({ cpuSeconds: 1, memoryBytes: 10 });
  await expect.poll(points).toHaveLength(1);
  writeFileSync(`${log}.usage`, "17000", { flag: "a" });
  const second = await open();
  now = start + 2000;
  second.offer({ cpuSeconds: 2, memoryBytes: 20 });
  await expect.poll(points).toEqual([
    [1000, 10],
    [2000, 20],
  ]);
});

test("where nothing can be written nothing fails", async () => {
  log = join(folder, "gone", "0.log");
  const sampler = await open();
  now = start + 1000;
  sampler.offer({ cpuSeconds: 1, memoryBytes: 10 });
  await sampler.end({ startedAt: start, endedAt: start + 1500, cpuSeconds: 2, peakMemoryBytes: 10 });
  expect(await readUsage(log)).toBeUndefined();
});
