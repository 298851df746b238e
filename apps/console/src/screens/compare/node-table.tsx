/** Nodes side by side: outcome, how long they ran, and what is not the same. */
import { formatDuration } from "../../flyte/duration.ts";
import { PhaseGlyph } from "../../flyte/phase-badge.tsx";
import type { PhaseLook } from "../../flyte/phase-look.ts";
import { lookOf } from "../../graph/node-face.ts";
import { isNotable, type NodeRow } from "./node-rows.ts";
import { NodeCell, NotThere, sideColumns, VirtualTable } from "./virtual-table.tsx";

interface NodeTableProps {
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

export function NodeTable({ rows, sides, selected, onSelect }: NodeTableProps) {
  let longest = 1;
  for (const { spans } of rows) for (const span of spans) longest = Math.max(longest, span ?? 0);
  return (
    <VirtualTable
      label="Nodes"
      none="No node differs."
      rows={rows}
      rowOf={(row) => row}
      selected={selected}
      columns={[
        { key: "node", head: "Node", width: 140, share: 1.2 },
        ...sideColumns(sides, { width: 110, share: 1 }),
        { key: "change", head: `${sides.at(-1)} − ${sides[0]}`, width: 92, align: "right" },
        { key: "differs", head: "Differs in", width: 96, share: 0.6 },
      ]}
    >
      {(row) => (
        <>
          <NodeCell row={row} onSelect={onSelect} />
          {row.node.cells.map((cell, side) => (
            <td key={sides[side] ?? side}>
              {cell.inGraph ? (
                <SpanBar look={lookOf(cell.summary)} span={row.spans[side]} share={(row.spans[side] ?? 0) / longest} />
              ) : (
                <NotThere />
              )}
            </td>
          ))}
          <td className={`text-right tabular-nums ${isNotable(row) ? "font-strong" : "text-muted"}`}>
            {row.change === undefined ? "" : formatChange(row.change)}
          </td>
          <td className="truncate text-muted" title={row.differences.join(", ")}>
            {row.differences.join(", ")}
          </td>
        </>
      )}
    </VirtualTable>
  );
}

interface SpanBarProps {
  readonly look: PhaseLook;
  readonly span: number | undefined;
  readonly share: number;
}

function SpanBar({ look, span, share }: SpanBarProps) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <PhaseGlyph look={look} size={14} />
      <i
        aria-hidden="true"
        className={`h-2.5 flex-none rounded-bar ${look.tone} ${look.fill}`}
        style={{ width: `${share * 45}%`, minWidth: span === undefined ? 0 : 2 }}
      />
      <span className="truncate text-meta text-muted">{span === undefined ? look.word : formatDuration(span)}</span>
    </span>
  );
}

export function formatChange(ms: number): string {
  if (Math.round(ms) === 0) return "0 ms";
  return `${ms > 0 ? "+" : "−"}${formatDuration(Math.abs(ms))}`;
}
