import type { NodeSummary, NodeView } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useCallback } from "react";
import { EmptyFace } from "../../../ui/faces.tsx";
import type { ExecutionId } from "../queries.ts";
import { MapItemPanel } from "./map-item-panel.tsx";
import { MapList } from "./map-list.tsx";
import { type MapPlace, noItem } from "./map-place.ts";
import { useMapRenewal } from "./use-map-renewal.ts";

interface MapTabProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  readonly summary: NodeSummary | undefined;
  readonly place: MapPlace;
  readonly line: number | undefined;
  readonly onGo: (place: Partial<MapPlace>, how?: "push" | "replace", line?: number) => void;
}

/** The elements of a map node: all of them, or one. */
export function MapTab({ id, view, summary, place, line, onGo }: MapTabProps) {
  const path = summary?.path ?? "";
  useMapRenewal(id, path, summary?.map);
  const back = useCallback(() => onGo(noItem), [onGo]);
  if (!summary?.map || !view.node)
    return (
      <EmptyFace icon="map" title="Its elements are not known yet">
        A map has as many elements as the lists it gets are long: it is told when it starts.
      </EmptyFace>
    );
  return place.index === undefined ? (
    <MapList id={id} path={path} counts={summary.map} place={place} onGo={onGo} />
  ) : (
    <MapItemPanel
      key={place.index}
      id={id}
      path={path}
      index={place.index}
      total={summary.map.total}
      types={view.interface}
      part={place.part}
      line={line}
      onGo={onGo}
      onBack={back}
    />
  );
}
