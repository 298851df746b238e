import { type KeyboardEvent, type PointerEvent, useState } from "react";

const KEY = "skein.panel-width";
const USUAL = 420;
const NARROWEST = 320;
const WIDEST = 960;
const STEP = 24;

/** The width a reader gave the panel, kept in the browser. */
export function usePanelWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useState(read);
  const keep = (next: number) => {
    const fitting = Math.round(Math.min(WIDEST, Math.max(NARROWEST, next)));
    setWidth(fitting);
    try {
      localStorage.setItem(KEY, String(fitting));
    } catch {
      // Storage is forbidden: it is kept as long as the page.
    }
  };
  return [width, keep];
}

function read(): number {
  try {
    return Number(localStorage.getItem(KEY)) || USUAL;
  } catch {
    return USUAL;
  }
}

/** The panel's left edge: dragged, or moved by the arrow keys. */
export function PanelHandle({
  width,
  onResize,
}: {
  readonly width: number;
  readonly onResize: (width: number) => void;
}) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const from = event.clientX;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (at: globalThis.PointerEvent) => onResize(width + from - at.clientX);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onResize(width + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onResize(USUAL)}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/20 focus-visible:bg-accent/20"
    />
  );
}
