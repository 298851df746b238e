import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import type { Place } from "../place.ts";

const KEY = "skein.split";
const USUAL = 0.5;
const LEAST = 0.2;
const STEP = 0.04;

interface PaneSplitProps {
  readonly how: Place["split"];
  readonly first: ReactNode;
  readonly second: ReactNode;
}

/** Two panes with an edge between them that is dragged, or moved by the arrow keys; the browser remembers where. */
export function PaneSplit({ how, first, second }: PaneSplitProps) {
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(read);
  const isRows = how === "rows";
  const keep = (next: number) => {
    const fitting = Math.min(1 - LEAST, Math.max(LEAST, next));
    setShare(fitting);
    try {
      localStorage.setItem(KEY, fitting.toFixed(3));
    } catch {
      // Storage is forbidden: it is kept as long as the page.
    }
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId);
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const area = box.current?.getBoundingClientRect();
    if (!area || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    keep(isRows ? (event.clientY - area.top) / area.height : (event.clientX - area.left) / area.width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    keep(share + by);
  };
  const part = (grow: number) => ({ flexGrow: grow, flexBasis: 0 });
  return (
    <div ref={box} className={`flex size-full min-h-0 min-w-0 ${isRows ? "flex-col" : ""}`}>
      <div className="min-h-0 min-w-0" style={part(share)}>
        {first}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element of its own */}
      <div
        role="separator"
        aria-orientation={isRows ? "horizontal" : "vertical"}
        aria-label="Share of the two views"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={LEAST * 100}
        aria-valuemax={(1 - LEAST) * 100}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
        onDoubleClick={() => keep(USUAL)}
        className={`group z-2 grid flex-none touch-none place-items-center bg-raised -outline-offset-2 hover:bg-accent/20 focus-visible:bg-accent/20 ${isRows ? "h-1.5 cursor-row-resize border-y border-line" : "w-1.5 cursor-col-resize border-x border-line"}`}
      >
        <i aria-hidden="true" className={`rounded-bar bg-control ${isRows ? "h-0.5 w-6" : "h-6 w-0.5"}`} />
      </div>
      <div className="min-h-0 min-w-0" style={part(1 - share)}>
        {second}
      </div>
    </div>
  );
}

function read(): number {
  try {
    const stored = Number(localStorage.getItem(KEY));
    return stored >= LEAST && stored <= 1 - LEAST ? stored : USUAL;
  } catch {
    return USUAL;
  }
}
