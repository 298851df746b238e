import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { clampWidth } from "./column-layout.ts";

const STEP = 16;

interface ColumnHandleProps {
  readonly title: string;
  readonly width: number;
  /** While it is dragged; undefined: it was given up. */
  readonly onDrag: (width: number | undefined) => void;
  readonly onResize: (width: number) => void;
}

interface Start {
  readonly x: number;
  readonly width: number;
}

const dragged = ({ x, width }: Start, to: number): number => clampWidth(width + to - x);

/** The right edge of a column's head: dragged, or moved with the arrows. */
export function ColumnHandle({ title, width, onDrag, onResize }: ColumnHandleProps) {
  const start = useRef<Start>(undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onResize(clampWidth(width + by));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? width };
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${title}`}
      aria-valuenow={width}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={({ clientX }) => start.current && onDrag(dragged(start.current, clientX))}
      onPointerUp={({ clientX }) => {
        if (start.current && start.current.x !== clientX) onResize(dragged(start.current, clientX));
        start.current = undefined;
      }}
      onPointerCancel={() => {
        start.current = undefined;
        onDrag(undefined);
      }}
      className="absolute inset-y-1 right-0 w-1.5 cursor-col-resize rounded-bar hover:bg-line-2 focus-visible:bg-accent"
    />
  );
}
