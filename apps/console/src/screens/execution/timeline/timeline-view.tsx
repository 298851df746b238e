/**
 * The execution over time: one row per node, a bar per attempt, split by phase.
 *
 * Bars that go on grow on the server's clock; the scale stands still until they reach its end (time-scale.ts). Rows are
 * those of the Nodes view, or in the order in which nodes began. Where long nothing went on time is drawn short (idle.ts):
 * what is zoomed and drawn on is drawn time (scale.ts).
 */
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import type { ExecutionView, NodeSummary } from "@skein/spec/gen/skein/console/v1/console_pb";
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from "react";
import { useServerNow } from "../../../flyte/clock.ts";
import { isOngoing } from "../../../flyte/phase-look.ts";
import type { Hover } from "../../../graph/hover.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { EmptyFace } from "../../../ui/faces.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import { useWidth } from "../../../ui/use-width.ts";
import { type TreeRow, treeRows } from "../node-tree.ts";
import type { Replay } from "../replay/use-replay.ts";
import { pressTreeKey } from "../tree-keys.ts";
import { useTreeRows } from "../use-tree-rows.ts";
import { breaksIn } from "./idle.ts";
import { BreakLabels, BreakStrips, breakLabels } from "./idle-breaks.tsx";
import { Legend } from "./legend.tsx";
import { PointerLayer } from "./pointer-layer.tsx";
import { fromDrawn, type Scale, toDrawn, xOf } from "./scale.ts";
import { inStartOrder } from "./start-order.ts";
import { surveyOf } from "./survey.ts";
import { type AxisKind, AxisLabels, AxisLines, useAxis } from "./time-axis.tsx";
import { panned, type Span, wholeSpan, within, zoomed } from "./time-scale.ts";
import { COLUMNS, ROOM, ROW, TimelineRow } from "./timeline-row.tsx";

interface TimelineViewProps {
  readonly view: ExecutionView;
  readonly nodes: ReadonlyMap<string, NodeSummary>;
  /** The time cursor, what the nodes were then, and what moves it. */
  readonly replay: Pick<Replay, "at" | "nodes" | "move">;
  readonly selected: string | undefined;
  readonly closed: ReadonlySet<string>;
  /** As the clock went; undefined: all of it. */
  readonly span: Span | undefined;
  readonly hover: Hover;
  readonly onSpan: (span: Span | undefined) => void;
  readonly onToggle: (path: string) => void;
  readonly onSelect: (path: string | undefined) => void;
}

const HEAD = 26;
/** Half of the word "now" and what stays free beside it. */
const NOW_HALF = 20;

type Order = "tree" | "start";

/** Of a row of small buttons, those that do nothing now need no outline. */
const quiet = "disabled:border-transparent! disabled:bg-transparent!";

