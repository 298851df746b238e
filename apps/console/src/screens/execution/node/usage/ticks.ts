/** Places on the axes of a chart of use: few, round, and from zero on. */

/** From 0 to at least `most`, about so many steps of 1, 2 or 5 times a power of ten (times `unit`). */
function steps(most: number, count: number, unit = 1): number[] {
  const rough = Math.max(most / unit, 1e-9) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((each) => each * power >= rough * 0.999) ?? 10) * power * unit;
  return Array.from({ length: Math.ceil((most / step) * 0.999) + 1 }, (_, at) => at * step);
}

export const cpuTicks = (most: number): number[] => steps(Math.max(most, 0.01), 3);

/** In whole units of 1024, as memory is written. */
export function memoryTicks(most: number): number[] {
  const unit = 1024 ** Math.min(4, Math.max(1, Math.floor(Math.log(Math.max(most, 1)) / Math.log(1024))));
  return steps(Math.max(most, unit), 3, unit);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const roundTimes = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 240].map((each) => each * HOUR),
];

/** Within the span, at most `count` of them after zero. */
export function timeTicks(spanMs: number, count: number): number[] {
  const step = roundTimes.find((each) => spanMs / each <= count) ?? spanMs;
  return Array.from({ length: Math.floor(spanMs / step + 1e-6) + 1 }, (_, at) => at * step);
}
