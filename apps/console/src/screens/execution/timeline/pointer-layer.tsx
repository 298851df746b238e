/**
 * What the pointer does on the tracks: it shows the time under it, draws a stretch to look into, zooms and pans; what
 * begins on a `data-cursor` moves the time cursor. All times are drawn ones (scale.ts).
 *
 * It lies over the rows without catching anything, and its state is its own: a move of the pointer draws one line.
 */
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { panned, type Span, zoomed } from "./time-scale.ts";

interface PointerLayerProps {
  /** Whose pointer is followed. */
  readonly host: RefObject<HTMLElement | null>;
  readonly span: Span;
  readonly whole: Span;
  /** Pixels there are for the span. */
  readonly width: number;
  readonly format: (at: number, step?: number) => string;
  readonly onSpan: (span: Span) => void;
  /** Where the time cursor is to be. */
  readonly onCursor: (at: number) => void;
  readonly className: string;
}

interface Pointer {
  readonly x: number;
  /** Where the button went down, to draw a stretch from there. */
  readonly from?: number;
  /** It holds the time cursor. */
  readonly holds?: boolean;
}

/** Less is a click whose hand trembled. */
const LEAST_BRUSH = 6;

export function PointerLayer({ host, span, whole, width, format, onSpan, onCursor, className }: PointerLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const [pointer, setPointer] = useState<Pointer>();
  const timeAt = (x: number) => span.from + (x / width) * (span.to - span.from);
  const xOf = (event: MouseEvent) => event.clientX - (layer.current?.getBoundingClientRect().left ?? 0);

  const inside = (x: number) => Math.min(width, Math.max(0, x));
  const hold = (x: number) => {
    setPointer({ x: inside(x), holds: true });
    onCursor(timeAt(inside(x)));
  };

  const onDown = useEffectEvent((event: PointerEvent) => {
    const x = xOf(event);
    if (event.button === 0 && event.target instanceof Element && event.target.closest("[data-cursor]")) {
      host.current?.setPointerCapture(event.pointerId);
      return hold(x);
    }
    // A finger scrolls; the names' column is no time.
    if (event.button === 0 && event.pointerType !== "touch" && x >= 0) setPointer({ x, from: x });
  });
  const onMove = useEffectEvent((event: PointerEvent) => {
    const x = xOf(event);
    if (pointer?.holds) return hold(x);
    if (pointer?.from === undefined) return setPointer(x >= 0 && x <= width ? { x } : undefined);
    // Caught only once it is a brush: a click must reach the row it is on.
    if (Math.abs(x - pointer.from) >= LEAST_BRUSH) host.current?.setPointerCapture(event.pointerId);
    setPointer({ ...pointer, x: inside(x) });
  });
  const onUp = useEffectEvent(() => {
    if (pointer?.holds) setPointer({ x: pointer.x });
    if (pointer?.from === undefined) return;
    const [from, to] = [Math.min(pointer.from, pointer.x), Math.max(pointer.from, pointer.x)];
    setPointer({ x: pointer.x });
    if (to - from >= LEAST_BRUSH) onSpan({ from: timeAt(from), to: timeAt(to) });
  });
  const onLeave = useEffectEvent(() => pointer?.from === undefined && !pointer?.holds && setPointer(undefined));
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const sideways = event.shiftKey ? event.deltaY : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
    if (event.ctrlKey || event.metaKey) {
      const at = timeAt(inside(xOf(event)));
      onSpan(zoomed(span, at, Math.exp(event.deltaY / 240), whole));
    } else if (sideways !== 0) onSpan(panned(span, (sideways / width) * (span.to - span.from), whole));
    else return; // the rows scroll
    event.preventDefault();
  });
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const ended = new AbortController();
    const { signal } = ended;
    element.addEventListener("pointerdown", (event) => onDown(event), { signal });
    element.addEventListener("pointermove", (event) => onMove(event), { signal });
    element.addEventListener("pointerup", () => onUp(), { signal });
    element.addEventListener("pointercancel", () => setPointer(undefined), { signal });
    element.addEventListener("pointerleave", () => onLeave(), { signal });
    element.addEventListener("wheel", (event) => onWheel(event), { signal, passive: false });
    return () => ended.abort();
  }, [host]);

  const brush = pointer?.from !== undefined && Math.abs(pointer.x - pointer.from) >= LEAST_BRUSH ? pointer : undefined;
  return (
    <div
      ref={layer}
      aria-hidden="true"
      className={`pointer-events-none absolute inset-y-0 overflow-hidden ${className}`}
    >
      {brush?.from === undefined ? undefined : (
        <i
          className="absolute inset-y-0 border-x border-accent bg-accent/10"
          style={{ left: Math.min(brush.from, brush.x), width: Math.abs(brush.x - brush.from) }}
        />
      )}
      {pointer ? (
        <div className="absolute inset-y-0 w-px bg-accent/50" style={{ left: pointer.x }}>
          <span
            className={`mono absolute top-1 rounded-chip bg-accent-solid px-1.5 text-axis! leading-4.5 whitespace-nowrap text-on-accent ${pointer.x < 40 ? "" : "-translate-x-1/2"}`}
          >
            {format(timeAt(pointer.x), (span.to - span.from) / 50)}
          </span>
        </div>
      ) : undefined}
    </div>
  );
}
