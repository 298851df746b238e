import { useCallback, useSyncExternalStore } from "react";
import { useStore, ViewportPortal } from "reactflow";
import { useServerNow } from "../flyte/clock.ts";
import { Icon } from "../ui/icon.tsx";
import type { Spot, Spots } from "./canvas/spots.ts";
import { useGraph, useGraphPath } from "./graph-context.ts";
import type { Hover } from "./hover.ts";
import { isCut } from "./middle-ellipsis.ts";
import { factsOf, isTicking, kindLook, lookOf } from "./node-face.ts";

interface NodeLabelProps {
  readonly spots: Spots;
  readonly hover: Hover;
  /** Shown while nothing is pointed at. */
  readonly focused: string | undefined;
}

/** Says in full what is pointed at, or in focus, where its box cannot: it is small, or its words are long. */
export function NodeLabel({ spots, hover, focused }: NodeLabelProps) {
  const subscribe = useCallback((listener: () => void) => hover.subscribe(listener), [hover]);
  const path = useSyncExternalStore(subscribe, () => hover.path) ?? focused;
  const spot = path === undefined ? undefined : spots.get(path);
  return spot && spot.visible.shape !== "port" ? <Label spot={spot} /> : undefined;
}

/** Letters of the second line that a box has room for. */
const FACTS_FIT = 26;

function Label({ spot: { x, y, width, visible } }: { readonly spot: Spot }) {
  const zoom = useStore(({ transform }) => transform[2]);
  const { isFar } = useGraph();
  const { node } = visible;
  const store = useGraphPath(node.path);
  const summary = store.summary(node.path);
  const now = useServerNow(isTicking(summary));
  const look = lookOf(summary, node);
  const facts = factsOf(store, node, now);
  const words = [store.hasRun ? look.word : kindLook(node.kind).word, ...facts];
  if (!isFar && !isCut(node.name) && facts.join(" · ").length <= FACTS_FIT) return undefined;
  return (
    <ViewportPortal>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute top-0 left-0 z-10"
        style={{ transform: `translate(${x + width / 2}px, ${y}px) scale(${1 / zoom})`, transformOrigin: "0 0" }}
      >
        <div className="absolute bottom-1.5 w-max max-w-90 -translate-x-1/2 rounded-control border border-line-2 bg-overlay px-2.5 py-1.5 shadow-overlay">
          <div className={`flex items-center gap-1.5 text-dense ${look.tone}`}>
            <Icon
              name={store.hasRun ? look.icon : kindLook(node.kind).icon}
              size={14}
              className={store.hasRun ? "text-tone" : "text-muted"}
            />
            <span className="line-clamp-3 font-strong wrap-anywhere">{node.name}</span>
          </div>
          <div className="line-clamp-4 text-axis wrap-anywhere text-muted">{[...new Set(words)].join(" · ")}</div>
        </div>
      </div>
    </ViewportPortal>
  );
}
