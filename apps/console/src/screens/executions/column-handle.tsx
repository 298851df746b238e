import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { clampWidth } from "./column-choice.ts";

const STEP = 16;

interface ColumnHandleProps {
  readonly title: string;
  readonly width: number;
  readonly onResize: (width: number) => void;
}

/** The right edge of a column's head: dragged, or moved with the arrows. */
export function ColumnHandle({ title, width, onResize }: ColumnHandleProps) {
  const start = useRef<{ readonly x: number; readonly width: number }>(undefined);
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
      onPointerMove={({ clientX }) =>
        start.current && onResize(clampWidth(start.current.width + clientX - start.current.x))
      }
      onPointerUp={() => {
        start.current = undefined;
      }}
      className="absolute inset-y-1 right-0 w-1.5 cursor-col-resize rounded-bar hover:bg-line-2 focus-visible:bg-accent"
    />
  );
}
