import { useCallback, useSyncExternalStore } from "react";
import { useStore, ViewportPortal } from "reactflow";
import { useServerNow } from "../../flyte/clock.ts";
import { Icon } from "../../ui/icon.tsx";
import { useGraphPath } from "../graph-context.ts";
import type { Hover } from "../hover.ts";
import { factsOf, isTicking, kindLook, lookOf } from "../node-face.ts";
import { FAR } from "./drawn.ts";
import type { Spot, Spots } from "./spots.ts";

interface FarLabelProps {
  readonly spots: Spots;
  readonly hover: Hover;
  /** Shown while nothing is pointed at. */
  readonly focused: string | undefined;
}

/** Says in words what is pointed at, or in focus, where its own words are too small to be read. */
export function FarLabel({ spots, hover, focused }: FarLabelProps) {
  const isFar = useStore(({ transform }) => transform[2] < FAR);
  const subscribe = useCallback((listener: () => void) => hover.subscribe(listener), [hover]);
  const path = useSyncExternalStore(subscribe, () => hover.path) ?? focused;
  const spot = path === undefined ? undefined : spots.get(path);
  return isFar && spot && spot.visible.shape !== "port" ? <Label spot={spot} /> : undefined;
}

function Label({ spot: { x, y, width, visible } }: { readonly spot: Spot }) {
  const zoom = useStore(({ transform }) => transform[2]);
  const { node } = visible;
  const store = useGraphPath(node.path);
  const summary = store.summary(node.path);
  const now = useServerNow(isTicking(summary));
  const look = lookOf(summary, node);
  const words = [store.hasRun ? look.word : kindLook(node.kind).word, ...factsOf(store, node, now)];
  return (
    <ViewportPortal>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute top-0 left-0 z-10"
        style={{ transform: `translate(${x + width / 2}px, ${y}px) scale(${1 / zoom})`, transformOrigin: "0 0" }}
      >
        <div className="absolute bottom-1.5 max-w-80 -translate-x-1/2 rounded-control border border-line-2 bg-overlay px-2.5 py-1.5 shadow-overlay">
          <div className={`flex items-center gap-1.5 text-dense whitespace-nowrap ${look.tone}`}>
            <Icon
              name={store.hasRun ? look.icon : kindLook(node.kind).icon}
              size={14}
              className={store.hasRun ? "text-tone" : "text-muted"}
            />
            <span className="truncate font-strong">{node.name}</span>
          </div>
          <div className="truncate text-axis text-muted">{[...new Set(words)].join(" · ")}</div>
        </div>
      </div>
    </ViewportPortal>
  );
}
