import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useServerNow } from "../../flyte/clock.ts";
import { formatDuration } from "../../flyte/duration.ts";
import { executionLook } from "../../flyte/phase-look.ts";
import { formatAbsolute, formatTick } from "../../flyte/time-format.ts";
import { usePreferences } from "../../frame/preferences.ts";
import type { Scope } from "../../paths.ts";
import { type ExecutionFilter, timeRange } from "./filter.ts";
import { type Bar, barsOf, rangeValue, windowOf } from "./histogram-bars.ts";
import { histogramQuery } from "./queries.ts";

interface HistogramProps {
  readonly scope: Scope;
  readonly filter: ExecutionFilter;
  /** A value of `started:`; undefined: any time. */
  readonly onRange: (value: string | undefined) => void;
}

/** How many there are over time and how they stand. Dragging, or the two handles by keys, choose a range. */
export function HistogramStrip({ scope, filter, onRange }: HistogramProps) {
  const now = useServerNow();
  const range = timeRange(filter.terms, now);
  const { data } = useQuery(histogramQuery(scope, filter.text, windowOf(range, now)));
  const bars = data ? barsOf(data) : [];
  const first = Math.max(0, range.from === undefined ? 0 : bars.findIndex((bar) => bar.to > (range.from ?? 0)));
  const after = range.to === undefined ? -1 : bars.findIndex((bar) => bar.from >= (range.to ?? 0));
  const last = after < 0 ? bars.length - 1 : Math.max(first, after - 1);
  const reachesNow = windowOf(range, now).to === undefined;
  const choose = (from: number, to: number) => onRange(rangeValue(bars, from, to, reachesNow));
  return (
    <div className="flex-none px-4 pb-1 max-md:hidden">
      {bars.length > 0 ? (
        <Plot
          bars={bars}
          first={first}
          last={last}
          isWhole={range.from === undefined && range.to === undefined}
          reachesNow={reachesNow}
          onChoose={choose}
          onClear={() => onRange(undefined)}
        />
      ) : (
        <div className="h-20" />
      )}
    </div>
  );
}

interface PlotProps {
  readonly bars: readonly Bar[];
  readonly first: number;
  readonly last: number;
  readonly isWhole: boolean;
  readonly reachesNow: boolean;
  readonly onChoose: (first: number, last: number) => void;
  readonly onClear: () => void;
}

function Plot({ bars, first, last, isWhole, reachesNow, onChoose, onClear }: PlotProps) {
  const { zone } = usePreferences();
  const plot = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ readonly start: number; readonly end: number }>();
  const most = Math.max(1, ...bars.map((bar) => bar.total));
  const from = drag ? Math.min(drag.start, drag.end) : first;
  const to = drag ? Math.max(drag.start, drag.end) : last;
  const isChosen = drag !== undefined || !isWhole;
  const barAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    const at = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(bars.length - 1, Math.max(0, at));
  };
  const side = (at: number) => `${(100 * at) / bars.length}%`;
  const start = bars[from]?.from ?? 0;
  const end = bars[to]?.to ?? 0;
  const axis = (ms: number) => formatTick(ms, (bars.at(-1)?.to ?? 0) - (bars[0]?.from ?? 0), zone);
  return (
    <div className="relative select-none">
      <section
        ref={plot}
        aria-label="Executions over time"
        className="relative flex h-14 cursor-crosshair items-end gap-px border-b border-line-2"
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target instanceof HTMLElement && event.target.role === "slider")) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ start: barAt(event), end: barAt(event) });
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, end: barAt(event) })}
        onPointerUp={() => {
          if (drag) onChoose(from, to);
          setDrag(undefined);
        }}
        onPointerCancel={() => setDrag(undefined)}
        onDoubleClick={onClear}
      >
        {isChosen ? (
          <div
            className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent-tint"
            style={{ left: side(from), right: `calc(100% - ${side(to + 1)})` }}
          />
        ) : undefined}
        {bars.map((bar, at) => (
          <BarView key={bar.from} bar={bar} most={most} isFaded={isChosen && (at < from || at > to)} />
        ))}
        {(["from", "to"] as const).map((edge) => (
          <Handle
            key={edge}
            label={edge === "from" ? "Started from" : "Started until"}
            at={edge === "from" ? from : to}
            most={bars.length - 1}
            text={formatAbsolute(edge === "from" ? start : end, zone)}
            left={side(edge === "from" ? from : to + 1)}
            isShown={isChosen}
            onMove={(next) =>
              edge === "from" ? onChoose(Math.min(next, to), to) : onChoose(from, Math.max(next, from))
            }
          />
        ))}
        {isChosen ? (
          <span
            className="mono pointer-events-none absolute top-0 rounded-chip bg-surface px-1 text-accent"
            style={
              from < bars.length * 0.8
                ? { left: `calc(${side(from)} + 8px)` }
                : { right: `calc(100% - ${side(from)} + 8px)` }
            }
          >
            {axis(start)} → {reachesNow && to === bars.length - 1 ? "now" : axis(end)}, {formatDuration(end - start)}
          </span>
        ) : undefined}
      </section>
      <div aria-hidden="true" className="mono mt-0.5 flex h-5 justify-between text-axis text-muted">
        {[0, 0.25, 0.5, 0.75].map((part) => (
          <span key={part}>{axis(bars[Math.floor(part * bars.length)]?.from ?? 0)}</span>
        ))}
        <span className={reachesNow ? "text-fg" : ""}>{reachesNow ? "now" : axis(bars.at(-1)?.to ?? 0)}</span>
      </div>
    </div>
  );
}

function BarView({ bar, most, isFaded }: { readonly bar: Bar; readonly most: number; readonly isFaded: boolean }) {
  const { zone } = usePreferences();
  const words = bar.parts.map(({ phase, count }) => `${count} ${executionLook(phase).word.toLowerCase()}`).join(", ");
  return (
    <div
      title={bar.total > 0 ? `${formatAbsolute(bar.from, zone)}: ${words}` : undefined}
      className={`relative flex h-full min-w-0 flex-1 flex-col-reverse ${isFaded ? "opacity-38" : ""}`}
    >
      {bar.parts.map(({ phase, count }) => {
        const look = executionLook(phase);
        return (
          <i
            key={phase}
            className={`block min-h-0.5 w-full ${look.tone} ${look.fill}`}
            style={{ height: `${(92 * count) / most}%` }}
          />
        );
      })}
    </div>
  );
}

interface HandleProps {
  readonly label: string;
  readonly at: number;
  readonly most: number;
  readonly text: string;
  readonly left: string;
  readonly isShown: boolean;
  readonly onMove: (at: number) => void;
}

/** One end of the range, for keys: arrows by a bar, Page keys by ten. */
function Handle({ label, at, most, text, left, isShown, onMove }: HandleProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -most, End: most }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onMove(Math.min(most, Math.max(0, at + by)));
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={at}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
      className={`absolute top-1/2 h-5 w-2 -translate-x-1/2 -translate-y-1/2 rounded-bar border border-accent bg-surface ${isShown ? "" : "opacity-0 focus:opacity-100"}`}
      style={{ left }}
    />
  );
}
