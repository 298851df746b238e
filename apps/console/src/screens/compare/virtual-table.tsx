/** A table of thousands of rows, of which only those in sight are in the page. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { kindLook } from "../../graph/node-face.ts";
import { Icon } from "../../ui/icon.tsx";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import type { NodeRow } from "./node-rows.ts";
import { SideLetter } from "./side-heads.tsx";
import { VerdictGlyph } from "./verdict.tsx";

interface Column {
  readonly key: string;
  readonly head: ReactNode;
  /** Pixels. */
  readonly width: number;
  /** Of what room is left. */
  readonly share?: number;
  readonly align?: "right" | "center";
}

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly rowOf: (row: Row) => NodeRow;
  /** Pixels; 32 where it is not said. */
  readonly heightOf?: (row: Row) => number;
  readonly selected: string | undefined;
  /** What stands in place of no rows. */
  readonly none: string;
  /** The cells of a row. */
  readonly children: (row: Row) => ReactNode;
}

export const ROW = 32;
const aligned = { right: "text-right!", center: "text-center!" } as const;

export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowOf, heightOf = () => ROW, selected, none, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index] ? heightOf(rows[index]) : ROW),
    getItemKey: (index) => (rows[index] ? rowOf(rows[index]).node.path : index),
    overscan: 12,
    initialRect: { width: 900, height: 600 },
  });
  if (rows.length === 0) return <p className="p-4 text-muted">{none}</p>;
  const tracks = { gridTemplateColumns: columns.map(trackOf).join(" ") };
  // Narrower than all columns need, it scrolls sideways.
  const minWidth = columns.reduce((sum, { width }) => sum + width, 0);
  return (
    <ScrollBox ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <table aria-label={label} aria-rowcount={rows.length + 1} style={{ minWidth }} className="block text-dense">
        <thead className="sticky top-0 z-2 block">
          <tr
            style={tracks}
            className="grid h-7 items-center border-b border-line bg-raised text-axis text-muted *:px-2 *:text-left *:font-medium *:first:pl-4 *:last:pr-4"
          >
            {columns.map(({ key, head, align }) => (
              <th key={key} scope="col" className={align ? aligned[align] : ""}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return undefined;
            const { path } = rowOf(row).node;
            return (
              <tr
                key={path}
                aria-rowindex={index + 2}
                style={{ ...tracks, height: size, transform: `translateY(${start}px)` }}
                className={`absolute inset-x-0 top-0 grid border-b border-line *:min-w-0 *:px-2 *:first:pl-4 *:last:pr-4 ${size > ROW ? "items-start *:pt-1.5" : "items-center"} ${path === selected ? "bg-accent-tint" : "hover:bg-hover"}`}
              >
                {children(row)}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const trackOf = ({ width, share }: Column): string => (share ? `minmax(${width}px, ${share}fr)` : `${width}px`);

/** A column for each execution. */
export const sideColumns = (sides: readonly string[], size: Pick<Column, "width" | "share">): Column[] =>
  sides.map((side) => ({ key: side, head: <SideLetter name={side} />, ...size }));

interface NodeCellProps {
  readonly row: NodeRow;
  readonly onSelect: (path: string) => void;
}

/** Which node a row is of; leads to all that is known of it. */
export function NodeCell({ row: { node, verdict }, onSelect }: NodeCellProps) {
  return (
    <td className="flex min-w-0 items-center gap-1.5">
      <VerdictGlyph verdict={verdict} />
      <Icon name={kindLook(node.kind).icon} size={14} className="text-faint" />
      <button
        type="button"
        title={node.path}
        onClick={() => onSelect(node.path)}
        className={`min-w-0 truncate text-left hover:underline ${verdict === "same" ? "" : "font-strong"}`}
      >
        {node.name}
      </button>
    </td>
  );
}

/** In place of a cell of a node that the execution's graph does not have. */
export function NotThere() {
  return <span className="text-faint">not there</span>;
}
