import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { formatDuration } from "../../../../flyte/duration.ts";
import { useWidth } from "../../../../ui/use-width.ts";
import { timeTicks } from "./ticks.ts";
import { isNear, type Step, shapeOf, stepAt } from "./usage-shape.ts";

interface UsageChartProps {
  readonly title: string;
  readonly steps: readonly Step[];
  /** Of the time axis, in milliseconds. */
  readonly spanMs: number;
  readonly request: number | undefined;
  readonly limit: number | undefined;
  readonly format: (value: number) => string;
  /** On the axis, where the title has said the unit. */
  readonly formatTick?: (value: number) => string;
  readonly ticksOf: (most: number) => readonly number[];
}

const HEIGHT = 128;
const PLOT = { left: 62, right: 8, top: 14, bottom: 20 };

/** What was used over time, against what was asked for and what is allowed. Keys and pointer ask for single values. */
export function UsageChart(props: UsageChartProps) {
  const { title, steps, spanMs, request, limit, format, formatTick = format, ticksOf } = props;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 388);
  const [chosen, setChosen] = useState<number>();
  const titleId = useId();
  const values = steps.map(({ value }) => value ?? 0);
  const used = Math.max(...values, 0);
  const bounds = boundsOf(request, limit);
  const drawn = bounds.filter(({ at }) => isNear(at, used));
  const ticks = ticksOf(Math.max(used, ...drawn.map(({ at }) => at)));
  const top = ticks.at(-1) ?? 1;
  const right = width - PLOT.right;
  const x = (ms: number) => PLOT.left + (ms / Math.max(1, spanMs)) * (right - PLOT.left);
  const y = (value: number) => HEIGHT - PLOT.bottom - (value / top) * (HEIGHT - PLOT.bottom - PLOT.top);
  const { line, area } = shapeOf(steps, x, y);
  // The series may have become shorter meanwhile.
  const at = chosen === undefined ? undefined : Math.min(chosen, steps.length - 1);
  const step = at === undefined ? undefined : steps[at];
  const far = bounds.filter((each) => !drawn.includes(each)).map(({ word, at: value }) => `${word} ${format(value)}`);

  const point = ({ clientX, currentTarget }: PointerEvent) => {
    const place = clientX - currentTarget.getBoundingClientRect().left - PLOT.left;
    setChosen(stepAt(steps, (place / (right - PLOT.left)) * spanMs));
  };
  const move = (event: KeyboardEvent) => {
    const from = at ?? steps.length;
    const last = steps.length - 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(last, to)));
  };
  return (
    <div ref={frame}>
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2 text-meta">
        <h3 id={titleId} className="font-semibold">
          {title}
        </h3>
        <span className="text-muted">{far.length > 0 ? `${far.join(", ")}, beyond the chart` : ""}</span>
        <span className="ml-auto text-fg">{step ? wordsOf(step, format) : ""}</span>
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-labelledby={titleId}
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={steps.length}
        aria-valuenow={(at ?? steps.length - 1) + 1}
        aria-valuetext={wordsOf(step ?? steps.at(-1), format)}
        onKeyDown={move}
        onFocus={() => setChosen((before) => before ?? steps.length - 1)}
        onBlur={() => setChosen(undefined)}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setChosen(undefined)}
        className="rounded-chip"
      >
        <svg aria-hidden="true" width={width} height={HEIGHT} className="block max-w-full">
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={PLOT.left} x2={right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
              <text x={PLOT.left - 6} y={y(tick) + 4} className="fill-muted text-axis" textAnchor="end">
                {formatTick(tick)}
              </text>
            </g>
          ))}
          {timeTicks(spanMs, Math.max(2, Math.floor((right - PLOT.left) / 72))).map((tick) => (
            <text
              key={tick}
              x={x(tick)}
              y={HEIGHT - 4}
              className="fill-muted text-axis"
              textAnchor={tick === 0 ? "start" : x(tick) > right - 16 ? "end" : "middle"}
            >
              {tick === 0 ? "0" : formatDuration(tick)}
            </text>
          ))}
          <path d={area} className="fill-fg/10" />
          <path d={line} className="fill-none stroke-fg" strokeWidth={1.5} />
          {drawn.map(({ word, at: bound, isSolid }) => (
            <g key={word}>
              <line
                x1={PLOT.left}
                x2={right}
                y1={y(bound)}
                y2={y(bound)}
                className="stroke-muted"
                strokeWidth={isSolid ? 1.5 : 1}
                strokeDasharray={isSolid ? undefined : "4 3"}
              />
              <text
                x={isSolid ? right : PLOT.left + 4}
                y={y(bound) - 4}
                className="fill-muted stroke-surface text-axis"
                strokeWidth={3}
                paintOrder="stroke"
                textAnchor={isSolid ? "end" : "start"}
              >
                {word} {format(bound)}
              </text>
            </g>
          ))}
          {step ? <Crosshair step={step} x={x} y={y} /> : undefined}
        </svg>
      </div>
    </div>
  );
}

interface CrosshairProps {
  readonly step: Step;
  readonly x: (ms: number) => number;
  readonly y: (value: number) => number;
}

function Crosshair({ step: { from, to, value }, x, y }: CrosshairProps) {
  const middle = x((from + to) / 2);
  return (
    <g>
      <line x1={middle} x2={middle} y1={PLOT.top} y2={HEIGHT - PLOT.bottom} className="stroke-accent" />
      {value === undefined ? undefined : <circle cx={middle} cy={y(value)} r={3} className="fill-accent" />}
    </g>
  );
}

/** Lines that are the same are one. */
function boundsOf(request: number | undefined, limit: number | undefined) {
  const isOne = request !== undefined && request === limit;
  return [
    ...(request === undefined || isOne ? [] : [{ word: "request", at: request, isSolid: false }]),
    ...(limit === undefined ? [] : [{ word: isOne ? "request and limit" : "limit", at: limit, isSolid: true }]),
  ];
}

function wordsOf(step: Step | undefined, format: (value: number) => string): string {
  if (!step) return "";
  const value = step.value === undefined ? "not known" : format(step.value);
  return `${value}, ${formatDuration(step.from)} to ${formatDuration(step.to)}`;
}
