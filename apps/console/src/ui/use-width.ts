import { type RefObject, useLayoutEffect, useState } from "react";

/** The width of an element in pixels, as it changes. @param unknown what counts where there is no layout */
export function useWidth(element: RefObject<HTMLElement | null>, unknown: number): number {
  const [width, setWidth] = useState(unknown);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const measure = () => setWidth(current.getBoundingClientRect().width || unknown);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, unknown]);
  return width;
}
