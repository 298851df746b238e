/** The ticks of an axis: at round times, as close as their names allow. */
import { type Scale, timeAt } from "./scale.ts";
import { steps } from "./time-scale.ts";

const LONGEST = steps.at(-1) ?? 1;
/** Pixels between ticks, at least. */
const TICK_PX = 84;

export interface Ticks {
  readonly step: number;
  readonly at: readonly number[];
}

/** None is in a break. @param origin what ticks count from: the zone's midnight for a clock, the beginning for elapsed time */
export function ticksOf(scale: Scale, origin: number): Ticks {
  const { span, width, breaks } = scale;
  const wanted = ((span.to - span.from) / Math.max(1, width)) * TICK_PX;
  const step = steps.find((each) => each >= wanted) ?? LONGEST;
  const at: number[] = [];
  // Stretch by stretch between the breaks, which may be longer than all the rest.
  const ends = [...breaks.map(({ from }) => from), Number.POSITIVE_INFINITY];
  const [first, last] = [timeAt(scale, 0), timeAt(scale, width)];
  for (const [index, end] of ends.entries()) {
    const from = Math.max(first, breaks[index - 1]?.to ?? first);
    const to = Math.min(last, end);
    for (let tick = origin + Math.ceil((from - origin) / step) * step; tick <= to; tick += step) at.push(tick);
  }
  return { step, at };
}
