import { type MouseEvent, type PointerEvent, useCallback } from "react";
import { useReactFlow } from "reactflow";
import type { Hover } from "../hover.ts";
import { CONTAINER_HEAD } from "../layout.ts";
import type { Spots } from "./spots.ts";

/**
 * What is painted answers the pointer as its elements do.
 *
 * Pointing at a box makes it an element; a click that is quicker, or a finger, finds it by its place.
 */
export function usePaintedPointer(spots: Spots, hover: Hover, isPainted: boolean) {
  const flow = useReactFlow();
  const pathAt = useCallback(
    ({ clientX, clientY }: MouseEvent): string | undefined => {
      const place = flow.screenToFlowPosition({ x: clientX, y: clientY });
      const spot = spots.at(place);
      if (!spot || spot.visible.shape === "port") return undefined;
      return spot.visible.shape === "open" && place.y > spot.y + CONTAINER_HEAD ? undefined : spot.visible.id;
    },
    [flow, spots],
  );
  return {
    pathAt: (event: MouseEvent) => (isPainted ? pathAt(event) : undefined),
    onPointerMove: (event: PointerEvent) => {
      if (!isPainted || event.pointerType === "touch" || event.buttons !== 0) return;
      if (event.target instanceof Element && event.target.classList.contains("react-flow__pane"))
        hover.set(pathAt(event));
    },
    onPointerLeave: () => {
      if (isPainted) hover.set(undefined);
    },
  };
}
