/** How long nodes waited and ran: two mirrored around their names, more in columns. */
import { formatDuration, formatTicking } from "../../flyte/duration.ts";
import { looks, type PhaseLook } from "../../flyte/phase-look.ts";
import { lookOf } from "../../graph/node-face.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { isNotable, type NodeRow } from "./node-rows.ts";
import { changeText, type Measure, msOf, type Timing, type TimingRow, timingRows } from "./timing-rows.ts";
import { NodeCell, NotThere, sideColumns, VirtualTable } from "./virtual-table.tsx";

interface TimingTableProps {
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly measure: Measure;
  readonly onMeasure: (measure: Measure) => void;
  /** Only what took notably longer or shorter. */
  readonly onlyDifferent: boolean;
  /** The server's clock. */
  readonly now: number;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

export function TimingTable(props: TimingTableProps) {
  const { rows, sides, measure, onMeasure, onlyDifferent, now, selected, onSelect } = props;
  const timed = timingRows(onlyDifferent ? rows.filter(isNotable) : rows, measure, now);
  let longest = 1;
  for (const { timings } of timed)
    for (const each of timings) longest = Math.max(longest, each ? msOf(each, measure) : 0);
  const mirrored = sides.length === 2;
  const node = { key: "node", head: "Node", width: 140, share: 1 } as const;
  const each = sideColumns(sides, { width: 120, share: 1.4 });
  const [left, right] = each;
  const bar = (row: TimingRow, side: number) => (
    <td key={sides[side]} className={mirrored && side === 0 ? "text-right" : ""}>
      {row.row.node.cells[side]?.inGraph ? (
        <TimingBar
          timing={row.timings[side]}
          look={lookOf(row.row.node.cells[side].summary)}
          measure={measure}
          longest={longest}
          toLeft={mirrored && side === 0}
        />
      ) : (
        <NotThere />
      )}
    </td>
  );
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-1.5 text-meta text-muted">
        <Segmented
          label="What is measured"
          selected={measure}
          onSelect={onMeasure}
          options={[
            { id: "both", label: "Both" },
            { id: "ran", label: "Ran" },
            { id: "queued", label: "Queued" },
          ]}
        />
        <span>Largest change first</span>
        {measure === "both" ? (
          <span className="inline-flex items-center gap-1.5">
            <i aria-hidden="true" className={`h-2.5 w-4 rounded-bar ${looks.queued.tone} ${looks.queued.fill}`} />
            queued, then ran
          </span>
        ) : undefined}
      </div>
      <VirtualTable
        label="Timing"
        none="No node took notably longer or shorter."
        rows={timed}
        rowOf={({ row }) => row}
        selected={selected}
        columns={[
          ...(mirrored && left && right ? [{ ...left, align: "right" as const }, node, right] : [node, ...each]),
          { key: "change", head: `From ${sides[0]} to ${sides.at(-1)}`, width: 140, align: "right" },
        ]}
      >
        {(row) => (
          <>
            {mirrored ? bar(row, 0) : undefined}
            <NodeCell row={row.row} onSelect={onSelect} />
            {mirrored ? bar(row, 1) : sides.map((_, side) => bar(row, side))}
            <td className={`truncate text-right ${isNotable(row.row) ? "font-strong" : "text-muted"}`}>
              {changeText(row, sides)}
            </td>
          </>
        )}
      </VirtualTable>
    </>
  );
}

interface TimingBarProps {
  readonly timing: Timing | undefined;
  readonly look: PhaseLook;
  readonly measure: Measure;
  readonly longest: number;
  /** Its time runs from the right to the left. */
  readonly toLeft: boolean;
}

function TimingBar({ timing, look, measure, longest, toLeft }: TimingBarProps) {
  if (!timing) return <span className="text-meta text-faint">{look.word}</span>;
  const { queuedMs, ranMs, isOpen } = timing;
  const format = isOpen ? formatTicking : formatDuration;
  const width = (ms: number) => ({ width: `${(ms / longest) * 50}%`, minWidth: ms > 0 ? 2 : 0 });
  const queued = `queued ${format(queuedMs)}`;
  const ran = `ran ${format(ranMs)}`;
  const isLoud = !look.quiet || isOpen;
  return (
    <span
      title={`${look.word}: ${queued}, ${ran}${isOpen ? " so far" : ""}`}
      className={`flex min-w-0 items-center ${toLeft ? "flex-row-reverse" : ""}`}
    >
      {measure === "ran" ? undefined : (
        <i
          aria-hidden="true"
          className={`h-2.5 flex-none ${looks.queued.tone} ${looks.queued.fill}`}
          style={width(queuedMs)}
        />
      )}
      {measure === "queued" ? undefined : (
        <i aria-hidden="true" className={`h-2.5 flex-none ${look.tone} ${look.fill}`} style={width(ranMs)} />
      )}
      <span className="mx-1.5 truncate text-meta text-muted tabular-nums">
        {measure === "queued" ? format(queuedMs) : format(ranMs)}
        {measure === "both" && queuedMs >= 1000 ? <span className="text-faint"> + {format(queuedMs)} queued</span> : ""}
        {isLoud ? ` ${isOpen ? "so far" : look.word}` : ""}
      </span>
    </span>
  );
}