export function TimelineView(props: TimelineViewProps) {
  const { view, nodes, replay, selected, closed, hover, onSpan, onToggle, onSelect } = props;
  const [order, setOrder] = useState<Order>("tree");
  const [withIdle, setWithIdle] = useState(false);
  const [axisKind, setAxisKind] = useState<AxisKind>("clock");
  const host = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLTableCellElement>(null);
  const width = Math.max(60, useWidth(head, 900) - ROOM);
  const ids = useId();

  const { execution } = view;
  // Whatever moment the cursor shows: what is drawn goes on.
  const ongoing = execution !== undefined && isOngoing(execution.phase);
  const now = useServerNow(ongoing);
  const begin = msOf(execution?.createdAt) ?? now;
  const end = Math.max(begin, msOf(execution?.endedAt) ?? now);
  const drawnNodes = useDeferredValue(nodes);
  const survey = useMemo(() => surveyOf(view.graph, drawnNodes), [view.graph, drawnNodes]);
  const idle = breaksIn({ from: begin, to: end }, survey.busy);
  const breaks = withIdle ? [] : idle;
  const whole = wholeSpan(toDrawn(begin, breaks), toDrawn(end, breaks), ongoing);
  const span = props.span
    ? within(
        mapped(props.span, (at) => toDrawn(at, breaks)),
        whole,
      )
    : whole;
  const scale: Scale = { span, width, breaks };
  const { ticks, format } = useAxis({ kind: axisKind, scale, begin });

  const tree = useMemo(() => treeRows(view.graph, closed, ""), [view.graph, closed]);
  const rows = useMemo(
    () => (order === "tree" ? tree : inStartOrder(view.graph, nodes)),
    [order, tree, view.graph, nodes],
  );
  const { scroller, virtual, at, onReveal } = useTreeRows({ rows, selected, headPx: HEAD, sizeOf: () => ROW });

  const look = (next: Span) =>
    onSpan(isWhole(next, whole) ? undefined : mapped(within(next, whole), (at) => fromDrawn(at, breaks)));
  const zoom = (factor: number, at = (span.from + span.to) / 2) => look(zoomed(span, at, factor, whole));
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
  const nowX = xOf(scale, now);
  const isNowSeen = ongoing && nowX >= 0 && nowX <= width;
  const nowLabel = isNowSeen ? { x: nowX, half: NOW_HALF } : undefined;
  const idleLabels = breakLabels(scale, nowLabel);
  const cursorX = replay.at === undefined ? undefined : xOf(scale, replay.at);

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
        {idle.length > 0 ? (
          <Button
            size="small"
            aria-pressed={withIdle}
            title={withIdle ? "Draw idle stretches short" : "Draw idle stretches in full"}
            onClick={() => setWithIdle(!withIdle)}
            className="flex-none aria-pressed:bg-hover aria-pressed:text-fg"
          >
            Idle time
          </Button>
        ) : undefined}
        <span className="ml-auto min-w-0 @max-4xl:hidden">
          <Legend survey={survey} />
        </span>
      </div>
      <div ref={host} className="relative min-h-0 flex-1">
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-0 left-28 -ml-px overflow-hidden border-l border-line md:left-54"
        >
          <BreakStrips scale={scale} />
          <AxisLines scale={scale} ticks={ticks} />
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
                <th
                  ref={head}
                  scope="col"
                  data-cursor
                  className="relative cursor-ew-resize touch-none overflow-hidden font-normal"
                >
                  <span className="sr-only">Time</span>
                  <AxisLabels
                    scale={scale}
                    ticks={ticks}
                    format={format}
                    taken={nowLabel ? [nowLabel, ...idleLabels] : idleLabels}
                  />
                  <BreakLabels labels={idleLabels} />
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
                    scale={scale}
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
            {cursorX >= 0 && cursorX <= width ? <Cursor x={cursorX} /> : undefined}
          </div>
        )}
        <PointerLayer
          host={host}
          span={span}
          whole={whole}
          width={width}
          format={(at, step) => format(fromDrawn(at, breaks), step)}
          onSpan={look}
          onCursor={(at) => replay.move(Math.round(fromDrawn(at, breaks)))}
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

/** The time cursor, with a handle on the axis to drag it by; the scrubber below is the way by keys. */
function Cursor({ x }: { readonly x: number }) {
  return (
    <div className="absolute inset-y-0 w-px bg-accent" style={{ left: x }}>
      <span
        data-cursor
        className="pointer-events-auto absolute top-0.25 -left-3 grid size-6 cursor-ew-resize touch-none place-items-center"
      >
        <i className="size-3 rounded-full border-2 border-accent bg-surface" />
      </span>
    </div>
  );
}

/** Zoomed out so far that all is seen, it follows the execution again. */
const isWhole = (span: Span, whole: Span) => span.to - span.from >= (whole.to - whole.from) * 0.999;

const mapped = ({ from, to }: Span, map: (at: number) => number): Span => ({ from: map(from), to: map(to) });

const msOf = (time: Timestamp | undefined) => (time ? timestampMs(time) : undefined);
