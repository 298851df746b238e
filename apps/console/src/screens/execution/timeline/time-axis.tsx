import { usePreferences } from "../../../frame/preferences.ts";
import { formatClock, formatElapsed, midnightOf, type Span, type Ticks, ticksOf } from "./time-scale.ts";

export type AxisKind = "clock" | "elapsed";

interface AxisProps {
  readonly kind: AxisKind;
  readonly span: Span;
  readonly width: number;
  /** When the execution began. */
  readonly begin: number;
}

/** Ticks of an axis and how a time on it is written. */
export function useAxis({ kind, span, width, begin }: AxisProps): {
  readonly ticks: Ticks;
  readonly format: (at: number, step?: number) => string;
} {
  const { zone } = usePreferences();
  const ticks = ticksOf(span, width, kind === "clock" ? midnightOf(span.from, zone) : begin);
  const format = (at: number, step = ticks.step) =>
    kind === "clock" ? formatClock(at, step, zone) : formatElapsed(at - begin, step);
  return { ticks, format };
}

interface ScaleProps {
  readonly span: Span;
  readonly width: number;
  readonly ticks: Ticks;
}

const xOf = (at: number, span: Span, width: number) => ((at - span.from) / (span.to - span.from)) * width;

interface LabelsProps extends ScaleProps {
  readonly format: (at: number) => string;
  /** Where something else is written, in pixels. */
  readonly taken: number | undefined;
}

/** Half of what a label takes per letter, and what stays free beside it. */
const HALF_LETTER = 3.4;
const APART = 20;

/** The names of the ticks; those that would be cut, or lie on something else, are left out. */
export function AxisLabels({ span, width, ticks, format, taken }: LabelsProps) {
  return ticks.at.map((at) => {
    const x = xOf(at, span, width);
    const text = format(at);
    const half = text.length * HALF_LETTER;
    if (x < half || (taken !== undefined && Math.abs(x - taken) < half + APART)) return undefined;
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
export function AxisLines({ span, width, ticks }: ScaleProps) {
  return ticks.at.map((at) => (
    <i key={at} className="absolute inset-y-0 w-px bg-line" style={{ left: xOf(at, span, width) }} />
  ));
}
