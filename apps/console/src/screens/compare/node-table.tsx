/** Nodes side by side: mirrored bars for two executions, a column each for more. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { formatDuration } from "../../flyte/duration.ts";
import { PhaseGlyph } from "../../flyte/phase-badge.tsx";
import type { PhaseLook } from "../../flyte/phase-look.ts";
import { kindLook, lookOf } from "../../graph/node-face.ts";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-shapes.tsx";
import type { NodeRow, Verdict } from "./node-rows.ts";
import { SideLetter } from "./side-heads.tsx";

interface NodeTableProps {
  readonly rows: readonly NodeRow[];
  readonly sides: readonly string[];
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

const ROW = 32;

export function NodeTable({ rows, sides, selected, onSelect }: NodeTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    initialRect: { width: 900, height: 600 },
  });
  const longest = Math.max(1, ...rows.flatMap(({ spans }) => spans.map((span) => span ?? 0)));
  const columns = {
    gridTemplateColumns: `minmax(140px, 1.2fr) repeat(${sides.length}, minmax(110px, 1fr)) 92px minmax(96px, 150px)`,
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <table aria-label="Nodes" aria-rowcount={rows.length + 1} className="block min-w-160 text-dense">
        <thead className="sticky top-0 z-2 block">
          <tr
            style={columns}
            className="grid h-7 items-center border-b border-line bg-raised text-axis text-muted *:px-2 *:text-left *:font-medium *:first:pl-4 *:last:pr-4"
          >
            <th scope="col">Node</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                <SideLetter name={side} />
              </th>
            ))}
            <th scope="col" className="text-right!">
              {sides.at(-1)} − {sides[0]}
            </th>
            <th scope="col">Differs in</th>
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return undefined;
            const { node, spans, change, differences } = row;
            return (
              <tr
                key={node.path}
                aria-rowindex={index + 2}
                style={{ ...columns, transform: `translateY(${start}px)` }}
                className={`absolute inset-x-0 top-0 grid h-8 items-center border-b border-line *:px-2 *:first:pl-4 *:last:pr-4 ${node.path === selected ? "bg-accent-tint" : "hover:bg-hover"}`}
              >
                <td className="flex min-w-0 items-center gap-1.5">
                  <VerdictGlyph verdict={row.verdict} />
                  <Icon name={kindLook(node.kind).icon} size={14} className="text-faint" />
                  <button
                    type="button"
                    title={node.path}
                    onClick={() => onSelect(node.path)}
                    className={`min-w-0 truncate text-left hover:underline ${row.verdict === "same" ? "" : "font-strong"}`}
                  >
                    {node.name}
                  </button>
                </td>
                {node.cells.map((cell, side) => (
                  <td key={sides[side] ?? side} className="min-w-0">
                    {cell.inGraph ? (
                      <SpanBar look={lookOf(cell.summary)} span={spans[side]} share={(spans[side] ?? 0) / longest} />
                    ) : (
                      <span className="text-faint">not there</span>
                    )}
                  </td>
                ))}
                <td className={`text-right tabular-nums ${isNotable(row) ? "font-strong" : "text-muted"}`}>
                  {change === undefined ? "" : formatChange(change)}
                </td>
                <td className="truncate text-muted" title={differences.join(", ")}>
                  {differences.join(", ")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function SpanBar({
  look,
  span,
  share,
}: {
  readonly look: PhaseLook;
  readonly span: number | undefined;
  readonly share: number;
}) {
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

const glyphs = {
  worse: { icon: "warning", word: "Got worse" },
  better: { icon: "check", word: "Got better" },
  only: { icon: "plus", word: "Not in all" },
  changed: { icon: "pen", word: "Changed" },
  same: { icon: "minus", word: "Same" },
} as const satisfies Record<Verdict, { icon: IconName; word: string }>;

export function VerdictGlyph({ verdict }: { readonly verdict: Verdict }) {
  const { icon, word } = glyphs[verdict];
  return (
    <span title={word} className="inline-flex">
      <Icon name={icon} size={14} label={word} className={verdict === "same" ? "text-faint" : "text-fg"} />
    </span>
  );
}

export const verdictGlyph = (verdict: Verdict) => glyphs[verdict];

/** More than a tenth of what it took, and than what nobody notices. */
const isNotable = ({ change, spans }: NodeRow): boolean =>
  change !== undefined && Math.abs(change) > 1000 && Math.abs(change) > 0.1 * (spans[0] ?? 0);

export function formatChange(ms: number): string {
  if (Math.round(ms) === 0) return "0 ms";
  return `${ms > 0 ? "+" : "−"}${formatDuration(Math.abs(ms))}`;
}
