import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { MapItem } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";
import { PhaseText } from "../../../flyte/phase-badge.tsx";
import { taskLook } from "../../../flyte/phase-look.ts";
import { Duration } from "../../../flyte/time.tsx";

const ROW = 44;
/** So many rows before the end the next ones are asked for. */
const AHEAD = 40;

interface MapItemRowsProps {
  readonly items: readonly MapItem[];
  readonly longestMs: number;
  readonly total: number;
  readonly onEnd: () => void;
  readonly onOpen: (index: number) => void;
}

/** A row of two lines for each: which one, how it stands and for how long; and what it reads, or what went wrong. */
export function MapItemRows({ items, longestMs, total, onEnd, onOpen }: MapItemRowsProps) {
  const scroller = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 420, height: 600 },
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const isNearEnd = last >= items.length - AHEAD;
  const askForMore = useEffectEvent(onEnd);
  // The length too: a page that came may not be enough.
  useEffect(() => {
    if (isNearEnd && items.length > 0) askForMore();
  }, [isNearEnd, items.length]);
  return (
    <ul ref={scroller} aria-label="Elements" className="min-h-0 flex-1 overflow-y-auto">
      <li aria-hidden="true" style={{ height: rows[0]?.start ?? 0 }} />
      {rows.map(({ index }) => {
        const item = items[index];
        return item ? (
          <li
            key={item.index}
            aria-posinset={item.index + 1}
            aria-setsize={total}
            className="h-11 border-b border-line"
          >
            <ItemButton item={item} longestMs={longestMs} onOpen={onOpen} />
          </li>
        ) : undefined;
      })}
      <li aria-hidden="true" style={{ height: virtual.getTotalSize() - (rows.at(-1)?.end ?? 0) }} />
    </ul>
  );
}

interface ItemButtonProps {
  readonly item: MapItem;
  readonly longestMs: number;
  readonly onOpen: (index: number) => void;
}

function ItemButton({ item, longestMs, onOpen }: ItemButtonProps) {
  const { index, phase, attempt, startedAt, endedAt, inputHead, errorHead } = item;
  const look = taskLook(phase);
  const ms = startedAt && endedAt ? timestampMs(endedAt) - timestampMs(startedAt) : 0;
  return (
    <button
      type="button"
      onClick={() => onOpen(index)}
      className="grid size-full grid-cols-[3.5rem_minmax(0,1fr)_auto] content-center gap-x-2 px-4 text-left text-meta leading-4.5 -outline-offset-2 hover:bg-hover"
    >
      <span className="mono self-center text-muted">{index}</span>
      <span className="flex min-w-0 items-center gap-2">
        <PhaseText look={look} />
        {attempt > 0 ? <span className="text-faint">attempt {attempt + 1}</span> : undefined}
      </span>
      <span className="flex items-center justify-end gap-2 text-muted">
        <span aria-hidden="true" className="h-1.25 w-14 overflow-hidden rounded-bar bg-line max-sm:hidden">
          <i
            className={`block h-full ${look.tone} ${look.fill}`}
            style={{ width: longestMs > 0 ? `${(ms / longestMs) * 100}%` : 0 }}
          />
        </span>
        {startedAt ? (
          <span className="w-12 text-right">
            <Duration from={startedAt} to={endedAt} ongoing={endedAt === undefined} />
          </span>
        ) : undefined}
      </span>
      <span className={`mono col-start-2 col-end-4 truncate ${errorHead ? "text-fail" : "text-faint"}`}>
        {errorHead || inputHead || "\u00a0"}
      </span>
    </button>
  );
}
