import { type RefObject, useLayoutEffect, useState } from "react";
import type { Rect } from "./canvas/spots.ts";

export type Size = Pick<Rect, "width" | "height">;

/** Undefined until it is measured, which is before the first paint. */
export function useCanvasSize(canvas: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      setSize({ width: width || 1000, height: height || 650 });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas]);
  return size;
}
