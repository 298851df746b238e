import type { MapCounts } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { Button } from "../../../ui/button.tsx";
import { EmptyFace, SkeletonRows } from "../../../ui/faces.tsx";
import { Input } from "../../../ui/input.tsx";
import { SearchField } from "../../../ui/search-field.tsx";
import type { ExecutionId } from "../queries.ts";
import { MapFilter } from "./map-filter.tsx";
import { MapItemRows } from "./map-item-rows.tsx";
import type { MapPlace } from "./map-place.ts";
import { MapStrip } from "./map-strip.tsx";
import { mapItemsQuery, mapStripQuery } from "./queries.ts";

interface MapListProps {
  readonly id: ExecutionId;
  readonly path: string;
  readonly counts: MapCounts;
  readonly place: MapPlace;
  readonly onGo: (place: Partial<MapPlace>, how?: "push" | "replace") => void;
}

/** All elements: how they stand, how long they took, and the list of those that are wanted. */
export function MapList({ id, path, counts, place, onGo }: MapListProps) {
  const [from, setFrom] = useState(0);
  const strip = useQuery(mapStripQuery(id, path));
  const items = useInfiniteQuery(mapItemsQuery(id, path, place, from));
  const list = items.data?.pages.flatMap((page) => page.items);
  const search = useCallback((text: string) => onGo({ text }, "replace"), [onGo]);
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex flex-none flex-col gap-2 border-b border-line px-4 py-2.5">
        <MapFilter
          counts={counts}
          only={place.only}
          onOnly={(only) => {
            setFrom(0);
            onGo({ only }, "replace");
          }}
        />
        {strip.data ? <MapStrip strip={strip.data} onIndex={setFrom} /> : <div className="h-9 border-b border-line" />}
        <div className="flex gap-2">
          <SearchField
            label="Find elements by their inputs"
            placeholder="Find by input"
            text={place.text}
            onSearch={search}
            className="min-w-0 flex-1"
          />
          <IndexField total={counts.total} from={from} onIndex={setFrom} />
        </div>
      </div>
      {list === undefined ? (
        items.error ? (
          <FailureFace what="The elements could not be read" error={items.error} onRetry={() => void items.refetch()} />
        ) : (
          <SkeletonRows label="Loading the elements" rows={8} />
        )
      ) : list.length > 0 ? (
        <MapItemRows
          items={list}
          longestMs={Number(strip.data?.longestMs ?? 0)}
          total={counts.total}
          onEnd={() => {
            if (items.hasNextPage && !items.isFetchingNextPage) void items.fetchNextPage();
          }}
          onOpen={(index) => onGo({ index })}
        />
      ) : (
        <NoneFound place={place} from={from} onAll={() => onGo({ only: undefined, text: "" }, "replace")} />
      )}
    </div>
  );
}

interface IndexFieldProps {
  readonly total: number;
  readonly from: number;
  readonly onIndex: (index: number) => void;
}

function IndexField({ total, from, onIndex }: IndexFieldProps) {
  return (
    <div className="flex flex-none items-center gap-1.5 text-meta text-muted">
      <span aria-hidden="true">from</span>
      <Input
        dense
        type="number"
        inputMode="numeric"
        min={0}
        max={Math.max(0, total - 1)}
        aria-label="From index"
        value={from}
        onChange={({ target: { valueAsNumber: index } }) =>
          onIndex(Number.isNaN(index) ? 0 : Math.max(0, Math.min(Math.trunc(index), total - 1)))
        }
        className="w-20"
      />
    </div>
  );
}

interface NoneFoundProps {
  readonly place: MapPlace;
  readonly from: number;
  readonly onAll: () => void;
}

function NoneFound({ place: { only, text }, from, onAll }: NoneFoundProps) {
  const which = [only ? `is ${only === "waiting" ? "not started" : only}` : "", text ? `reads “${text}”` : ""];
  const said = which.filter(Boolean).join(" and ");
  return (
    <EmptyFace
      icon="map"
      title={said ? `No element${from > 0 ? ` from ${from} on` : ""} ${said}` : "The map has no elements"}
      {...(said ? { action: <Button onClick={onAll}>Show all elements</Button> } : {})}
    >
      {said ? "What an element reads is looked for in the inputs that it alone gets." : "The lists it got are empty."}
    </EmptyFace>
  );
}
