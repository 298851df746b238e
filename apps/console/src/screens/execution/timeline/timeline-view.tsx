/**
 * The execution over time: one row per node, a bar per attempt, split by phase.
 *
 * Bars that go on grow on the server's clock; the scale stands still until they reach its end (time-scale.ts). Rows are
 * those of the Nodes view, or in the order in which nodes began.
 */
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useServerNow } from "../../../flyte/clock.ts";
import type { Hover } from "../../../graph/hover.ts";
import { IconButton } from "../../../ui/button.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import { useWidth } from "../../../ui/use-width.ts";
import { type TreeRow, treeRows } from "../node-tree.ts";
import type { Replay } from "../replay/use-replay.ts";
import { pressTreeKey } from "../tree-keys.ts";
import { useTreeRows } from "../use-tree-rows.ts";
import { Legend } from "./legend.tsx";
import { PointerLayer } from "./pointer-layer.tsx";
import { inStartOrder } from "./start-order.ts";
import { type AxisKind, AxisLabels, AxisLines, useAxis } from "./time-axis.tsx";
import { panned, type Span, wholeSpan, within, zoomed } from "./time-scale.ts";
import { COLUMNS, ROOM, ROW, TimelineRow } from "./timeline-row.tsx";

interface TimelineViewProps {
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  /** The time cursor, and what the nodes were then. */
  readonly replay: Pick<Replay, "at" | "nodes">;
  readonly ongoing: boolean;
  readonly selected: string | undefined;
  readonly closed: ReadonlySet<string>;
  /** Undefined: all of it. */
  readonly span: Span | undefined;
  readonly hover: Hover;
  readonly onSpan: (span: Span | undefined) => void;
  readonly onToggle: (path: string) => void;
  readonly onSelect: (path: string | undefined) => void;
}

const HEAD = 26;

type Order = "tree" | "start";

/** Of a row of small buttons, those that do nothing now need no outline. */
const quiet = "disabled:border-transparent! disabled:bg-transparent!";

