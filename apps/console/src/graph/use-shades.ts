import type { NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMemo } from "react";
import { useServerNow } from "../flyte/clock.ts";
import { isTicking } from "./node-face.ts";
import { type Shade, type Shading, shadesOf, type UsualDurations } from "./shade.ts";

/** Undefined while the phases are shown. What still runs gets another shade every second. */
export function useShades(
  shading: Shading,
  nodes: ReadonlyMap<string, NodeSummary> | undefined,
  usual: UsualDurations | undefined,
): ReadonlyMap<string, Shade> | undefined {
  const isShaded = shading !== "status" && nodes !== undefined;
  const ticks = useMemo(() => isShaded && [...nodes.values()].some(isTicking), [isShaded, nodes]);
  const time = useServerNow(ticks);
  const now = ticks ? Math.floor(time / 1000) * 1000 : 0;
  return useMemo(
    () => (shading === "status" || nodes === undefined ? undefined : shadesOf(shading, nodes, now, usual)),
    [shading, nodes, now, usual],
  );
}
