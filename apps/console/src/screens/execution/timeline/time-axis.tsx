import { usePreferences } from "../../../frame/preferences.ts";
import { type Scale, timeAt, xOf } from "./scale.ts";
import { type Ticks, ticksOf } from "./ticks.ts";
import { formatClock, formatElapsed, midnightOf } from "./time-scale.ts";

export type AxisKind = "clock" | "elapsed";

interface AxisProps {
  readonly kind: AxisKind;
  readonly scale: Scale;
  /** When the execution began. */
  readonly begin: number;
}

/** Ticks of an axis and how a time on it is written. */
export function useAxis({ kind, scale, begin }: AxisProps): {
  readonly ticks: Ticks;
  readonly format: (at: number, step?: number) => string;
} {
  const { zone } = usePreferences();
  const ticks = ticksOf(scale, kind === "clock" ? midnightOf(timeAt(scale, 0), zone) : begin);
  const format = (at: number, step = ticks.step) =>
    kind === "clock" ? formatClock(at, step, zone) : formatElapsed(at - begin, step);
  return { ticks, format };
}

interface ScaleProps {
  readonly scale: Scale;
  readonly ticks: Ticks;
}

/** A place of the axis where something is written, in pixels. */
export interface Taken {
  readonly x: number;
  /** To either side of it. */
  readonly half: number;
}

interface LabelsProps extends ScaleProps {
  readonly format: (at: number) => string;
  readonly taken: readonly Taken[];
}

/** Half of what a label takes per letter. */
export const HALF_LETTER = 3.4;

/** The names of the ticks; those that would be cut, or lie on something else, are left out. */
export function AxisLabels({ scale, ticks, format, taken }: LabelsProps) {
  return ticks.at.map((at) => {
    const x = xOf(scale, at);
    const text = format(at);
    const half = text.length * HALF_LETTER;
    if (x < half || taken.some((each) => Math.abs(x - each.x) < half + each.half)) return undefined;
    return (
      <span
        key={at}
        className="mono absolute top-1.25 -translate-x-1/2 text-axis! leading-4 whitespace-nowrap text-muted"
        style={{ left: x }}
      >
        {text}
      </span>
    );
  });
}

/** Hairlines behind the rows. */
export function AxisLines({ scale, ticks }: ScaleProps) {
  return ticks.at.map((at) => (
    <i key={at} className="absolute inset-y-0 w-px bg-line" style={{ left: xOf(scale, at) }} />
  ));
}
