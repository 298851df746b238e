/** What happened to the execution, in order: phases of it, of its nodes and of their attempts, and who asked for what. */
import { toJson } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import {
  type ExecutionEvent,
  ExecutionEventSchema,
  type ExecutionView,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { usePreferences } from "../../../frame/preferences.ts";
import type { Hover } from "../../../graph/hover.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { EmptyFace, SkeletonRows } from "../../../ui/faces.tsx";
import { Input } from "../../../ui/input.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { Segmented } from "../../../ui/segmented.tsx";
import type { ExecutionId } from "../queries.ts";
import { type EventKind, eventKinds, kindWords, matchesEvent } from "./event-look.ts";
import { COLUMNS, EventRow, ROW } from "./event-row.tsx";
import { useHistory } from "./queries.ts";
import { useEnd } from "./use-end.ts";

interface EventsViewProps {
  readonly id: ExecutionId;
  readonly view: ExecutionView;
  /** The time cursor: what came later is left out. */
  readonly until: number | undefined;
  readonly ongoing: boolean;
  readonly selected: string | undefined;
  readonly hover: Hover;
  readonly onSelect: (path: string | undefined) => void;
}

export function EventsView(props: EventsViewProps) {
  const { data, error, refetch } = useHistory(props.id);
  if (data) return <EventTable {...props} events={data.events} />;
  return error ? (
    <FailureFace what="The events could not be read" error={error} onRetry={() => void refetch()} />
  ) : (
    <SkeletonRows label="Loading the events" rows={12} />
  );
}

const toLine = (event: ExecutionEvent) => `${JSON.stringify(toJson(ExecutionEventSchema, event))}\n`;

interface EventTableProps extends EventsViewProps {
  readonly events: readonly ExecutionEvent[];
}

function EventTable({ id, view, until, ongoing, events, selected, hover, onSelect }: EventTableProps) {
  const { zone } = usePreferences();
  const [text, setText] = useState("");
  const [kind, setKind] = useState<EventKind | "all">("all");
  const [isOneNode, setIsOneNode] = useState(false);
  const [opened, setOpened] = useState<ExecutionEvent>();
  const names = useMemo(() => new Map((view.graph?.nodes ?? []).map((node) => [node.path, node.name])), [view.graph]);
  const nameOf = (path: string) => names.get(path) ?? path;
  const onlyNode = isOneNode ? selected : undefined;
  const wanted = text.trim().toLowerCase();
  // biome-ignore lint/correctness/useExhaustiveDependencies: names stand for nameOf, which is made anew by each render
  const shown = useMemo(() => {
    const filter = { text: wanted, kind: kind === "all" ? undefined : kind };
    return events.filter(
      (event) =>
        (until === undefined || (event.at !== undefined && timestampMs(event.at) <= until)) &&
        (onlyNode === undefined || isWithin(event.path, onlyNode)) &&
        matchesEvent(event, filter, nameOf),
    );
  }, [events, wanted, kind, onlyNode, names, until]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 1200, height: 600 },
  });
  const { unseen, onScroll, toEnd } = useEnd(scroller, shown, ongoing);
  const { createdAt } = view.execution ?? {};
  const first = events[0]?.at;
  const begin = createdAt ? timestampMs(createdAt) : first ? timestampMs(first) : 0;

  return (
    <div className="absolute inset-0 flex flex-col">
      {opened ? (
        <Dialog title="Event" onClose={() => setOpened(undefined)}>
          <CodeBlock code={JSON.stringify(toJson(ExecutionEventSchema, opened), undefined, 2)} what="event" />
        </Dialog>
      ) : undefined}
      <div className="flex h-11 flex-none items-center gap-3 overflow-x-auto border-b border-line px-4">
        <Input
          dense
          icon="filter"
          aria-label="Filter events"
          placeholder="Filter by node, phase or reason"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-70 flex-none max-md:w-40"
        />
        <Segmented<EventKind | "all">
          label="Kind of event"
          selected={kind}
          onSelect={setKind}
          options={[{ id: "all", label: "All" }, ...eventKinds.map((id) => ({ id, label: kindWords[id] }))]}
        />
        {selected ? (
          <label className="flex flex-none items-center gap-1.5 text-meta">
            <input
              type="checkbox"
              checked={isOneNode}
              onChange={(event) => setIsOneNode(event.target.checked)}
              className="accent-accent-solid"
            />
            only {nameOf(selected)}
          </label>
        ) : undefined}
        <span className="flex-none text-meta text-muted">{countText(shown.length, events.length)}</span>
        <IconButton
          icon="download"
          size="small"
          label="Download these events as JSON lines"
          disabled={shown.length === 0}
          onClick={() => saveFile(`${id.name}-events.ndjson`, "application/x-ndjson", shown.map(toLine).join(""))}
          className="ml-auto"
        />
      </div>
      <div ref={scroller} onScroll={onScroll} className="min-h-0 flex-1 overflow-auto">
        <table aria-label="Events" aria-rowcount={shown.length + 1} className="block text-dense md:min-w-191">
          <thead className="sticky top-0 z-1 block">
            <tr aria-rowindex={1} className={`${COLUMNS} border-b border-line bg-raised text-axis text-muted`}>
              <Head text="Time" />
              <Head text="Since start" wide end />
              <Head text="What" />
              <Head text="Where" />
              <Head text="Attempt" wide />
              <Head text="Reason" wide />
            </tr>
          </thead>
          <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const event = shown[index];
              if (!event) return undefined;
              return (
                <EventRow
                  key={index}
                  event={event}
                  index={index}
                  start={start}
                  begin={begin}
                  zone={zone}
                  name={nameOf(event.path)}
                  isSelected={event.path === selected}
                  hover={hover}
                  onSelect={onSelect}
                  onOpen={setOpened}
                />
              );
            })}
          </tbody>
        </table>
        {shown.length > 0 ? undefined : events.length > 0 ? (
          <EmptyFace
            icon="filter"
            title="No event matches"
            action={
              <Button
                onClick={() => {
                  setText("");
                  setKind("all");
                  setIsOneNode(false);
                }}
              >
                Show all {events.length.toLocaleString("en")}
              </Button>
            }
          />
        ) : (
          <EmptyFace icon="events" title="Nothing has happened yet">
            Events appear here as they happen.
          </EmptyFace>
        )}
      </div>
      {unseen > 0 ? (
        <Button icon="chevronDown" onClick={toEnd} className="absolute right-4 bottom-4 shadow-overlay">
          {unseen.toLocaleString("en")} new
        </Button>
      ) : undefined}
    </div>
  );
}

function Head({
  text,
  wide = false,
  end = false,
}: {
  readonly text: string;
  readonly wide?: boolean;
  readonly end?: boolean;
}) {
  return (
    <th
      scope="col"
      className={`h-7 truncate px-2 text-left leading-7 font-medium first:pl-4 ${end ? "text-right!" : ""} ${wide ? "max-md:hidden" : ""}`}
    >
      {text}
    </th>
  );
}

function countText(shown: number, all: number): string {
  const total = `${all.toLocaleString("en")} ${all === 1 ? "event" : "events"}`;
  return shown === all ? total : `${shown.toLocaleString("en")} of ${total}`;
}

const isWithin = (path: string, node: string) => path === node || path.startsWith(`${node}/`);
