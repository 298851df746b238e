/**
 * One attempt's usage on disk, beside its log as `<attempt>.log.usage`: it lives and goes with it.
 *
 * The first line is `<interval ms> <start ms>`, then one line `<ms> <CPU seconds> <memory bytes or ->` for each point.
 * A last line that was cut by a crash is not counted.
 */
import { appendFile, open, rename, writeFile } from "node:fs/promises";
import type { UsagePoint, UsageSeries } from "./usage-series.ts";

/** Many times what is ever written. */
const MOST_BYTES = 128 * 1024;

const pathOf = (logPath: string) => `${logPath}.usage`;

/** Undefined where none was kept, or it cannot be read. */
export async function readUsage(logPath: string): Promise<UsageSeries | undefined> {
  const file = await open(pathOf(logPath)).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return parseUsage(buffer.toString("utf8", 0, bytesRead));
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
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
    const [, at, cpuSeconds, memory] = /^(\d{1,15}) ([\d.]{1,20}) (\d{1,15}|-)$/.exec(line) ?? [];
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
