/**
 * One attempt's usage on disk, beside its log as `<attempt>.log.usage`: it lives and goes with it.
 *
 * The first line is `<interval ms> <start ms>`, then one line `<ms> <CPU seconds> <memory bytes or ->` for each point.
 * A last line that was cut by a crash is not counted.
 */
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import type { UsagePoint, UsageSeries } from "./usage-series.ts";

const pathOf = (logPath: string) => `${logPath}.usage`;

/** Undefined where none was kept, or it cannot be read. */
export async function readUsage(logPath: string): Promise<UsageSeries | undefined> {
  const text = await readFile(pathOf(logPath), "utf8").catch(() => "");
  return parseUsage(text);
}

export async function appendUsage(logPath: string, point: UsagePoint): Promise<void> {
  await appendFile(pathOf(logPath), formatPoint(point));
}

export async function writeUsage(logPath: string, series: UsageSeries): Promise<void> {
  const path = pathOf(logPath);
  await writeFile(`${path}.new`, formatUsage(series));
  await rename(`${path}.new`, path);
}

export function formatUsage({ intervalMs, startedAt, points }: UsageSeries): string {
  return [`${intervalMs} ${startedAt}\n`, ...points.map(formatPoint)].join("");
}

export function parseUsage(text: string): UsageSeries | undefined {
  const [head = "", ...lines] = text.split("\n").slice(0, -1);
  const [, intervalMs, startedAt] = /^(\d+) (\d+)$/.exec(head) ?? [];
  if (intervalMs === undefined) return undefined;
  const points = lines.flatMap((line) => {
    const [, at, cpuSeconds, memory] = /^(\d+) ([\d.]+) (\d+|-)$/.exec(line) ?? [];
    if (at === undefined) return [];
    return [
      { at: Number(at), cpuSeconds: Number(cpuSeconds), memoryBytes: memory === "-" ? undefined : Number(memory) },
    ];
  });
  return { intervalMs: Number(intervalMs), startedAt: Number(startedAt), points };
}

function formatPoint({ at, cpuSeconds, memoryBytes }: UsagePoint): string {
  return `${at} ${cpuSeconds.toFixed(6)} ${memoryBytes ?? "-"}\n`;
}
