import type { CacheRow } from "./cache-rows.ts";
import { NodeCell, NotThere, sideColumns, VirtualTable } from "./virtual-table.tsx";

interface CacheTableProps {
  readonly rows: readonly CacheRow[];
  readonly sides: readonly string[];
  readonly none: string;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

/** What caching came to, in a word for each execution and a sentence for the change. */
export function CacheTable({ rows, sides, none, selected, onSelect }: CacheTableProps) {
  return (
    <VirtualTable
      label="Cache"
      none={none}
      rows={rows}
      rowOf={({ row }) => row}
      selected={selected}
      columns={[
        { key: "node", head: "Node", width: 140, share: 1 },
        ...sideColumns(sides, { width: 104 }),
        { key: "meaning", head: "What it means", width: 200, share: 2 },
      ]}
    >
      {({ row, statuses, isDifferent, meaning }) => (
        <>
          <NodeCell row={row} onSelect={onSelect} />
          {statuses.map((status, side) => (
            <td key={sides[side] ?? side} className={isDifferent ? "font-strong" : "text-muted"}>
              {row.node.cells[side]?.inGraph ? (status ?? <span className="text-faint">not yet</span>) : <NotThere />}
            </td>
          ))}
          <td className="truncate text-muted" title={meaning}>
            {meaning}
          </td>
        </>
      )}
    </VirtualTable>
  );
}