export function TimelineView(props: TimelineViewProps) {
  const { view, nodes, replay, ongoing, selected, closed, hover, onSpan, onToggle, onSelect } = props;
  const [order, setOrder] = useState<Order>("tree");
  const [axisKind, setAxisKind] = useState<AxisKind>("clock");
  const host = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLTableCellElement>(null);
  const width = Math.max(60, useWidth(head, 900) - ROOM);
  const ids = useId();

  const now = useServerNow(ongoing);
  const { execution } = view;
  const begin = msOf(execution?.createdAt) ?? now;
  const whole = wholeSpan(begin, msOf(execution?.endedAt) ?? now, ongoing);
  const span = props.span ? within(props.span, whole) : whole;
  const { ticks, format } = useAxis({ kind: axisKind, span, width, begin });

  const tree = useMemo(() => treeRows(view.graph, closed, ""), [view.graph, closed]);
  const rows = useMemo(
    () => (order === "tree" ? tree : inStartOrder(view.graph, nodes)),
    [order, tree, view.graph, nodes],
  );
  const { scroller, virtual, at, onReveal } = useTreeRows({ rows, selected, headPx: HEAD, sizeOf: () => ROW });

  const zoom = (factor: number, at = (span.from + span.to) / 2) =>
    onSpan(orWhole(zoomed(span, at, factor, whole), whole));
  const look = (next: Span) => onSpan(orWhole(within(next, whole), whole));
  const onKeyDown = (event: KeyboardEvent) => {
    const tree = { rows, selected, onSelect, onToggle, onReveal };
    if (pressTreeKey(event, tree)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = (span.to - span.from) / 8;
    if (event.key === "+" || event.key === "=") zoom(0.5);
    else if (event.key === "-") zoom(2);
    else if (event.key === "0" || event.key === "f") onSpan(undefined);
    else if (event.key === "ArrowLeft" && event.shiftKey) look(panned(span, -step, whole));
    else if (event.key === "ArrowRight" && event.shiftKey) look(panned(span, step, whole));
    else return;
    event.preventDefault();
  };
  const nowX = ((now - span.from) / (span.to - span.from)) * width;
  const isNowSeen = ongoing && nowX >= 0 && nowX <= width;
  const cursorX = replay.at === undefined ? undefined : ((replay.at - span.from) / (span.to - span.from)) * width;

  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex h-9 flex-none items-center gap-2 overflow-hidden border-b border-line px-3 @container">
        <Segmented<Order>
          label="Order of rows"
          selected={order}
          onSelect={setOrder}
          options={[
            { id: "tree", label: "Tree order" },
            { id: "start", label: "Start order" },
          ]}
        />
        <Segmented<AxisKind>
          label="Time axis"
          selected={axisKind}
          onSelect={setAxisKind}
          className="max-md:hidden"
          options={[
            { id: "clock", label: "Clock" },
            { id: "elapsed", label: "Elapsed" },
          ]}
        />
        <span className="flex flex-none items-center max-md:ml-auto">
          <IconButton icon="plus" size="small" label="Zoom in (+)" onClick={() => zoom(0.5)} />
          <IconButton
            icon="minus"
            size="small"
            label="Zoom out (-)"
            className={quiet}
            disabled={!props.span}
            onClick={() => zoom(2)}
          />
          <IconButton
            icon="fit"
            size="small"
            label="Show the whole time (f)"
            className={quiet}
            disabled={!props.span}
            onClick={() => onSpan(undefined)}
          />
        </span>
        <span className="ml-auto @max-5xl:hidden">
          <Legend />
        </span>
      </div>
      <div ref={host} className="relative min-h-0 flex-1">
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-0 left-28 -ml-px overflow-hidden border-l border-line md:left-54"
        >
          <AxisLines span={span} width={width} ticks={ticks} />
          {isNowSeen ? <i className="absolute inset-y-0 w-px bg-accent" style={{ left: nowX }} /> : undefined}
        </div>
        <div ref={scroller} className="absolute inset-0 overflow-x-hidden overflow-y-auto">
          <table
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows open and are chosen is a tree grid
            role="treegrid"
            aria-label="Timeline"
            aria-rowcount={rows.length + 1}
            aria-activedescendant={at >= 0 ? `${ids}-${at}` : undefined}
            tabIndex={0}
            onKeyDown={onKeyDown}
            className="block min-h-full -outline-offset-2 select-none"
          >
            <thead className="sticky top-0 z-1 block">
              <tr aria-rowindex={1} className={`${COLUMNS} h-6.5 border-b border-line bg-surface text-axis text-muted`}>
                <th scope="col" className="border-r border-line px-3 text-left leading-6.5 font-normal">
                  Node
                </th>
                <th ref={head} scope="col" className="relative overflow-hidden font-normal">
                  <span className="sr-only">Time</span>
                  <AxisLabels
                    span={span}
                    width={width}
                    ticks={ticks}
                    format={format}
                    taken={isNowSeen ? nowX : undefined}
                  />
                  {isNowSeen ? (
                    <span
                      className="absolute top-1 -translate-x-1/2 rounded-chip bg-accent-solid px-1.5 text-axis leading-4.5 text-on-accent"
                      style={{ left: nowX }}
                    >
                      now
                    </span>
                  ) : undefined}
                </th>
              </tr>
            </thead>
            <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map(({ index, start }) => {
                const row = rows[index];
                if (!row) return undefined;
                const { path } = row.node;
                return (
                  <TimelineRow
                    key={path}
                    id={`${ids}-${index}`}
                    row={row}
                    index={index}
                    start={start}
                    summary={nodes.get(path)}
                    then={replay.at === undefined ? undefined : (replay.nodes.get(path) ?? "not yet")}
                    span={span}
                    width={width}
                    now={now}
                    isSelected={path === selected}
                    hover={hover}
                    onSelect={(chosen) => onSelect(chosen === selected ? undefined : chosen)}
                    onToggle={onToggle}
                  />
                );
              })}
            </tbody>
          </table>
          {rows.length === 0 ? <NothingYet rows={tree} /> : undefined}
        </div>
        {cursorX === undefined ? undefined : (
          <div
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 right-0 left-28 z-2 overflow-hidden md:left-54"
          >
            <i className="absolute inset-y-0 right-0 bg-surface/62" style={{ left: Math.max(0, cursorX) }} />
            {cursorX >= 0 ? <i className="absolute inset-y-0 w-px bg-accent" style={{ left: cursorX }} /> : undefined}
          </div>
        )}
        <PointerLayer
          host={host}
          span={span}
          whole={whole}
          width={width}
          format={format}
          onSpan={look}
          className="right-0 left-28 md:left-54"
        />
      </div>
    </div>
  );
}

/** In start order there is no row before something has begun. */
function NothingYet({ rows }: { readonly rows: readonly TreeRow[] }) {
  return rows.length === 0 ? (
    <EmptyFace icon="timeline" title="This workflow has no nodes" />
  ) : (
    <EmptyFace icon="timeline" title="No node has begun yet">
      Rows appear here in the order in which nodes begin. Tree order shows all {rows.length} now.
    </EmptyFace>
  );
}

/** Zoomed out so far that all is seen, it follows the execution again. */
function orWhole(span: Span, whole: Span): Span | undefined {
  return span.to - span.from >= (whole.to - whole.from) * 0.999 ? undefined : span;
}

const msOf = (time: Timestamp | undefined) => (time ? timestampMs(time) : undefined);
